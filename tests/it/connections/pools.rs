//! Diesel's pool, r2d2.

use super::{SEEDED, counts};
use crate::database::Blocking;
use crate::place::Place;
use blog::schema::{posts, users};
use blog::{Post, User};
use conjoin::assert_statements;
use conjoin::prelude::*;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool, TestCustomizer};
use std::thread;

pub(crate) type Manager = ConnectionManager<Blocking>;

pub(crate) fn pool(place: &Place, size: u32) -> Pool<Manager> {
    // No more threads than connections, and none before it is needed.
    let pool = Pool::builder().max_size(size).min_idle(Some(0));
    pool.build(Manager::new(&place.url)).unwrap()
}

#[test]
fn relations_load_over_a_pooled_connection() {
    let place = Place::new();
    let mut pooled = pool(&place, 1).get().unwrap();
    assert_eq!(counts(&mut pooled).unwrap(), SEEDED);
    let users = users::table.filter(users::id.le(2)).with(User::profile).with(User::posts);
    let users = assert_statements!(3, &mut pooled, |conn| users.load(conn)).unwrap();
    assert_eq!(users.len(), 2);
    let first = posts::table.find(1).with(Post::author).first(&mut pooled).unwrap();
    assert_eq!(first.author().map(|author| author.id), Some(1));
    let alice = users.rows().iter().find(|user| user.id == 1).unwrap();
    let count = alice.related(User::posts).count().get_result::<i64>(&mut pooled);
    assert_eq!(count, Ok(2));
}

#[test]
fn a_graph_outlives_the_connection_that_went_back_to_its_pool() {
    let place = Place::new();
    let pool = pool(&place, 1);
    let load = || users::table.find(1).with(User::posts).load(&mut pool.get().unwrap()).unwrap();
    // The only connection was given back, or the second load would wait for it in vain.
    let (first, second) = (load(), load());
    assert_eq!(first, second);
}

#[test]
fn several_threads_load_over_one_pool() {
    let place = Place::new();
    let pool = pool(&place, 3);
    thread::scope(|scope| {
        let load = || scope.spawn(|| counts(&mut pool.get().unwrap()).unwrap());
        let threads: Vec<_> = (0..6).map(|_| load()).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), SEEDED);
        }
    });
}

#[test]
fn relations_load_over_a_pool_of_test_transactions() {
    let place = Place::new();
    let pool = Pool::builder().max_size(1).connection_customizer(Box::new(TestCustomizer));
    let pool = pool.build(Manager::new(&place.url)).unwrap();
    diesel::delete(posts::table.find(4)).execute(&mut pool.get().unwrap()).unwrap();
    let all = posts::table.with(Post::author).load(&mut pool.get().unwrap()).unwrap();
    assert_eq!(all.len(), 3);
    drop(pool);
    // It was never committed.
    let all = posts::table.with(Post::author).load(&mut place.connect()).unwrap();
    assert_eq!(all.len(), 4);
}
