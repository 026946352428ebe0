//! Queries that borrow what they compare with, as the functions of an application do.

use accounts::UserId;
use accounts::schema::users;
use conjoin::prelude::*;
use diesel::prelude::*;
use shop::models::{Customer, Line, Order, OrderId, Product};
use shop::schema::{orders, products};

use crate::database::{ANN, BEN, Connection, Result};

/// All of them.
pub(crate) fn check(conn: &mut Connection) -> Result {
    assert_eq!(orders_of("ann", conn)?, 2);
    assert_eq!(orders_by_key(&ANN, conn)?, 2);
    assert_eq!(orders_of_each(&[ANN, BEN], conn)?, [2, 1]);
    assert_eq!(lines_of(&OrderId(1), conn)?, 2);
    assert_eq!(sold(&String::from("tea"), conn)?, Some(2));
    Ok(())
}

fn orders_of(name: &str, conn: &mut Connection) -> QueryResult<usize> {
    let customer = users::table.filter(users::name.eq(name)).with(Customer::orders).first(conn)?;
    Ok(customer.orders().len())
}

fn orders_by_key(id: &UserId, conn: &mut Connection) -> QueryResult<usize> {
    let customer = users::table.find(id).with(Customer::orders).first(conn)?;
    Ok(customer.orders().len())
}

fn orders_of_each(ids: &[UserId], conn: &mut Connection) -> QueryResult<Vec<usize>> {
    let customers = users::table
        .filter(users::id.eq_any(ids))
        .order_by(users::name)
        .with(Customer::orders)
        .load(conn)?;
    Ok(customers.iter().map(|customer| customer.orders().len()).collect())
}

fn lines_of(id: &OrderId, conn: &mut Connection) -> QueryResult<usize> {
    let order = orders::table.find(id).with(Order::lines.with(Line::product)).get_result(conn)?;
    Ok(order.lines().len())
}

fn sold(name: &String, conn: &mut Connection) -> QueryResult<Option<usize>> {
    let query = products::table.filter(products::name.eq(name)).into_boxed();
    let product = query.with(Product::lines).first(conn).optional()?;
    Ok(product.map(|product| product.lines().len()))
}
