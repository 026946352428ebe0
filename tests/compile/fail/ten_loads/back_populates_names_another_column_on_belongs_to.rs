include!("../declaring/back_populates_names_another_column_on_belongs_to.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
