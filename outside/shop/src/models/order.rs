//! Orders.

use accounts::{User, UserId};
use chrono::NaiveDateTime;
use conjoin::prelude::*;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Integer;

use super::{Line, Product, Shipment};
use crate::schema::orders;

/// The key of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Integer)]
pub struct OrderId(pub i32);

impl<DB: Backend> FromSql<Integer, DB> for OrderId
where
    i32: FromSql<Integer, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i32::from_sql(bytes).map(Self)
    }
}

impl<DB: Backend> ToSql<Integer, DB> for OrderId
where
    i32: ToSql<Integer, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Integer)]
#[repr(i32)]
pub enum Status {
    /// It was placed.
    Placed = 0,
    /// It was sent.
    Sent = 1,
}

impl<DB: Backend> FromSql<Integer, DB> for Status
where
    i32: FromSql<Integer, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        match i32::from_sql(bytes)? {
            0 => Ok(Self::Placed),
            1 => Ok(Self::Sent),
            other => Err(format!("no such status: {other}").into()),
        }
    }
}

impl<DB: Backend> ToSql<Integer, DB> for Status
where
    i32: ToSql<Integer, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        match self {
            Self::Placed => 0.to_sql(out),
            Self::Sent => 1.to_sql(out),
        }
    }
}

/// What a customer ordered.
#[derive(Debug, Clone, PartialEq, Identifiable, Queryable, Selectable, Relations)]
#[diesel(table_name = orders)]
#[relations(
    belongs_to(customer: User, foreign_key = customer_id, one_way),
    has_many(lines: Line, back_populates = order),
    has_one(shipment: Shipment, back_populates = order),
    has_many(products: Product, through = lines.product, one_way),
)]
pub struct Order {
    /// Its key.
    pub id: OrderId,
    /// Who ordered.
    pub customer_id: UserId,
    /// How far it is.
    pub status: Status,
    /// When it was placed.
    pub placed_at: NaiveDateTime,
}
