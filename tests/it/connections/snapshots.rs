//! Snapshots over pooled connections.

use super::pools::pool;
use super::{SEEDED, counts};
use crate::place::Place;
use blog::schema::posts;
use conjoin::snapshot;
use diesel::prelude::*;
use diesel::result::Error::NotFound;
use std::panic::{AssertUnwindSafe, catch_unwind};

#[test]
fn a_snapshot_reads_over_a_pooled_connection() {
    let place = Place::new();
    let mut pooled = pool(&place, 1).get().unwrap();
    assert_eq!(snapshot(&mut pooled, counts), Ok(SEEDED.to_vec()));
    let refused = snapshot(&mut pooled, |conn| diesel::delete(posts::table).execute(conn));
    refused.unwrap_err();
    assert_eq!(counts(&mut pooled).unwrap(), SEEDED);
    assert_eq!(diesel::delete(posts::table.find(4)).execute(&mut pooled), Ok(1));
}

#[test]
fn a_pool_keeps_the_connection_of_a_snapshot_that_failed() {
    let place = Place::new();
    let pool = pool(&place, 1);
    let failed = snapshot(&mut pool.get().unwrap(), |_| Err::<(), _>(NotFound));
    assert_eq!(failed, Err(NotFound));
    let panicking = |conn: &mut _| -> QueryResult<()> {
        counts(conn)?;
        std::panic::resume_unwind(Box::new("a panic"))
    };
    // Dropped by a thread that panics, every connection is discarded.
    let mut conn = pool.get().unwrap();
    catch_unwind(AssertUnwindSafe(|| snapshot(&mut conn, panicking))).unwrap_err();
    drop(conn);
    let mut conn = pool.get().unwrap();
    assert_eq!(counts(&mut conn).unwrap(), SEEDED);
    assert_eq!(diesel::delete(posts::table.find(4)).execute(&mut conn), Ok(1));
}
