include!("../declaring/target_quoted.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
