//! Snapshots over the connections of diesel-async: futures, pools, and futures that are dropped.

use super::dropping::{polled, waiting_counts};
use super::pools::{bb8, deadpool};
use super::{SEEDED, connect, counts, wait};
use crate::database::Asynchronous;
use crate::place::Place;
use blog::schema::posts;
use blog::tokio;
use conjoin::snapshot_async;
use diesel::prelude::*;
use diesel::result::Error::{BrokenTransactionManager, NotFound};
use diesel_async::pooled_connection::deadpool::Object;
use diesel_async::{AsyncConnection, RunQueryDsl};
use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::task::Poll;

/// Statements are as free as they were before: one may write, and no transaction is open.
async fn assert_over(conn: &mut Asynchronous) {
    assert_eq!(counts(conn).await.unwrap(), SEEDED);
    let written = conn.transaction::<(), _, _>(async |conn| {
        diesel::delete(posts::table.find(4)).execute(conn).await?;
        Err(NotFound)
    });
    assert_eq!(written.await, Err(NotFound));
    // Which panics in a transaction.
    conn.begin_test_transaction().await.unwrap();
}

#[test]
fn writes_are_refused_in_a_snapshot() {
    let place = Place::new();
    wait(async {
        let mut conn = connect(&place).await;
        let refused = snapshot_async(&mut conn, async |conn| {
            diesel::delete(posts::table).execute(conn).await
        });
        refused.await.unwrap_err();
        assert_over(&mut conn).await;
    });
}

#[test]
fn an_error_ends_a_snapshot() {
    let place = Place::new();
    wait(async {
        let mut conn = connect(&place).await;
        let failed =
            snapshot_async(&mut conn, async |conn| counts(conn).await.and(Err::<(), _>(NotFound)));
        assert_eq!(failed.await, Err(NotFound));
        assert_over(&mut conn).await;
    });
}

#[test]
fn a_panic_ends_a_snapshot_and_goes_on() {
    let place = Place::new();
    wait(async {
        let mut conn = connect(&place).await;
        let spawned = tokio::spawn(async move {
            let panicking = async |conn: &mut _| -> QueryResult<()> {
                counts(conn).await?;
                resume_unwind(Box::new("a panic"))
            };
            let panic = panic_of(snapshot_async(&mut conn, panicking)).await;
            assert_eq!(panic.downcast_ref(), Some(&"a panic"));
            assert_over(&mut conn).await;
        });
        spawned.await.unwrap();
    });
}

/// What a future panics with.
async fn panic_of<F: Future>(future: F) -> Box<dyn Any + Send> {
    let mut future = pin!(future);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(_)) => panic!("it did not panic"),
        Err(panic) => Poll::Ready(panic),
    })
    .await
}

#[test]
fn snapshots_nest() {
    let place = Place::new();
    wait(async {
        let mut conn = connect(&place).await;
        let nested = snapshot_async(&mut conn, async |conn| {
            let failed = snapshot_async(conn, async |_| Err::<(), _>(NotFound)).await;
            assert_eq!(failed, Err(NotFound));
            snapshot_async(conn, async |conn| counts(conn).await).await
        });
        assert_eq!(nested.await, Ok(SEEDED.to_vec()));
        assert_over(&mut conn).await;
    });
}

#[test]
fn a_snapshot_reads_over_the_pools() {
    let place = Place::new();
    wait(async {
        let deadpool = deadpool(&place, 1);
        let mut conn = deadpool.get().await.unwrap();
        let read = snapshot_async(&mut conn, async |conn| counts(conn).await).await;
        assert_eq!(read, Ok(SEEDED.to_vec()));
        assert_over(&mut conn).await;
        let bb8 = bb8(&place, 1).await;
        let mut conn = bb8.get().await.unwrap();
        let read = snapshot_async(&mut conn, async |conn| counts(conn).await).await;
        assert_eq!(read, Ok(SEEDED.to_vec()));
        assert_over(&mut conn).await;
    });
}

#[test]
fn a_dropped_snapshot_marks_its_connection_as_broken() {
    let place = Place::new();
    wait(async {
        for polls in 1.. {
            let mut conn = connect(&place).await;
            let snapshot = snapshot_async(&mut conn, async |conn| waiting_counts(conn).await);
            if polled(snapshot, polls).await.is_some() {
                assert!(polls > 2, "nothing was dropped");
                assert_over(&mut conn).await;
                break;
            }
            let refused = conn.transaction(async |conn| counts(conn).await).await;
            assert!(matches!(refused, Err(BrokenTransactionManager)), "{refused:?}");
        }
    });
}

#[test]
fn a_pool_does_not_hand_out_a_connection_whose_snapshot_was_dropped() {
    let place = Place::new();
    wait(async {
        let pool = deadpool(&place, 1);
        for polls in 1.. {
            let mut conn = pool.get().await.unwrap();
            let snapshot = snapshot_async(&mut conn, async |conn| waiting_counts(conn).await);
            let done = polled(snapshot, polls).await.is_some();
            drop(conn);
            // Taken out of the pool, as it is left with an open transaction.
            assert_over(&mut Object::take(pool.get().await.unwrap())).await;
            if done {
                break;
            }
        }
    });
}
