include!("../declaring/path_to_another_model.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
