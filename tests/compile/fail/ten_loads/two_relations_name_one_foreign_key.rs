include!("../declaring/two_relations_name_one_foreign_key.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
