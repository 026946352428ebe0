include!("../declaring/path_through_a_filter.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
