include!("../declaring/key_field_missing.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
