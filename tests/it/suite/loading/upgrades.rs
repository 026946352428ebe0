//! Relations that are loaded for rows in hand.

use crate::suite::world::{sent, world};
use blog::schema::{posts, tags, users};
use blog::{Post, Tag, User, post, user};
use conjoin::prelude::*;
use conjoin::{Graph, Loaded, assert_statements};
use diesel::prelude::*;

#[test]
fn rows_in_hand_are_not_read_again_and_do_not_move() {
    let (mut conn, world) = world();
    let rows: Vec<User> = users::table.order_by(users::id).load(conn.diesel()).unwrap();
    let place = rows.as_ptr();
    let (users, of_posts) =
        sent(&mut conn, |conn| rows.with(User::posts.with(Post::tags)).load(conn));
    assert_eq!(of_posts.len(), 2);
    assert_eq!(users.rows().as_ptr(), place);
    let posts: *const Post = users.iter().find_map(|user| user.posts().next()).unwrap().row();
    let (users, of_profile) = sent(&mut conn, |conn| users.with(User::profile).load(conn));
    assert_eq!(of_profile.len(), 1);
    assert!(of_profile[0].contains("FROM `profiles`"), "{of_profile:?}");
    assert_eq!(users.rows().as_ptr(), place);
    assert_eq!(
        users.iter().find_map(|user| user.posts().next()).unwrap().row() as *const Post,
        posts
    );
    for (user, row) in users.iter().zip(&world.users) {
        assert_eq!(user.posts().len(), world.posts_of(row).len());
        assert_eq!(user.profile().map(|profile| profile.row().clone()), world.profile_of(row));
    }
}

#[test]
fn an_upgraded_graph_is_the_one_of_a_single_load() {
    let (mut conn, _) = world();
    let query = || users::table.order_by(users::id);
    let posts =
        || User::posts.order_by(posts::id).with(Post::tags.order_by(tags::id).with(Tag::posts));
    let at_once: Graph<User, user::Edges<_, Loaded<user::profile>>> =
        query().with(posts()).with(User::profile).load(&mut conn).unwrap();
    let rows: Vec<User> = query().load(conn.diesel()).unwrap();
    let together = rows.clone().with(User::profile).with(posts()).load(&mut conn).unwrap();
    assert_eq!(together, at_once);
    let profiles = query().with(User::profile).load(&mut conn).unwrap();
    assert_eq!(profiles.with(posts()).load(&mut conn).unwrap(), at_once);
    let one_by_one = rows.with(posts()).load(&mut conn).unwrap();
    assert_eq!(one_by_one.with(User::profile).load(&mut conn).unwrap(), at_once);
}

#[test]
fn a_single_row_stays_one() {
    let (mut conn, world) = world();
    let alice = users::table.find(1).with(User::profile).first(&mut conn).unwrap();
    let latest = User::posts.order_by(posts::title.desc()).per_parent(1);
    let alice = assert_statements!(1, &mut conn, |conn| alice.with(latest).load(conn)).unwrap();
    assert!(alice.profile().is_some());
    assert!(alice.posts().rows().eq(world.posts_of(&world.users[0]).iter().take(1)));
}

#[test]
fn no_rows_ask_for_nothing() {
    let (mut conn, _) = world();
    let rows: Vec<User> = Vec::new();
    let users = assert_statements!(0, &mut conn, |conn| rows.with(User::posts).load(conn)).unwrap();
    assert!(users.is_empty());
}

#[test]
fn what_was_loaded_in_part_stays_in_part() {
    let (mut conn, _) = world();
    let plan = User::posts.filter(posts::id.gt(3)).with(Post::author);
    let users = users::table.order_by(users::id).with(plan).load(&mut conn).unwrap();
    let before = users.clone();
    let users = users.with(User::profile).load(&mut conn).unwrap();
    for (user, before) in users.iter().zip(&before) {
        assert!(user.posts().rows().eq(before.posts().rows()));
    }
}

#[test]
fn rows_in_hand_take_conditions() {
    let (mut conn, _) = world();
    let users: Graph<User, user::Edges<Option<Loaded<user::posts>>>> = {
        let rows: Vec<User> = users::table.load(conn.diesel()).unwrap();
        rows.with_if(false, User::posts).load(&mut conn).unwrap()
    };
    let users =
        users.with_if(true, User::profile.with(blog::Profile::user)).load(&mut conn).unwrap();
    assert!(users.iter().all(|user| user.posts().is_none() && user.profile().is_some()));
}

/// A function that adds what it needs.
fn tagged(users: Vec<User>) -> impl FnOnce(&mut crate::suite::conn::Conn) -> QueryResult<usize> {
    |conn| {
        let users = users.with(User::posts.with(Post::tags)).load(conn)?;
        fn count(user: impl Has<user::posts, Child: Has<post::tags>>) -> usize {
            user.get(User::posts).filter(|post| post.get(Post::tags).len() > 0).count()
        }
        Ok(users.iter().map(count).sum())
    }
}

#[test]
fn what_was_added_satisfies_a_demand() {
    let (mut conn, world) = world();
    let rows: Vec<User> = users::table.load(conn.diesel()).unwrap();
    let written = world.posts.iter().filter(|post| post.user_id.is_some());
    let expected = written.filter(|post| !world.tags_of(post).is_empty()).count();
    assert_eq!(tagged(rows)(&mut conn).unwrap(), expected);
}
