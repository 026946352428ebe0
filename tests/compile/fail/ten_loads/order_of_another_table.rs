include!("../declaring/order_of_another_table.rs");

#[path = "../../ten_loads.rs"]
mod ten_loads;
