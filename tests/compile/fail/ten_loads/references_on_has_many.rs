include!("../declaring/references_on_has_many.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
