//! Random changes of links, against the same changes of a set in memory.

use crate::database::CASES;
use crate::suite::conn::Conn;
use crate::suite::world::{World, world};
use crate::suite::writing::links::links;
use blog::{Post, Tag};
use conjoin::prelude::*;
use diesel::QueryResult;
use proptest::prelude::*;
use proptest::sample::subsequence;
use proptest::test_runner::{Config, TestRunner};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// A change, from which side, of which posts and tags.
#[derive(Debug, Clone)]
struct Change {
    action: Action,
    by_tags: bool,
    posts: Vec<usize>,
    tags: Vec<usize>,
}

#[derive(Debug, Clone, Copy)]
enum Action {
    Link,
    Unlink,
    Set,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let action = prop_oneof![Just(Action::Link), Just(Action::Unlink), Just(Action::Set)];
    let posts = subsequence((0..6).collect::<Vec<_>>(), 0..=4);
    let tags = subsequence((0..5).collect::<Vec<_>>(), 0..=4);
    let change = (action, any::<bool>(), posts, tags);
    let change =
        change.prop_map(|(action, by_tags, posts, tags)| Change { action, by_tags, posts, tags });
    prop::collection::vec(change, 1..12)
}

fn in_memory(links: &mut BTreeSet<(i32, i32)>, change: &Change, world: &World) {
    let posts: Vec<i32> = change.posts.iter().map(|&place| world.posts[place].id).collect();
    let tags: Vec<i32> = change.tags.iter().map(|&place| world.tags[place].id).collect();
    let pairs = posts.iter().flat_map(|&post| tags.iter().map(move |&tag| (post, tag)));
    match change.action {
        Action::Unlink => {
            links.retain(|&(post, tag)| !(posts.contains(&post) && tags.contains(&tag)))
        }
        Action::Link => links.extend(pairs),
        Action::Set => {
            links.retain(|(post, tag)| match change.by_tags {
                true => !tags.contains(tag),
                false => !posts.contains(post),
            });
            links.extend(pairs);
        }
    }
}

fn in_database(conn: &mut Conn, change: &Change, world: &World) -> QueryResult<()> {
    let posts: Vec<&Post> = change.posts.iter().map(|&place| &world.posts[place]).collect();
    let tags: Vec<&Tag> = change.tags.iter().map(|&place| &world.tags[place]).collect();
    match (change.action, change.by_tags) {
        (Action::Link, false) => posts.link(Post::tags, tags).execute(conn),
        (Action::Link, true) => tags.link(Tag::posts, posts).execute(conn),
        (Action::Unlink, false) => posts.unlink(Post::tags, tags).execute(conn).map(|_: usize| ()),
        (Action::Unlink, true) => tags.unlink(Tag::posts, posts).execute(conn).map(|_: usize| ()),
        (Action::Set, false) => posts.set(Post::tags, tags).execute(conn),
        (Action::Set, true) => tags.set(Tag::posts, posts).execute(conn),
    }
}

#[test]
fn random_changes_are_those_of_a_set_of_pairs() {
    let (conn, world) = world();
    let conn = RefCell::new(conn);
    let compare = |changes: Vec<Change>| {
        let conn = &mut *conn.borrow_mut();
        let mut expected: BTreeSet<_> = links(conn).into_iter().collect();
        for change in &changes {
            in_memory(&mut expected, change, &world);
            in_database(conn, change, &world).unwrap();
            prop_assert!(expected.iter().eq(&links(conn)), "{change:?}");
        }
        Ok(())
    };
    // It is the same SQL over async connections.
    let cases = if crate::connection_kind::ASYNC { CASES / 10 } else { CASES };
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&changes(), compare).unwrap();
}
