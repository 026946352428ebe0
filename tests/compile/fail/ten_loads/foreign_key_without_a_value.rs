include!("../declaring/foreign_key_without_a_value.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
