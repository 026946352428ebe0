//! Filters and orders inside `.with(…)`.

use crate::suite::world::{World, world};
use blog::schema::{post_tags, posts, profiles, tags, users};
use blog::{Post, Tag, User};
use conjoin::prelude::*;
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// For each user in order of id, the ids of the posts for which `keep` holds, sorted by `key`.
fn expected<K: Ord>(
    world: &World,
    keep: impl Fn(&Post) -> bool,
    key: impl Fn(&Post) -> K,
) -> Vec<Vec<i32>> {
    let posts = |user: &User| {
        let mut posts = world.posts_of(user);
        posts.retain(&keep);
        posts.sort_by_key(&key);
        posts.iter().map(|post| post.id).collect()
    };
    world.users.iter().map(posts).collect()
}

/// For each user in order of id, the ids of the posts that the plan loads.
macro_rules! loaded {
    ($conn:ident, $plan:expr) => {
        users::table
            .order_by(users::id)
            .with($plan)
            .load(&mut $conn)
            .unwrap()
            .iter()
            .map(|user| user.posts().map(|post| post.id).collect::<Vec<i32>>())
            .collect::<Vec<_>>()
    };
}

#[test]
fn several_filters_are_joined_by_and() {
    let (mut conn, world) = world();
    let plan = User::posts
        .filter(posts::id.gt(5))
        .order_by(posts::id)
        .filter(posts::content.is_not_null());
    let wanted = |post: &Post| post.id > 5 && post.content.is_some();
    assert_eq!(loaded!(conn, plan), expected(&world, wanted, |post| post.id));
}

#[test]
fn an_or_filter_gives_no_parent_the_children_of_another() {
    let (mut conn, world) = world();
    let plan = User::posts
        .filter(posts::title.like("%2%"))
        .or_filter(posts::content.is_not_null())
        .order_by(posts::id);
    let wanted = |post: &Post| post.title.contains('2') || post.content.is_some();
    assert_eq!(loaded!(conn, plan), expected(&world, wanted, |post| post.id));
    let plan = User::posts.filter(posts::id.lt(0)).or_filter(posts::id.gt(0)).order_by(posts::id);
    let only = users::table.find(1).with(plan).load(&mut conn).unwrap();
    let ids: Vec<i32> = only.get(0).unwrap().posts().map(|post| post.id).collect();
    assert_eq!(ids, expected(&world, |_| true, |post| post.id)[0]);
}

#[test]
fn raw_sql_that_is_an_or_gives_no_parent_the_children_of_another() {
    let (mut conn, world) = world();
    let either = || sql::<Bool>("posts.id < 3 OR posts.id > 5");
    let plan = User::posts.filter(either()).order_by(posts::id);
    assert_eq!(
        loaded!(conn, plan),
        expected(&world, |post| post.id < 3 || post.id > 5, |post| post.id)
    );
    let plan = User::posts.filter(either()).filter(posts::content.is_null()).order_by(posts::id);
    let wanted = |post: &Post| (post.id < 3 || post.id > 5) && post.content.is_none();
    assert_eq!(loaded!(conn, plan), expected(&world, wanted, |post| post.id));
}

#[test]
fn a_filter_after_an_or_filter_holds_for_both_alternatives() {
    let (mut conn, world) = world();
    let plan = User::posts
        .filter(posts::title.like("%2%"))
        .or_filter(posts::title.like("%3%"))
        .filter(posts::content.is_null())
        .order_by(posts::id);
    let wanted = |post: &Post| post.title.contains(['2', '3']) && post.content.is_none();
    assert_eq!(loaded!(conn, plan), expected(&world, wanted, |post| post.id));
}

#[test]
fn an_or_filter_through_an_association_gives_no_parent_the_rows_of_another() {
    let (mut conn, world) = world();
    let plan = Post::tags
        .filter(tags::name.eq("rust"))
        .or_filter(tags::name.like("tag%"))
        .order_by(tags::name);
    let posts = posts::table
        .filter(posts::id.le(7))
        .order_by(posts::id)
        .with(plan)
        .load(&mut conn)
        .unwrap();
    let wanted = |tag: &Tag| tag.name == "rust" || tag.name.starts_with("tag");
    for (post, row) in posts.iter().zip(&world.posts) {
        let mut tags = world.tags_of(row);
        tags.retain(wanted);
        assert!(post.tags().rows().eq(&tags), "{row:?}");
    }
}

