include!("../declaring/filter_with_another_side.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
