//! Joins on conditions, aggregates and subqueries: `.on(…)`.

use crate::suite::world::world;
use blog::schema::{posts, profiles, tags, users};
use blog::{Post, Tag, User};
use conjoin::prelude::*;
use diesel::dsl::{exists, max, not};
use diesel::prelude::*;

#[test]
fn an_outer_join_is_on_the_latest_row() {
    let (mut conn, world) = world();
    let latest = User::posts.on(posts::id.nullable().eq(User::posts.max(posts::id)));
    let by_aggregate: Vec<(i32, Option<i32>)> = users::table
        .outer_join(latest)
        .order_by(users::id)
        .select((users::id, posts::id.nullable()))
        .load(conn.diesel())
        .unwrap();
    let expected = world
        .users
        .iter()
        .map(|user| (user.id, world.posts_of(user).iter().map(|post| post.id).max()));
    assert!(expected.eq(by_aggregate.iter().copied()));
    let others = diesel::alias!(posts as others);
    let theirs = others.filter(others.field(posts::user_id).eq(users::id.nullable()));
    let latest = theirs.select(max(others.field(posts::id))).single_value();
    let by_subquery: Vec<(i32, Option<i32>)> = users::table
        .outer_join(User::posts.on(posts::id.nullable().eq(latest)))
        .order_by(users::id)
        .select((users::id, posts::id.nullable()))
        .load(conn.diesel())
        .unwrap();
    assert_eq!(by_subquery, by_aggregate);
    let later = others
        .filter(others.field(posts::user_id).eq(posts::user_id))
        .filter(others.field(posts::id).gt(posts::id));
    let by_condition: Vec<(i32, Option<i32>)> = users::table
        .outer_join(User::posts.on(not(exists(later))))
        .order_by(users::id)
        .select((users::id, posts::id.nullable()))
        .load(conn.diesel())
        .unwrap();
    assert_eq!(by_condition, by_aggregate);
}

#[test]
fn an_outer_join_is_on_rows_with_related_rows() {
    let (mut conn, world) = world();
    let about = User::posts.on(Post::tags.any(tags::name.eq("rust")).and(Post::tags.count().gt(1)));
    let rows: Vec<(User, Option<Post>)> = users::table
        .outer_join(about)
        .order_by((users::id, posts::title.desc()))
        .select(<(User, Option<Post>)>::as_select())
        .load(conn.diesel())
        .unwrap();
    let is_about = |post: &Post| {
        let tags = world.tags_of(post);
        tags.len() > 1 && tags.iter().any(|tag| tag.name == "rust")
    };
    let mut expected = Vec::new();
    for user in &world.users {
        let posts: Vec<Post> = world.posts_of(user).into_iter().filter(is_about).collect();
        let none = posts.is_empty().then_some((user.clone(), None));
        expected.extend(none);
        expected.extend(posts.into_iter().map(|post| (user.clone(), Some(post))));
    }
    assert!(expected.iter().any(|(_, post)| post.is_some()));
    assert!(expected.iter().any(|(user, post)| post.is_none() && !world.posts_of(user).is_empty()));
    assert_eq!(rows, expected);
}

#[test]
fn a_subquery_decides_over_pairs_and_under_aliases() {
    let (mut conn, world) = world();
    let known = || profiles::table.select(profiles::user_id);
    let pairs: Vec<(Post, Option<Tag>)> = posts::table
        .outer_join(Post::tags.on(posts::user_id.assume_not_null().eq_any(known())))
        .order_by((posts::id, tags::name))
        .select(<(Post, Option<Tag>)>::as_select())
        .load(conn.diesel())
        .unwrap();
    let is_known =
        |post: &Post| world.author_of(post).and_then(|it| world.profile_of(&it)).is_some();
    for post in &world.posts {
        let found = pairs.iter().filter(|pair| pair.0 == *post).filter_map(|pair| pair.1.clone());
        let expected = if is_known(post) { world.tags_of(post) } else { Vec::new() };
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }
    let authors = diesel::alias!(users as authors);
    let theirs = Post::author.to(authors).on(authors.field(users::id).eq_any(known()));
    let rows: Vec<(Post, Option<User>)> = posts::table
        .outer_join(theirs)
        .order_by(posts::id)
        .select((Post::as_select(), Option::<User>::as_select_from(authors)))
        .load(conn.diesel())
        .unwrap();
    for (post, author) in rows {
        assert_eq!(author, world.author_of(&post).filter(|_| is_known(&post)));
    }
}
