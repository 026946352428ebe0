include!("../declaring/back_populates_quoted.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
