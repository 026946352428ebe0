include!("../declaring/sql_types_of_the_keys_differ.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
