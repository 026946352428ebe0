include!("../declaring/order_of_one_row.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
