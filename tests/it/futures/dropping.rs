//! Futures that are dropped before they are done.
//!
//! What that does to a connection is the driver's affair. A load must make it neither better nor
//! worse than the same statements sent one after the other with diesel-async alone.

use super::pools::deadpool;
use super::{SEEDED, connect, counts, wait};
use crate::database::Asynchronous;
use crate::place::Place;
use crate::server;
use blog::schema::{post_tags, posts, tags, users};
use blog::{Post, Tag, User, tokio};
use conjoin::prelude::*;
use diesel::connection::InstrumentationEvent;
use diesel::prelude::*;
use diesel_async::pooled_connection::deadpool::Object;
use diesel_async::{AsyncConnection, RunQueryDsl};
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

/// Polls a future at most so many times, and drops it. The value, if it was done by then.
pub(crate) async fn polled<F: Future>(future: F, times: usize) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = times;
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => {
            left -= 1;
            if left == 0 { Poll::Ready(None) } else { Poll::Pending }
        }
    })
    .await
}

/// [`counts`], with two polls that are not done however fast the database answers: within a transaction, at
/// least these find it open when they are dropped.
pub(crate) async fn waiting_counts(conn: &mut Asynchronous) -> QueryResult<Vec<(usize, usize)>> {
    tokio::task::yield_now().await;
    let counts = counts(conn).await;
    tokio::task::yield_now().await;
    counts
}

/// The statements of [`counts`], one after the other.
pub(crate) async fn by_hand(conn: &mut Asynchronous) -> QueryResult<()> {
    let users: Vec<User> = users::table.order_by(users::id).load(conn).await?;
    let ids: Vec<_> = users.iter().map(|user| Some(user.id)).collect();
    let posts: Vec<Post> = posts::table.filter(posts::user_id.eq_any(ids)).load(conn).await?;
    let ids: Vec<i32> = posts.iter().map(|post| post.id).collect();
    let tags = tags::table.inner_join(post_tags::table).filter(post_tags::post_id.eq_any(ids));
    let tags: Vec<(i32, Tag)> =
        tags.select((post_tags::post_id, Tag::as_select())).load(conn).await?;
    assert_eq!(tags.len(), 4);
    Ok(())
}

/// A connection still gives right answers, to Diesel's own queries and to others.
async fn assert_usable(conn: &mut Asynchronous) {
    let plain = posts::table.select(posts::id).order_by(posts::id).load::<i32>(conn).await;
    assert_eq!(plain, Ok(vec![1, 2, 3, 4]));
    assert_eq!(counts(conn).await.unwrap(), SEEDED);
}

/// Drops something after one poll, after two, … until it is done by then.
async fn dropped_after_every_poll(code: impl AsyncFn(&mut Asynchronous) -> QueryResult<()>) {
    let place = Place::new();
    for polls in 1.. {
        let mut conn = connect(&place).await;
        let done = polled(code(&mut conn), polls).await.is_some();
        if done || server::SURVIVES_DROPS {
            assert_usable(&mut conn).await;
        }
        if done {
            return;
        }
    }
}

#[test]
fn a_dropped_load_leaves_the_connection_as_diesels_own_queries_do() {
    wait(async {
        dropped_after_every_poll(async |conn| counts(conn).await.map(drop)).await;
        dropped_after_every_poll(by_hand).await;
    });
}

/// Where connections do not survive, no pool of diesel-async finds out: its `SELECT 1` is content
/// with the answer that it finds, and whoever is next gets the answer to `SELECT 1`.
#[test]
fn a_pool_stays_usable_when_the_connection_of_a_dropped_load_is_taken_out_of_it() {
    let place = Place::new();
    wait(async {
        let pool = deadpool(&place, 1);
        for polls in 1.. {
            let mut conn = pool.get().await.unwrap();
            let done = polled(counts(&mut conn), polls).await.is_some();
            match done || server::SURVIVES_DROPS {
                true => drop(conn),
                false => drop(Object::take(conn)),
            }
            assert_usable(&mut pool.get().await.unwrap()).await;
            if done {
                break;
            }
        }
    });
}

#[test]
fn a_load_that_is_never_polled_sends_nothing() {
    let place = Place::new();
    wait(async {
        let mut conn = connect(&place).await;
        let sent = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&sent);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { .. } = event {
                counter.fetch_add(1, Ordering::Relaxed);
            }
        });
        drop(users::table.with(User::posts).load(&mut conn));
        drop(users::table.find(1).with(User::posts).first(&mut conn));
        assert_eq!(AtomicUsize::load(&sent, Ordering::Relaxed), 0);
        assert_usable(&mut conn).await;
        assert_eq!(AtomicUsize::load(&sent, Ordering::Relaxed), 4);
    });
}

#[test]
fn a_pool_does_not_hand_out_a_connection_whose_transaction_was_dropped() {
    let place = Place::new();
    wait(async {
        let pool = deadpool(&place, 1);
        for polls in 1.. {
            let mut conn = pool.get().await.unwrap();
            let inside = conn.transaction(async |conn| waiting_counts(conn).await);
            let done = polled(inside, polls).await;
            drop(conn);
            let mut conn = pool.get().await.unwrap();
            assert_eq!(counts(&mut conn).await.unwrap(), SEEDED);
            if done.is_some() {
                break;
            }
        }
    });
}
