include!("../declaring/path_with_another_side.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
