//! SQLite's transactions that lock at once.

use crate::place::Place;
use blog::User;
use blog::schema::users;
use conjoin::prelude::*;
use conjoin::testing::record;

#[test]
fn an_immediate_transaction_is_recorded_as_one() {
    let place = Place::new();
    let (_, statements) = record(&mut place.connect(), |conn| {
        conn.immediate_transaction(|conn| users::table.with(User::posts).load(conn))
    });
    assert_eq!(statements.sent.len(), 2);
    assert_eq!(statements.transaction, ["BEGIN IMMEDIATE", "COMMIT"]);
}

#[test]
fn relations_load_inside_an_exclusive_transaction() {
    let place = Place::new();
    let load = |conn: &mut _| users::table.with(User::posts).load(conn);
    assert_eq!(place.connect().exclusive_transaction(load).unwrap().len(), 3);
}
