//! Connections that the server ends, in the middle of a graph.

use super::faults::{Outcome, Reads, SEEDED, Sent, before, by_hand, connect, graph};
use crate::connection_kind::Inner;
use crate::place::Place;
use crate::server;
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::thread;

fn id(conn: &mut Inner) -> i64 {
    diesel::select(sql::<BigInt>(server::ID)).get_result(conn).unwrap()
}

/// Ends a connection before it sends the statement of that number.
fn killed_before(conn: &mut Inner, number: usize) -> Sent {
    let (id, mut admin) = (id(conn), server::admin());
    before(conn, number, move || server::kill(&mut admin, id))
}

/// Ends a connection while its second statement waits for a lock.
fn killed_during(conn: &mut Inner) -> Sent {
    let (id, mut admin) = (id(conn), server::admin());
    before(conn, 2, move || {
        thread::spawn(move || {
            server::await_waiting(&mut admin, id);
            server::kill(&mut admin, id);
        });
    })
}

fn between(number: usize, reads: Reads) -> Outcome {
    let place = Place::new();
    let mut conn = connect(&place);
    let sent = killed_before(&mut conn, number);
    let result = reads(&mut conn);
    let outcome = Outcome::of(&mut conn, &sent, reads, result).0;
    // The next connection has everything.
    assert_eq!(reads(&mut connect(&place)), Ok(SEEDED));
    outcome
}

#[test]
fn a_connection_lost_between_statements_is_one_error() {
    for number in 1..=3 {
        let outcome = between(number, graph);
        assert_eq!((outcome.sent, outcome.usable), (number, false));
        assert_eq!(outcome, between(number, by_hand));
    }
}

fn during(reads: Reads) -> Outcome {
    let place = Place::new();
    let (mut conn, mut other) = (connect(&place), place.connect());
    other.batch_execute(&server::lock("posts")).unwrap();
    let sent = killed_during(&mut conn);
    let result = reads(&mut conn);
    other.batch_execute(server::UNLOCK).unwrap();
    Outcome::of(&mut conn, &sent, reads, result).0
}

#[test]
fn a_connection_lost_during_a_statement_is_one_error() {
    let outcome = during(graph);
    assert_eq!((outcome.sent, outcome.usable), (2, false));
    assert_eq!(outcome, during(by_hand));
}

fn in_transaction(number: usize, reads: Reads) -> Outcome {
    let place = Place::new();
    let mut conn = connect(&place);
    let sent = killed_before(&mut conn, number);
    let result = conn.transaction(reads);
    Outcome::of(&mut conn, &sent, reads, result).0
}

#[test]
fn a_connection_lost_inside_a_transaction_is_broken_as_diesel_has_it() {
    for number in 1..=3 {
        let outcome = in_transaction(number, graph);
        assert_eq!((outcome.sent, outcome.usable), (number, false));
        assert_eq!(outcome, in_transaction(number, by_hand));
    }
}

#[test]
fn a_lock_that_is_given_up_in_time_only_delays_the_graph() {
    let place = Place::new();
    let (mut conn, mut other) = (connect(&place), place.connect());
    let (id, mut admin) = (id(&mut conn), server::admin());
    other.batch_execute(&server::lock("posts")).unwrap();
    before(&mut conn, 2, move || {
        thread::spawn(move || {
            server::await_waiting(&mut admin, id);
            other.batch_execute(server::UNLOCK).unwrap();
        });
    });
    assert_eq!(graph(&mut conn), Ok(SEEDED));
}
