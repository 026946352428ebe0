//! Without prepared statements that are kept, as behind pgbouncer in transaction mode.

use super::{SEEDED, counts};
use crate::place::Place;
use blog::User;
use blog::schema::users;
use conjoin::prelude::*;
use diesel::connection::{CacheSize, InstrumentationEvent};
use diesel::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The number of statements that loads keep prepared for later.
fn kept(size: CacheSize) -> usize {
    let place = Place::new();
    let conn = &mut place.connect();
    conn.set_prepared_statement_cache_size(size);
    let kept = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&kept);
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::CacheQuery { .. } = event {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    });
    for _ in 0..2 {
        assert_eq!(counts(conn).unwrap(), SEEDED);
        let alice = users::table.find(1).with(User::posts).with(User::profile).first(conn).unwrap();
        assert_eq!((alice.posts().len(), alice.profile().is_some()), (2, true));
    }
    kept.load(Ordering::Relaxed)
}

#[test]
fn relations_load_without_a_cache_of_prepared_statements() {
    assert_eq!(kept(CacheSize::Disabled), 0);
    assert!(kept(CacheSize::Unbounded) > 0);
}
