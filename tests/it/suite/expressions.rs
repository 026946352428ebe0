//! Conditions and aggregates wherever Diesel takes an expression.

use crate::database::DB;
use crate::suite::world::world;
use blog::schema::{posts, profiles, tags, users};
use blog::{Post, User};
use conjoin::prelude::*;
use diesel::dsl::{case_when, count, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;

#[test]
fn conditions_join_others_by_and_or_and_not() {
    let (mut conn, world) = world();
    let found: Vec<i32> = users::table
        .filter(users::username.eq("nobody"))
        .or_filter(User::posts.exists().and(not(User::profile.exists())))
        .or_filter(User::posts.none(posts::content.is_null()).and(users::id.gt(1)))
        .order_by(users::id)
        .select(users::id)
        .load(conn.diesel())
        .unwrap();
    let expected = world.users.iter().filter(|user| {
        let posts = world.posts_of(user);
        let unread = !posts.is_empty() && world.profile_of(user).is_none();
        unread || (posts.iter().all(|post| post.content.is_some()) && user.id > 1)
    });
    assert!(expected.map(|user| user.id).eq(found));
}

#[test]
fn a_condition_decides_a_case() {
    let (mut conn, world) = world();
    // Of columns: a case of binds alone is more than Diesel's MultiConnection takes from MariaDB.
    let found: Vec<i32> = users::table
        .order_by(users::id)
        .select(case_when(User::posts.exists(), users::id).otherwise(users::id + users::id))
        .load(conn.diesel())
        .unwrap();
    let number = |user: &User| if world.posts_of(user).is_empty() { 2 * user.id } else { user.id };
    assert!(world.users.iter().map(number).eq(found));
}

#[test]
fn conditions_are_selected_and_ordered_by() {
    let (mut conn, world) = world();
    let mut found: Vec<(i32, bool)> = posts::table
        .order_by((Post::author.exists(), posts::id))
        .select((posts::id, Post::author.exists()))
        .load(conn.diesel())
        .unwrap();
    assert!(found.is_sorted_by_key(|(id, signed)| (*signed, *id)));
    found.sort_unstable();
    assert!(world.posts.iter().map(|post| (post.id, post.user_id.is_some())).eq(found));
}

#[test]
fn relations_are_filtered_by_conditions_and_aggregates_inside_a_load() {
    let (mut conn, world) = world();
    let about = User::posts.filter(Post::tags.any(tags::name.eq("rust")));
    let users =
        users::table.order_by(users::id).with(about.order_by(posts::id)).load(&mut conn).unwrap();
    for (user, row) in users.iter().zip(&world.users) {
        let rust = |post: &Post| world.tags_of(post).iter().any(|tag| tag.name == "rust");
        let expected = world.posts.iter().filter(|post| post.user_id == Some(row.id) && rust(post));
        assert!(user.posts().rows().eq(expected));
    }
    let users = users::table
        .filter(User::posts.count().gt(1))
        .with(User::posts.filter(Post::tags.count().eq(0)).order_by(Post::tags.count()))
        .load(&mut conn)
        .unwrap();
    assert_eq!(users.len(), world.users.iter().filter(|it| world.posts_of(it).len() > 1).count());
    for user in &users {
        assert!(user.posts().rows().all(|post| world.tags_of(post).is_empty()));
    }
}

#[test]
fn boxed_and_joined_queries_take_conditions() {
    let (mut conn, world) = world();
    let query = users::table.into_boxed().filter(User::posts.count().ge(1));
    let found: i64 = query.count().get_result(conn.diesel()).unwrap();
    let authors = world.users.iter().filter(|user| !world.posts_of(user).is_empty());
    assert_eq!(found as usize, authors.count());
    let found: Vec<(i32, i64)> = users::table
        .outer_join(User::posts)
        .order_by((users::id, posts::id))
        .select((users::id, User::posts.count()))
        .load(conn.diesel())
        .unwrap();
    for (id, count) in found {
        let user = world.users.iter().find(|user| user.id == id).unwrap();
        assert_eq!(count as usize, world.posts_of(user).len());
    }
    // What an outer join did not find has no related rows.
    let found: Vec<i64> = users::table
        .outer_join(User::posts)
        .filter(posts::id.is_null())
        .select(Post::tags.count())
        .load(conn.diesel())
        .unwrap();
    assert!(!found.is_empty() && found.iter().all(|count| *count == 0));
}

#[test]
fn an_aggregate_stands_beside_a_group() {
    let (mut conn, world) = world();
    let found: Vec<(i32, i64, i64)> = users::table
        .inner_join(posts::table)
        .group_by(users::id)
        .order_by(users::id)
        .select((users::id, count(posts::id), User::posts.count()))
        .load(conn.diesel())
        .unwrap();
    assert!(found.iter().all(|(_, joined, counted)| joined == counted));
    let authors = world.users.iter().filter(|user| !world.posts_of(user).is_empty());
    assert_eq!(found.len(), authors.count());
}

#[test]
fn a_predicate_speaks_of_the_row_that_the_related_ones_belong_to() {
    let (mut conn, world) = world();
    type Filter = Box<dyn BoxableExpression<users::table, DB, SqlType = Bool>>;
    let mut users = |filter: Filter| -> Vec<i32> {
        let query = users::table.filter(filter).order_by(users::id).select(users::id);
        query.load(conn.diesel()).unwrap()
    };
    let later = || posts::id.gt(users::id + 20);
    let of = |keeps: &dyn Fn(&[Post], &User) -> bool| {
        let all = world.users.iter().filter(|user| keeps(&world.posts_of(user), user));
        all.map(|user| user.id).collect::<Vec<_>>()
    };
    let any = of(&|posts, user| posts.iter().any(|post| post.id > user.id + 20));
    let all = of(&|posts, user| posts.iter().all(|post| post.id > user.id + 20));
    assert!(!any.is_empty() && any.len() < 12 && all != any);
    assert_eq!(users(Box::new(User::posts.any(later()))), any);
    assert_eq!(users(Box::new(User::posts.any(later()).uncorrelated())), any);
    assert_eq!(users(Box::new(not(User::posts.none(later())))), any);
    assert_eq!(users(Box::new(User::posts.all(later()))), all);
    // A condition on the outer row, an aggregate of it, and a subquery about both.
    let profiled = User::profile.exists().and(User::posts.count().gt(2));
    let expected = of(&|posts, user| posts.len() > 2 && world.profile_of(user).is_some());
    assert_eq!(users(Box::new(User::posts.any(profiled))), expected);
    let same = profiles::table.filter(profiles::user_id.eq(users::id)).select(profiles::user_id);
    let same = User::posts.any(posts::user_id.assume_not_null().eq_any(same));
    let expected = of(&|posts, user| !posts.is_empty() && world.profile_of(user).is_some());
    assert_eq!(users(Box::new(same)), expected);
}

#[test]
fn a_predicate_speaks_of_the_outer_row_through_tables_and_inside_a_load() {
    let (mut conn, world) = world();
    let older =
        world.posts.iter().filter(|post| world.author_of(post).is_some_and(|it| it.id < post.id));
    let older: Vec<i32> = older.map(|post| post.id).collect();
    let found: Vec<i32> = posts::table
        .filter(Post::author.has(users::id.lt(posts::id)))
        .order_by(posts::id)
        .select(posts::id)
        .load(conn.diesel())
        .unwrap();
    assert_eq!(found, older);
    let tagged = |post: &Post| world.tags_of(post).iter().any(|tag| tag.id * 5 > post.id);
    let plan = User::posts.filter(Post::tags.any((tags::id * 5).gt(posts::id)));
    let users = users::table.order_by(users::id).with(plan.order_by(posts::title.desc()));
    for (user, row) in users.load(&mut conn).unwrap().iter().zip(&world.users) {
        let expected = world.posts_of(row).into_iter().filter(|post| tagged(post));
        assert!(user.posts().map(|post| post.id).eq(expected.map(|post| post.id)));
    }
    let nested =
        User::posts.any(posts::id.gt(users::id).and(Post::tags.any((tags::id * 5).gt(posts::id))));
    let found: i64 = users::table.filter(nested).count().get_result(conn.diesel()).unwrap();
    let expected = world
        .users
        .iter()
        .filter(|user| world.posts_of(user).iter().any(|post| post.id > user.id && tagged(post)));
    assert_eq!(found as usize, expected.count());
}
