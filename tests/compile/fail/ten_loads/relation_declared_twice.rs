include!("../declaring/relation_declared_twice.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
