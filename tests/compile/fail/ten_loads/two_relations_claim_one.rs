include!("../declaring/two_relations_claim_one.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
