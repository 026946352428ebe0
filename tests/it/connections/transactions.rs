//! Relations in transactions, and what a load does to its connection.

use super::{SEEDED, counts};
use crate::place::Place;
use crate::suite::world::world;
use blog::User;
use blog::schema::{posts, users};
use conjoin::assert_statements;
use conjoin::prelude::*;
use diesel::connection::{Instrumentation, InstrumentationEvent};
use diesel::prelude::*;
use diesel::result::Error::RollbackTransaction;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn relations_load_inside_a_transaction() {
    let (mut conn, _) = world();
    let conn = conn.diesel();
    let before = counts(conn).unwrap();
    let inside = conn.transaction(|conn| {
        diesel::update(posts::table).set(posts::user_id.eq(3)).execute(conn)?;
        let counts = counts(conn)?;
        assert_eq!(counts[2].0, 40);
        Err::<(), _>(RollbackTransaction)
    });
    assert_eq!(inside, Err(RollbackTransaction));
    assert_eq!(counts(conn).unwrap(), before);
}

#[test]
fn relations_load_inside_a_savepoint() {
    let place = Place::new();
    let conn = &mut place.connect();
    let counted = conn.transaction(|conn| {
        let undone = conn.transaction(|conn| {
            diesel::update(posts::table).set(posts::user_id.eq(2)).execute(conn)?;
            assert_eq!(counts(conn)?[1].0, 4);
            Err::<(), _>(RollbackTransaction)
        });
        assert_eq!(undone, Err(RollbackTransaction));
        counts(conn)
    });
    assert_eq!(counted.unwrap(), SEEDED);
}

#[test]
fn a_graph_outlives_its_connection_and_its_transaction() {
    let (mut conn, _) = world();
    let load = |conn: &mut _| users::table.with(User::posts).load(conn);
    let users = conn.diesel().transaction(load).unwrap();
    drop(conn);
    assert!(users.iter().any(|user| user.posts().len() > 1));
}

#[test]
fn relations_load_inside_a_test_transaction() {
    let place = Place::new();
    let mut conn = place.connect();
    conn.begin_test_transaction().unwrap();
    diesel::delete(posts::table.find(4)).execute(&mut conn).unwrap();
    assert_eq!(counts(&mut conn).unwrap(), SEEDED);
    assert_statements!(3, &mut conn, counts).unwrap();
    let counted = place.connect().test_transaction::<_, diesel::result::Error, _>(counts);
    assert_eq!(counted, SEEDED);
}

#[derive(Clone, Default)]
struct Counter(Arc<AtomicUsize>);

impl Instrumentation for Counter {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { .. } = event {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[test]
fn loading_leaves_the_instrumentation_of_a_connection_alone() {
    let (mut conn, _) = world();
    let conn = conn.diesel();
    let counter = Counter::default();
    conn.set_instrumentation(counter.clone());
    counts(conn).unwrap();
    assert_eq!(counter.0.load(Ordering::Relaxed), 3);
    users::table.find(1).with(User::profile).first(conn).unwrap();
    assert_eq!(counter.0.load(Ordering::Relaxed), 5);
}
