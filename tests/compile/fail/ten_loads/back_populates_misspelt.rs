include!("../declaring/back_populates_misspelt.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
