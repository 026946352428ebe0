//! Parcels.

use chrono::NaiveDateTime;
use conjoin::prelude::*;
use diesel::prelude::*;

use super::{Order, OrderId};
use crate::schema::shipments;

/// The parcel of an order.
#[derive(Debug, Clone, PartialEq, Identifiable, Associations, Queryable, Selectable, Relations)]
#[diesel(table_name = shipments, belongs_to(Order))]
#[relations(belongs_to(order: Order, back_populates = shipment))]
pub struct Shipment {
    /// Its key.
    pub id: i32,
    /// The order.
    pub order_id: OrderId,
    /// When it left, if it did.
    pub sent_at: Option<NaiveDateTime>,
}
