include!("../declaring/one_way_and_back_populates.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
