include!("../declaring/option_for_a_not_null_key.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
