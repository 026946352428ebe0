include!("../declaring/option_with_a_colon.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
