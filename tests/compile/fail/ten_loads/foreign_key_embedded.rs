include!("../declaring/foreign_key_embedded.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
