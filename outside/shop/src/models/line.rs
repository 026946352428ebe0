//! Lines of orders.

use conjoin::prelude::*;
use diesel::prelude::*;

use super::{Order, OrderId, Product};
use crate::schema::lines;

/// So many of a product, in an order.
#[derive(Debug, Clone, PartialEq, Identifiable, Associations, Queryable, Selectable, Relations)]
#[diesel(table_name = lines, primary_key(order_id, product_id))]
#[diesel(belongs_to(Order), belongs_to(Product))]
#[relations(
    belongs_to(order: Order, back_populates = lines),
    belongs_to(product: Product, back_populates = lines),
)]
pub struct Line {
    /// The order.
    pub order_id: OrderId,
    /// The product.
    pub product_id: i32,
    /// How many.
    pub amount: i32,
}
