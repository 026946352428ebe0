include!("../declaring/target_in_an_option.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
