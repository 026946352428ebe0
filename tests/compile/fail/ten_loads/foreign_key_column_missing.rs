include!("../declaring/foreign_key_column_missing.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
