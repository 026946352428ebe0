include!("../declaring/unknown_option.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
