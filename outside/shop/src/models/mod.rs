//! The models, each in a module of its own with its relations: `order::Order`, `order::order::lines`.

pub mod category;
pub mod customer;
pub mod label;
pub mod line;
pub mod order;
pub mod product;
pub mod shipment;

pub use category::Category;
pub use customer::Customer;
pub use label::Label;
pub use line::Line;
pub use order::{Order, OrderId, Status};
pub use product::Product;
pub use shipment::Shipment;
