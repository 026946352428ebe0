include!("../declaring/filter_that_is_no_condition.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
