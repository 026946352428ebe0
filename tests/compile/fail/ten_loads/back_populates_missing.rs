include!("../declaring/back_populates_missing.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
