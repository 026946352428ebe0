//! Several loads at a time, each over a connection of its own.

use super::pools::{bb8, deadpool};
use super::{SEEDED, connect, counts, wait};
use crate::place::Place;
use blog::schema::{posts, tags, users};
use blog::{Post, Tag, User, tokio};
use conjoin::prelude::*;
use diesel_async::AsyncConnection;

#[test]
fn different_graphs_load_at_the_same_time() {
    let place = Place::new();
    wait(async {
        let (mut a, mut b, mut c) = tokio::join!(connect(&place), connect(&place), connect(&place));
        let (users, posts, tags) = tokio::try_join!(
            users::table.with(User::posts.with(Post::tags)).load(&mut a),
            posts::table.with(Post::author).load(&mut b),
            tags::table.with(Tag::posts).load(&mut c),
        )
        .unwrap();
        assert_eq!((users.len(), posts.len(), tags.len()), (3, 4, 3));
    });
}

#[test]
fn more_loads_than_a_pool_has_connections_wait_for_each_other() {
    let place = Place::new();
    wait(async {
        let (deadpool, bb8) = (deadpool(&place, 2), bb8(&place, 2).await);
        let mut loads = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (deadpool, bb8) = (deadpool.clone(), bb8.clone());
            loads.spawn(async move { counts(&mut deadpool.get().await.unwrap()).await });
            loads.spawn(async move { counts(&mut bb8.get().await.unwrap()).await });
        }
        let counts = loads.join_all().await;
        assert_eq!(counts.len(), 16);
        assert!(counts.into_iter().all(|counts| counts.unwrap() == SEEDED));
    });
}

#[test]
fn loads_in_transactions_run_at_the_same_time() {
    let place = Place::new();
    wait(async {
        let (mut a, mut b) = tokio::join!(connect(&place), connect(&place));
        let both = tokio::try_join!(
            a.transaction(async |conn| counts(conn).await),
            b.transaction(async |conn| users::table.with(User::profile).load(conn).await),
        );
        let (counts, users) = both.unwrap();
        assert_eq!(counts, SEEDED);
        assert_eq!(users.iter().filter(|user| user.profile().is_some()).count(), 1);
    });
}
