//! The first rows of each parent where the primary key that a model declares is not unique, as that of a
//! view need not be.

use crate::suite::conn::Conn;
use crate::suite::world::database;
use conjoin::Error;
use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! {
    guests (id) {
        id -> Integer,
    }
}
diesel::table! {
    visits (room) {
        room -> Integer,
        guest_id -> Integer,
        day -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(guests, visits);

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = guests)]
#[relations(backend = blog::MultiBackend, has_many(visits: Visit, back_populates = guest))]
struct Guest {
    id: i32,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = visits, primary_key(room))]
#[relations(backend = blog::MultiBackend, belongs_to(guest: Guest, back_populates = visits))]
struct Visit {
    room: i32,
    guest_id: i32,
    day: i32,
}

/// A guest and a day for each visit to a room.
fn world(visits: &str) -> Conn {
    database(&format!(
        "CREATE TABLE guests (id INTEGER PRIMARY KEY);
         CREATE TABLE rooms (room INTEGER NOT NULL, guest_id INTEGER NOT NULL, day INTEGER NOT NULL);
         CREATE VIEW visits AS SELECT * FROM rooms;
         INSERT INTO guests VALUES (1), (2);
         INSERT INTO rooms VALUES {visits};"
    ))
}

fn days(conn: &mut Conn, rows: i64, offset: i64) -> QueryResult<Vec<Vec<i32>>> {
    let plan = Guest::visits.order_by(visits::day).per_parent(rows).offset(offset);
    let guests = guests::table.order_by(guests::id).with(plan).load(conn)?;
    Ok(guests.iter().map(|guest| guest.visits().map(|visit| visit.day).collect()).collect())
}

#[test]
fn rows_of_two_parents_with_one_key_stay_apart() {
    let mut conn = world("(5, 1, 1), (7, 1, 2), (7, 2, 3)");
    assert_eq!(days(&mut conn, 2, 0), Ok(vec![vec![1, 2], vec![3]]));
    assert_eq!(days(&mut conn, 3, 0), Ok(vec![vec![1, 2], vec![3]]));
    assert_eq!(days(&mut conn, 2, 1), Ok(vec![vec![2], vec![]]));
}

#[test]
fn more_rows_than_were_asked_for_are_an_error() {
    let mut conn = world("(5, 1, 1), (7, 1, 2), (5, 1, 3), (9, 2, 4)");
    let not_unique = Error::NotUnique { relation: "Guest::visits", key: "1".to_owned() };
    match days(&mut conn, 2, 0) {
        // Where a database takes the first rows themselves, not their keys.
        Ok(days) => assert_eq!(days, [vec![1, 2], vec![4]]),
        Err(error) => assert_eq!(Error::of(&error), Some(&not_unique)),
    }
}
