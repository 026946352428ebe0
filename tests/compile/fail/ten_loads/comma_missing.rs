include!("../declaring/comma_missing.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
