include!("../declaring/foreign_key_quoted.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
