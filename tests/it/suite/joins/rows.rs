//! Joins through every relation in both directions, against the rows in memory.

use crate::database::DB;
use crate::suite::world::{World, world};
use blog::schema::{posts, profiles, tags, users};
use blog::{Post, Profile, Tag, User};
use conjoin::prelude::*;
use diesel::dsl::{count, count_star};
use diesel::prelude::*;
use std::fmt::Debug;

/// The pairs of a relation, sorted: each row with each of its related rows.
fn pairs<A: Clone, B>(rows: &[A], related: impl Fn(&A) -> Vec<B>) -> Vec<(A, B)> {
    let of = |row: &A| related(row).into_iter().map(|other| (row.clone(), other)).collect();
    rows.iter().flat_map(|row| -> Vec<(A, B)> { of(row) }).collect()
}

/// As [`pairs`], but a row without related rows is there once.
fn outer_pairs<A: Clone, B>(rows: &[A], related: impl Fn(&A) -> Vec<B>) -> Vec<(A, Option<B>)> {
    pairs(rows, |row| {
        let related = related(row);
        if related.is_empty() { vec![None] } else { related.into_iter().map(Some).collect() }
    })
}

#[track_caller]
fn same<T: Debug + PartialEq>(mut found: Vec<T>, mut expected: Vec<T>) {
    found.sort_by_cached_key(|row| format!("{row:?}"));
    expected.sort_by_cached_key(|row| format!("{row:?}"));
    assert_eq!(found, expected);
}

/// Joins through a relation, inner and outer, and compares the pairs of models.
macro_rules! joined {
    ($model:ident::$relation:ident, $target:ident, $table:ident, |$world:ident, $row:ident| $related:expr) => {
        let (mut conn, world) = world();
        let $world = &world;
        let related = |$row: &$model| -> Vec<$target> { $related };
        let inner: Vec<($model, $target)> = $table::table
            .join($model::$relation)
            .select(<($model, $target)>::as_select())
            .load(conn.diesel())
            .unwrap();
        same(inner, pairs(&world.$table, related));
        let outer: Vec<($model, Option<$target>)> = $table::table
            .outer_join($model::$relation)
            .select(<($model, Option<$target>)>::as_select())
            .load(conn.diesel())
            .unwrap();
        same(outer, outer_pairs(&world.$table, related));
    };
}

#[test]
fn has_many_joins_each_row_with_its_many() {
    joined!(User::posts, Post, users, |world, user| world.posts_of(user));
}

#[test]
fn belongs_to_joins_each_row_with_its_one() {
    joined!(Post::author, User, posts, |world, post| Vec::from_iter(world.author_of(post)));
}

#[test]
fn has_one_joins_each_row_with_its_one() {
    joined!(User::profile, Profile, users, |world, user| Vec::from_iter(world.profile_of(user)));
}

#[test]
fn a_belongs_to_that_is_not_null_joins_each_row() {
    joined!(Profile::user, User, profiles, |world, profile| vec![world.user_of(profile)]);
}

#[test]
fn many_to_many_joins_in_one_step_from_one_side() {
    joined!(Post::tags, Tag, posts, |world, post| world.tags_of(post));
}

#[test]
fn many_to_many_joins_in_one_step_from_the_other_side() {
    joined!(Tag::posts, Post, tags, |world, tag| world.posts_with(tag));
}

/// User, post and tag where there are any.
fn users_posts_tags(world: &World) -> Vec<(User, Option<Post>, Option<Tag>)> {
    let mut rows = Vec::new();
    for (user, post) in outer_pairs(&world.users, |user| world.posts_of(user)) {
        let tags = post.as_ref().map(|post| world.tags_of(post)).unwrap_or_default();
        if tags.is_empty() {
            rows.push((user.clone(), post.clone(), None));
        }
        rows.extend(tags.into_iter().map(|tag| (user.clone(), post.clone(), Some(tag))));
    }
    rows
}

#[test]
fn joins_chain_off_the_table_joined_last() {
    let (mut conn, world) = world();
    let found: Vec<(User, Post, Tag)> = users::table
        .join(User::posts)
        .join(Post::tags)
        .select(<(User, Post, Tag)>::as_select())
        .load(conn.diesel())
        .unwrap();
    let whole = |(user, post, tag): (_, Option<_>, Option<_>)| Some((user, post?, tag?));
    same(found, users_posts_tags(&world).into_iter().filter_map(whole).collect());
}

#[test]
fn outer_joins_chain_and_lose_no_row() {
    let (mut conn, world) = world();
    let found: Vec<(User, Option<Post>, Option<Tag>)> = users::table
        .outer_join(User::posts)
        .outer_join(Post::tags)
        .select(<(User, Option<Post>, Option<Tag>)>::as_select())
        .load(conn.diesel())
        .unwrap();
    same(found, users_posts_tags(&world));
}

#[test]
fn inner_and_outer_joins_mix() {
    let (mut conn, world) = world();
    let found: Vec<(User, Post, Option<Tag>)> = users::table
        .join(User::posts)
        .outer_join(Post::tags)
        .select(<(User, Post, Option<Tag>)>::as_select())
        .load(conn.diesel())
        .unwrap();
    let whole = |(user, post, tag): (_, Option<_>, _)| Some((user, post?, tag));
    same(found, users_posts_tags(&world).into_iter().filter_map(whole).collect());
}

