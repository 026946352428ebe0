//! The pools of diesel-async, deadpool and bb8.

use super::{SEEDED, counts, wait};
use crate::database::Asynchronous;
use crate::place::Place;
use blog::schema::{posts, users};
use blog::{Post, User, tokio};
use conjoin::prelude::*;
use diesel::prelude::*;
use diesel::result::Error::RollbackTransaction;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, bb8, deadpool};
use diesel_async::{AsyncConnection, RunQueryDsl};
use std::ops::{Deref, DerefMut};

type Manager = AsyncDieselConnectionManager<Asynchronous>;

pub(crate) fn deadpool(place: &Place, size: usize) -> deadpool::Pool<Asynchronous> {
    deadpool::Pool::builder(Manager::new(&place.url)).max_size(size).build().unwrap()
}

pub(crate) async fn bb8(place: &Place, size: u32) -> bb8::Pool<Asynchronous> {
    bb8::Pool::builder().max_size(size).build(Manager::new(&place.url)).await.unwrap()
}

#[test]
fn relations_load_over_a_connection_of_deadpool() {
    let place = Place::new();
    wait(async {
        let mut conn = deadpool(&place, 1).get().await.unwrap();
        assert_eq!(counts(&mut conn).await.unwrap(), SEEDED);
        let users = users::table.with(User::posts).with(User::profile).load(&mut conn).await;
        assert_eq!(users.unwrap().len(), 3);
        let post = posts::table.find(1).with(Post::author).first(&mut conn).await.unwrap();
        assert_eq!(post.author().map(|author| author.id), Some(1));
        let bob = users::table.find(2).with(User::posts).get_result(&mut conn).await.unwrap();
        assert_eq!(bob.posts().len(), 1);
        let nobody = users::table.find(9).with(User::posts).first(&mut conn).await.optional();
        assert!(nobody.unwrap().is_none());
    });
}

#[test]
fn relations_load_over_a_connection_of_bb8() {
    let place = Place::new();
    wait(async {
        let pool = bb8(&place, 1).await;
        let mut conn = pool.get().await.unwrap();
        assert_eq!(counts(&mut conn).await.unwrap(), SEEDED);
        let users = users::table.with(User::posts).with(User::profile).load(&mut conn).await;
        assert_eq!(users.unwrap().len(), 3);
        let post = posts::table.find(1).with(Post::author).first(&mut *conn).await.unwrap();
        assert_eq!(post.author().map(|author| author.id), Some(1));
    });
}

#[test]
fn a_graph_outlives_the_connection_that_went_back_to_its_pool() {
    let place = Place::new();
    wait(async {
        let pool = deadpool(&place, 1);
        let mut graphs = Vec::new();
        // The only connection was given back, or the second load would wait for it in vain.
        for _ in 0..2 {
            let mut conn = pool.get().await.unwrap();
            graphs.push(users::table.find(1).with(User::posts).load(&mut conn).await.unwrap());
        }
        assert_eq!(graphs[0], graphs[1]);
        assert_eq!(graphs[0].get(0).unwrap().posts().len(), 2);
    });
}

#[test]
fn relations_load_inside_a_transaction_of_a_pooled_connection() {
    let place = Place::new();
    wait(async {
        let mut conn = deadpool(&place, 1).get().await.unwrap();
        let inside = conn
            .transaction(async |conn| {
                diesel::update(posts::table).set(posts::user_id.eq(3)).execute(conn).await?;
                assert_eq!(counts(conn).await?, [(0, 0), (0, 0), (4, 4)]);
                let users = users::table.with(User::posts).load(conn).await?;
                assert_eq!(users.len(), 3);
                Err::<(), _>(RollbackTransaction)
            })
            .await;
        assert_eq!(inside, Err(RollbackTransaction));
        assert_eq!(counts(&mut conn).await.unwrap(), SEEDED);
    });
}

#[test]
fn relations_load_inside_a_test_transaction() {
    let place = Place::new();
    wait(async {
        let pool = bb8(&place, 1).await;
        let mut conn = pool.get().await.unwrap();
        conn.begin_test_transaction().await.unwrap();
        diesel::delete(posts::table.find(4)).execute(&mut conn).await.unwrap();
        assert_eq!(counts(&mut conn).await.unwrap(), SEEDED);
    });
    let all = wait(async {
        let mut conn = super::connect(&place).await;
        posts::table.with(Post::author).load(&mut conn).await.unwrap()
    });
    assert_eq!(all.len(), 4);
}

#[test]
fn a_load_that_owns_its_pooled_connection_can_be_spawned() {
    let place = Place::new();
    wait(async {
        let pool = deadpool(&place, 2);
        let load = || async {
            let mut conn = pool.get().await.unwrap();
            tokio::spawn(async move { counts(&mut conn).await }).await.unwrap()
        };
        let (a, b, c) = tokio::join!(load(), load(), load());
        for counts in [a, b, c] {
            assert_eq!(counts.unwrap(), SEEDED);
        }
        let mut owned = bb8(&place, 1).await.get_owned().await.unwrap();
        let users = users::table.with(User::posts);
        let users = tokio::spawn(async move { users.load(&mut owned).await });
        assert_eq!(users.await.unwrap().unwrap().len(), 3);
    });
}

/// An application's own type around a connection.
struct Session {
    conn: deadpool::Object<Asynchronous>,
}

impl Deref for Session {
    type Target = Asynchronous;

    fn deref(&self) -> &Self::Target {
        &self.conn
    }
}

impl DerefMut for Session {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.conn
    }
}

#[test]
fn relations_load_over_an_applications_own_connection_type() {
    let place = Place::new();
    wait(async {
        let mut session = Session { conn: deadpool(&place, 1).get().await.unwrap() };
        assert_eq!(counts(&mut session).await.unwrap(), SEEDED);
        let users = users::table.with(User::posts).load(&mut session).await.unwrap();
        assert_eq!(users.len(), 3);
        let inside = session.transaction(async |session| counts(session).await).await;
        assert_eq!(inside.unwrap(), SEEDED);
    });
}
