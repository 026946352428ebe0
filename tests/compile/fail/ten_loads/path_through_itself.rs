include!("../declaring/path_through_itself.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
