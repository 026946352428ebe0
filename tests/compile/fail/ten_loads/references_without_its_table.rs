include!("../declaring/references_without_its_table.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
