include!("../declaring/target_in_a_vec.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
