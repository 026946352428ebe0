include!("../declaring/option_said_twice.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
