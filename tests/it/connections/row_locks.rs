//! Locks on the rows of the root query, where the database has them.

use crate::place::Place;
use crate::suite::world::plain;
use blog::User;
use blog::schema::users;
use conjoin::prelude::*;
use conjoin::testing::record;
use diesel::prelude::*;
use diesel::result::Error;

/// Runs `code` while another connection holds a lock on alice.
fn while_alice_is_locked<T>(place: &Place, code: impl FnOnce() -> T) -> T {
    let other = &mut place.connect();
    let result = other.transaction::<_, Error, _>(|other| {
        users::table.find(1).for_update().first::<User>(other)?;
        Ok(code())
    });
    result.unwrap()
}

#[test]
fn the_lock_is_on_the_root_alone() {
    let place = Place::new();
    let conn = &mut place.connect();
    let ((), statements) = record(conn, |conn| {
        let all = users::table.for_update().with(User::posts).load(conn).unwrap();
        assert_eq!(all.len(), 3);
        let one = users::table.find(1).for_update().skip_locked().with(User::posts).first(conn);
        assert_eq!(one.unwrap().posts().len(), 2);
        let all = users::table.for_update().no_wait().with(User::posts).load(conn).unwrap();
        assert_eq!(all.len(), 3);
    });
    let sent: Vec<String> =
        statements.sent.iter().map(|sql| plain(sql).trim_end().to_owned()).collect();
    let ends = |number: usize, end: &str| sent[number].ends_with(end);
    assert!(ends(0, "FROM `users` FOR UPDATE"), "{sent:#?}");
    assert!(ends(2, "LIMIT ? FOR UPDATE SKIP LOCKED"), "{sent:#?}");
    assert!(ends(4, "FOR UPDATE NOWAIT"), "{sent:#?}");
    for number in [1, 3, 5] {
        assert!(!sent[number].contains(" FOR ") && !sent[number].contains(" LOCK "), "{sent:#?}");
    }
    assert_eq!(sent.len(), 6);
}

#[test]
fn rows_that_another_connection_locked_are_skipped_with_their_relations() {
    let place = Place::new();
    let conn = &mut place.connect();
    let load = |conn: &mut _| {
        let free = users::table.order_by(users::id).for_update().skip_locked();
        free.with(User::posts).load(conn)
    };
    let (free, statements) =
        while_alice_is_locked(&place, || record(conn, |conn| conn.transaction(load)));
    let free = free.unwrap();
    let found: Vec<_> = free.iter().map(|user| (user.id, user.posts().len())).collect();
    assert_eq!(found, [(2, 1), (3, 0)]);
    assert_eq!(statements.sent.len(), 2);
    // Once nobody locks her, she is found.
    assert_eq!(load(conn).unwrap().len(), 3);
}

#[test]
fn an_empty_root_of_skipped_rows_asks_for_nothing_more() {
    let place = Place::new();
    let conn = &mut place.connect();
    let (none, statements) = while_alice_is_locked(&place, || {
        record(conn, |conn| {
            let alice = users::table.find(1).for_update().skip_locked().with(User::posts);
            alice.first(conn).optional()
        })
    });
    assert!(none.unwrap().is_none());
    assert_eq!(statements.sent.len(), 1);
}

#[test]
fn a_root_that_does_not_wait_for_locks_fails_at_once() {
    let place = Place::new();
    let conn = &mut place.connect();
    let load = |conn: &mut _| users::table.for_update().no_wait().with(User::posts).load(conn);
    let (failed, statements) =
        while_alice_is_locked(&place, || record(conn, |conn| conn.transaction(load)));
    assert!(matches!(failed, Err(Error::DatabaseError(..))), "{failed:?}");
    assert_eq!(statements.sent.len(), 1);
    // By another statement: libmariadb 3.3 waits for ever when it executes one again that was
    // prepared, and failed among its rows, be it Diesel's or ours.
    assert_eq!(users::table.with(User::posts).load(conn).unwrap().len(), 3);
}

#[test]
fn the_locks_of_a_graph_last_as_long_as_its_transaction() {
    let place = Place::new();
    let (conn, other) = (&mut place.connect(), &mut place.connect());
    let free = |other: &mut _| {
        let free = users::table.for_update().skip_locked();
        free.select(users::id).order_by(users::id).load::<i32>(other).unwrap()
    };
    let inside = conn.transaction(|conn| {
        users::table.find(2).for_update().with(User::posts).load(conn)?;
        Ok::<_, Error>(free(other))
    });
    assert_eq!(inside, Ok(vec![1, 3]));
    assert_eq!(free(other), [1, 2, 3]);
}