#[test]
fn joins_chain_off_the_first_table_again() {
    let (mut conn, world) = world();
    let found: Vec<(User, Option<Post>, Profile)> = users::table
        .outer_join(User::posts)
        .join(User::profile)
        .select(<(User, Option<Post>, Profile)>::as_select())
        .load(conn.diesel())
        .unwrap();
    let with_profile = |(user, post): (User, _)| {
        let profile = world.profile_of(&user)?;
        Some((user, post, profile))
    };
    let pairs = outer_pairs(&world.users, |user| world.posts_of(user));
    same(found, pairs.into_iter().filter_map(with_profile).collect());
}

#[test]
fn joins_go_on_from_diesels_joins_and_diesels_from_ours() {
    let (mut conn, world) = world();
    let ours_last: Vec<(i32, i32)> = users::table
        .inner_join(posts::table)
        .join(Post::tags)
        .select((users::id, tags::id))
        .load(conn.diesel())
        .unwrap();
    let diesels_last: Vec<(i32, i32)> = users::table
        .inner_join(profiles::table)
        .join(User::posts)
        .select((profiles::id, posts::id))
        .load(conn.diesel())
        .unwrap();
    let ids = |(user, _, tag): &(User, _, Option<Tag>)| Some((user.id, tag.as_ref()?.id));
    same(ours_last, users_posts_tags(&world).iter().filter_map(ids).collect());
    let users = pairs(&world.profiles, |profile| world.posts_of(&world.user_of(profile)));
    same(diesels_last, users.iter().map(|(profile, post)| (profile.id, post.id)).collect());
}

#[test]
fn columns_of_an_outer_join_are_options() {
    let (mut conn, world) = world();
    let found: Vec<(String, Option<String>)> = users::table
        .outer_join(User::posts)
        .select((users::username, posts::title.nullable()))
        .load(conn.diesel())
        .unwrap();
    let pairs = outer_pairs(&world.users, |user| world.posts_of(user));
    let names = |(user, post): (User, Option<Post>)| (user.username, post.map(|post| post.title));
    same(found, pairs.into_iter().map(names).collect());
}

#[test]
fn a_join_can_be_filtered_ordered_limited_and_grouped() {
    let (mut conn, world) = world();
    let titles: Vec<String> = users::table
        .join(User::posts)
        .filter(users::username.eq("alice"))
        .order_by(posts::title.desc())
        .limit(2)
        .select(posts::title)
        .load(conn.diesel())
        .unwrap();
    let expected = world.posts_of(&world.users[0]);
    assert!(titles.iter().eq(expected.iter().take(2).map(|post| &post.title)));
    let counts: Vec<(i32, i64)> = users::table
        .outer_join(User::posts)
        .group_by(users::id)
        .order_by(users::id)
        .select((users::id, count(posts::id.nullable())))
        .load(conn.diesel())
        .unwrap();
    let expected = world.users.iter().map(|user| (user.id, world.posts_of(user).len() as i64));
    assert!(counts.into_iter().eq(expected));
}

#[test]
fn filtered_and_selected_queries_can_be_joined() {
    let (mut conn, world) = world();
    let filtered: i64 = users::table
        .filter(users::id.le(4))
        .join(User::posts)
        .select(count_star())
        .get_result(conn.diesel())
        .unwrap();
    let selected: Vec<String> = users::table
        .filter(users::id.le(4))
        .select(users::username)
        .join(User::posts)
        .load(conn.diesel())
        .unwrap();
    let expected: usize = world.users[..4].iter().map(|user| world.posts_of(user).len()).sum();
    assert_eq!((filtered as usize, selected.len()), (expected, expected));
}

#[test]
fn boxed_queries_can_be_joined_and_joins_boxed() {
    let (mut conn, world) = world();
    let boxed: Vec<i32> = users::table
        .into_boxed::<DB>()
        .filter(users::id.le(4))
        .join(User::posts)
        .select(posts::id)
        .load(conn.diesel())
        .unwrap();
    let mut query = users::table.join(User::posts).select(posts::id).into_boxed();
    for id in [5, 6] {
        query = query.or_filter(users::id.eq(id));
    }
    let later: Vec<i32> = query.load(conn.diesel()).unwrap();
    let ids = |users: &[User]| {
        pairs(users, |user| world.posts_of(user)).iter().map(|(_, post)| post.id).collect()
    };
    same(boxed, ids(&world.users[..4]));
    same(later, ids(&world.users[4..6]));
}

#[test]
fn a_join_is_a_root_that_relations_load_from() {
    let (mut conn, world) = world();
    let query = users::table.join(User::posts).join(Post::tags).filter(tags::name.eq("rust"));
    let users = query.distinct().order_by(users::id).with(User::posts).load(&mut conn).unwrap();
    let rust = |user: &&User| {
        let mut tags = world.posts_of(user).into_iter().flat_map(|post| world.tags_of(&post));
        tags.any(|tag| tag.name == "rust")
    };
    assert!(users.rows().iter().eq(world.users.iter().filter(rust)));
    for user in &users {
        assert_eq!(user.posts().len(), world.posts_of(&user).len());
    }
}
