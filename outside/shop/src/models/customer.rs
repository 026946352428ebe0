//! Users, as the shop sees them.

use accounts::UserId;
use accounts::schema::users;
use conjoin::prelude::*;
use diesel::prelude::*;

use super::Order;
use crate::schema::orders;

/// A user of the crate `accounts`, as the shop sees them.
#[derive(Debug, Clone, PartialEq, Identifiable, HasQuery, Relations)]
#[diesel(table_name = users)]
#[relations(has_many(orders: Order, one_way, foreign_key = orders::customer_id, order_by = orders::placed_at))]
pub struct Customer {
    /// Their key.
    pub id: UserId,
    /// Their name.
    pub name: String,
}
