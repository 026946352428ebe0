include!("../declaring/target_missing.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
