include!("../declaring/back_populates_as_a_path.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
