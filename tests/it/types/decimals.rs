//! Aggregates of decimal numbers, which a model has as a type of its own.

use crate::suite::world::database;
use conjoin::prelude::*;
use diesel::deserialize::{FromSql, FromSqlRow, Result};
use diesel::prelude::*;
use diesel::sql_types::{Double, Numeric};
use diesel::sqlite::{Sqlite, SqliteValue};

diesel::table! { orders (id) { id -> Integer, } }
diesel::table! { lines (id) { id -> Integer, order_id -> Integer, price -> Nullable<Numeric>, } }

/// As `BigDecimal` would be with Diesel's feature `numeric`.
#[derive(Debug, Clone, Copy, Default, PartialEq, FromSqlRow)]
struct Money(f64);

impl FromSql<Numeric, Sqlite> for Money {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> Result<Self> {
        <f64 as FromSql<Double, Sqlite>>::from_sql(value).map(Money)
    }
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = orders)]
#[relations(
    only = Sqlite,
    has_many(lines: Line, back_populates = order),
)]
struct Order {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = lines)]
#[relations(
    only = Sqlite,
    belongs_to(order: Order, back_populates = lines),
)]
struct Line {
    id: i32,
    order_id: i32,
    price: Option<Money>,
}

#[test]
fn sums_and_averages_are_of_the_type_of_the_field() {
    let mut conn = database(
        "CREATE TABLE orders (id INTEGER PRIMARY KEY);
         CREATE TABLE lines (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, price NUMERIC);
         INSERT INTO orders VALUES (1), (2);
         INSERT INTO lines VALUES (1, 1, 1.5), (2, 1, 2.25), (3, 1, NULL);",
    );
    let orders = orders::table
        .order_by(orders::id)
        .with(Order::lines.sum(lines::price))
        .with(Order::lines.avg(lines::price))
        .with(Order::lines)
        .load(&mut conn)
        .unwrap();
    let values: Vec<(Money, Option<Money>)> = orders
        .iter()
        .map(|it| (it.sum(Order::lines, lines::price), it.avg(Order::lines, lines::price)))
        .collect();
    assert_eq!(values, [(Money(3.75), Some(Money(1.875))), (Money(0.), None)]);
    let line = orders.iter().next().and_then(|order| order.lines().next()).unwrap();
    assert!(line.id > 0 && line.order_id == 1 && line.price.is_some());
}
