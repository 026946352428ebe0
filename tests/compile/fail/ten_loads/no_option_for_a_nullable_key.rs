include!("../declaring/no_option_for_a_nullable_key.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
