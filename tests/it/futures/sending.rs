//! Futures, graphs and nodes between threads.

use super::{SEEDED, connect, counts, wait};
use crate::database::{Asynchronous, DB};
use crate::place::Place;
use blog::schema::{posts, users};
use blog::{Post, User, post, tokio, user};
use conjoin::connection::Async;
use conjoin::graph::Borrowed;
use conjoin::prelude::*;
use conjoin::{Graph, LoadOn, Loaded, With};
use diesel::prelude::*;
use diesel_async::AsyncConnectionCore;
use std::thread;

type WithPosts = user::Edges<Loaded<user::posts, post::Edges<NotAuthor, Loaded<post::tags>>>>;
type NotAuthor = conjoin::NotLoaded<post::author>;
type Users = Graph<User, WithPosts>;

const fn is_shared<T: Send + Sync>() {}

/// Known at compile time: what was loaded can go wherever plain rows can.
const _: () = {
    is_shared::<Users>();
    is_shared::<user::Node<'static, User, WithPosts>>();
    is_shared::<user::One<User, WithPosts>>();
    is_shared::<user::One<User, WithPosts, Borrowed<'static>>>();
    is_shared::<Graph<User, WithPosts, Borrowed<'static>>>();
    is_shared::<conjoin::Nodes<'static, Post, post::Edges>>();
    is_shared::<conjoin::graph::Iter<'static, User, WithPosts>>();
};

/// A future as `tokio::spawn` wants it.
fn sent<F: Future + Send>(future: F) -> F {
    future
}

async fn load<C: AsyncConnectionCore<Backend = DB>>(conn: &mut C) -> QueryResult<Users> {
    users::table.order_by(users::id).with(User::posts.with(Post::tags)).load(conn).await
}

/// Over any connection to any database of diesel-async.
async fn load_over_any<C>(conn: &mut C) -> QueryResult<usize>
where
    C: AsyncConnectionCore,
    With<users::table, user::posts>:
        LoadOn<'static, C, Async, Graph = Graph<User, user::Edges<Loaded<user::posts>>>>,
{
    let users = users::table.with(User::posts).load(conn).await?;
    Ok(users.iter().map(|user| user.posts().len()).sum())
}

#[test]
fn futures_of_generic_functions_can_be_sent() {
    let place = Place::new();
    wait(async {
        let mut conn = connect(&place).await;
        assert_eq!(sent(load(&mut conn)).await.unwrap().len(), 3);
        assert_eq!(sent(load_over_any(&mut conn)).await, Ok(3));
        let spawned = tokio::spawn(async move { load(&mut conn).await });
        assert_eq!(spawned.await.unwrap().unwrap().len(), 3);
    });
}

#[test]
fn futures_of_every_verb_and_kind_of_query_can_be_sent() {
    let place = Place::new();
    wait(async {
        let conn = &mut connect(&place).await;
        let boxed = users::table.filter(users::id.eq(1)).into_boxed().with(User::posts);
        assert_eq!(sent(boxed.load(conn)).await.unwrap().len(), 1);
        let titled = User::posts.filter(posts::title.like("J%")).order_by(posts::id.desc());
        let one = sent(users::table.find(1).with(titled).first(conn)).await.unwrap();
        assert_eq!(one.posts().len(), 1);
        let one = sent(users::table.find(2).with(User::profile).get_result(conn)).await.unwrap();
        assert!(one.profile().is_none());
        let joined = users::table.join(User::posts).filter(posts::id.eq(3)).with(User::posts);
        assert_eq!(sent(joined.load(conn)).await.unwrap().rows()[0].id, 2);
    });
}

#[test]
fn a_graph_and_its_nodes_are_held_across_an_await() {
    let place = Place::new();
    wait(async {
        let mut conn = connect(&place).await;
        let spawned = tokio::spawn(async move {
            let users = load(&mut conn).await?;
            let alice = users.get(0).unwrap();
            let (mut posts, all) = (alice.posts(), users.iter());
            let one = users::table.find(2).with(User::posts).first(&mut conn).await?;
            tokio::task::yield_now().await;
            let tags = posts.next().map(|post| post.tags().len());
            Ok::<_, diesel::result::Error>((alice.id, all.len(), one.posts().len(), tags.is_some()))
        });
        assert_eq!(spawned.await.unwrap(), Ok((1, 3, 1, true)));
    });
}

#[test]
fn a_graph_is_read_by_several_threads() {
    let place = Place::new();
    let users = wait(async { load(&mut connect(&place).await).await.unwrap() });
    let posts = |user: user::Node<'_, User, WithPosts>| user.posts().len();
    thread::scope(|scope| {
        let nodes = users.iter().map(|user| scope.spawn(move || posts(user)));
        let counts: Vec<_> = nodes.collect();
        let counts: Vec<_> = counts.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert_eq!(counts, SEEDED.map(|(posts, _)| posts));
    });
    // And it is given away as a whole.
    assert_eq!(thread::spawn(move || users.len()).join().unwrap(), 3);
}

#[test]
fn a_connection_moves_between_tasks_with_every_load() {
    let place = Place::new();
    wait(async {
        let mut conn: Asynchronous = connect(&place).await;
        for _ in 0..3 {
            let task = tokio::spawn(async move { (counts(&mut conn).await, conn) });
            let counts;
            (counts, conn) = task.await.unwrap();
            assert_eq!(counts.unwrap(), SEEDED);
        }
    });
}
