include!("../declaring/back_populates_names_another_column.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
