include!("../declaring/target_missing_after_the_colon.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
