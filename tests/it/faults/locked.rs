//! A lock of another connection, in which a statement in the middle of a graph runs.

use super::{Outcome, Reads, SEEDED, Sent, before, by_hand, connect, graph};
use crate::connection_kind::Inner;
use crate::database::Blocking;
use crate::place::Place;
use crate::server;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::Error;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

/// Another connection, which locks and unlocks.
#[derive(Clone)]
struct Other(Arc<Mutex<Blocking>>);

impl Other {
    fn new(place: &Place) -> Self {
        Other(Arc::new(Mutex::new(place.connect())))
    }

    fn say(&self, sql: &str) {
        self.0.lock().unwrap().batch_execute(sql).unwrap();
    }

    /// Locks right before a statement of `conn`.
    fn locks_before(&self, conn: &mut Inner, number: usize) -> Sent {
        let other = self.clone();
        before(conn, number, move || other.say(&server::lock("posts")))
    }
}

/// A connection that does not wait for locks for long.
fn impatient(place: &Place) -> Inner {
    let mut conn = connect(place);
    conn.batch_execute(server::IMPATIENT).unwrap();
    conn
}

fn says_so(error: &Error) -> bool {
    error.to_string().contains(server::TIMED_OUT)
}

fn outside(reads: Reads) -> Outcome {
    let place = Place::new();
    let (mut conn, other) = (impatient(&place), Other::new(&place));
    let sent = other.locks_before(&mut conn, 2);
    let result = reads(&mut conn);
    other.say(server::UNLOCK);
    let (outcome, error) = Outcome::of(&mut conn, &sent, reads, result);
    assert!(says_so(&error), "{error:?}");
    outcome
}

#[test]
fn a_lock_that_is_not_had_in_time_is_one_error_and_the_connection_stays_usable() {
    let outcome = outside(graph);
    assert_eq!((outcome.sent, outcome.broken, outcome.usable), (2, false, true));
    assert_eq!(outcome, outside(by_hand));
}

/// Also, whether the transaction could go on after the error.
fn inside(reads: Reads) -> (Outcome, bool) {
    let place = Place::new();
    let (mut conn, other) = (impatient(&place), Other::new(&place));
    let sent = other.locks_before(&mut conn, server::BLOCKED_IN_TRANSACTION);
    let mut goes_on = false;
    let result = conn.transaction(|conn| {
        let result = reads(conn);
        other.say(server::UNLOCK);
        // The count is of what was sent until then.
        let until_then = sent.load(Ordering::Relaxed);
        goes_on = reads(conn).is_ok();
        sent.store(until_then, Ordering::Relaxed);
        result
    });
    let (outcome, error) = Outcome::of(&mut conn, &sent, reads, result);
    assert!(says_so(&error), "{error:?}");
    (outcome, goes_on)
}

#[test]
fn a_transaction_fails_with_the_lock_and_can_be_tried_again() {
    let (outcome, goes_on) = inside(graph);
    assert_eq!(outcome.sent, server::BLOCKED_IN_TRANSACTION);
    assert_eq!((outcome.broken, outcome.usable), (false, true));
    assert_eq!(goes_on, !server::ABORTS);
    assert_eq!((outcome, goes_on), inside(by_hand));
}

#[test]
fn a_savepoint_takes_the_failed_graph_back_and_the_transaction_goes_on() {
    let place = Place::new();
    let (mut conn, other) = (impatient(&place), Other::new(&place));
    other.locks_before(&mut conn, server::BLOCKED_IN_TRANSACTION);
    let result = conn.transaction(|conn| {
        let failed = conn.transaction(graph);
        assert!(failed.is_err_and(|error| says_so(&error)));
        other.say(server::UNLOCK);
        graph(conn)
    });
    assert_eq!(result, Ok(SEEDED));
    assert_eq!(graph(&mut conn), Ok(SEEDED));
}
