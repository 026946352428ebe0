include!("../declaring/unknown_words.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
