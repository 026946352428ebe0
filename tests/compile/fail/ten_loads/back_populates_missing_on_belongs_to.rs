include!("../declaring/back_populates_missing_on_belongs_to.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
