include!("../declaring/path_that_starts_elsewhere.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