#[test]
fn a_second_order_replaces_the_first() {
    let (mut conn, world) = world();
    let plan = User::posts.order_by(posts::title).order_by(posts::id.desc());
    assert_eq!(loaded!(conn, plan), expected(&world, |_| true, |post| -post.id));
}

#[test]
fn a_further_order_decides_between_equals() {
    let (mut conn, world) = world();
    let plan = User::posts.order_by(posts::content.is_null()).then_order_by(posts::id.desc());
    let key = |post: &Post| (post.content.is_none(), -post.id);
    assert_eq!(loaded!(conn, plan), expected(&world, |_| true, key));
    let plan = User::posts.order_by((posts::content.is_null(), posts::id.desc()));
    assert_eq!(loaded!(conn, plan), expected(&world, |_| true, key));
}

#[test]
fn a_filter_can_borrow_its_values() {
    let (mut conn, world) = world();
    let pattern = String::from("%2%");
    let last = 20;
    let plan = User::posts
        .filter(posts::title.like(pattern.as_str()))
        .filter(posts::id.le(&last))
        .order_by(posts::id);
    let wanted = |post: &Post| post.title.contains('2') && post.id <= last;
    assert_eq!(loaded!(conn, plan), expected(&world, wanted, |post| post.id));
}

#[test]
fn a_filter_can_hold_a_sub_query() {
    let (mut conn, world) = world();
    let tagged = exists(post_tags::table.filter(post_tags::post_id.eq(posts::id)));
    let plan = User::posts.filter(tagged).order_by(posts::id);
    let wanted = |post: &Post| !world.tags_of(post).is_empty();
    assert_eq!(loaded!(conn, plan), expected(&world, wanted, |post| post.id));
    let written = posts::id.eq_any(post_tags::table.select(post_tags::post_id));
    let plan = User::posts.filter(written).order_by(posts::id);
    assert_eq!(loaded!(conn, plan), expected(&world, wanted, |post| post.id));
}

#[test]
fn filters_hold_on_their_own_level_only() {
    let (mut conn, world) = world();
    let plan = User::posts
        .filter(posts::id.gt(10))
        .order_by(posts::id)
        .with(Post::tags.filter(tags::id.ne(1)).order_by(tags::name));
    let users = users::table.filter(users::id.le(6)).with(plan).load(&mut conn).unwrap();
    for user in &users {
        for post in user.posts() {
            assert!(post.id > 10);
            let mut tags = world.tags_of(post.row());
            tags.retain(|tag| tag.id != 1);
            assert!(post.tags().rows().eq(&tags));
        }
    }
}

#[test]
fn what_is_said_of_a_relation_may_come_in_any_order() {
    let (mut conn, _) = world();
    let first = users::table
        .with(User::posts.with(Post::tags).filter(posts::id.gt(3)).order_by(posts::id))
        .load(&mut conn)
        .unwrap();
    let last = users::table
        .with(User::posts.order_by(posts::id).filter(posts::id.gt(3)).with(Post::tags))
        .load(&mut conn)
        .unwrap();
    assert_eq!(first, last);
}

#[test]
fn has_one_and_belongs_to_take_filters() {
    let (mut conn, world) = world();
    let plan = User::profile.filter(profiles::bio.like("%stamps%"));
    let users = users::table.order_by(users::id).with(plan).load(&mut conn).unwrap();
    for (user, row) in users.iter().zip(&world.users) {
        let profile = world.profile_of(row).filter(|profile| profile.bio.contains("stamps"));
        assert_eq!(user.profile().map(|profile| profile.row().clone()), profile);
    }
    let plan = Post::author.filter(users::username.ne("alice"));
    let posts = posts::table.order_by(posts::id).with(plan).load(&mut conn).unwrap();
    for (post, row) in posts.iter().zip(&world.posts) {
        let author = world.author_of(row).filter(|author| author.username != "alice");
        assert_eq!(post.author().map(|author| author.row().clone()), author);
    }
}
