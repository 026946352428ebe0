include!("../declaring/path_of_a_table.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
