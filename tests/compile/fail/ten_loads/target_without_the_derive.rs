include!("../declaring/target_without_the_derive.rs");

#[path = "../../ten_loads_of_posts.rs"]
mod ten_loads;
