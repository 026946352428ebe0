include!("../declaring/references_a_column_of_another_type.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
