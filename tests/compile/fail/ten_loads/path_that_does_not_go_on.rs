include!("../declaring/path_that_does_not_go_on.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
