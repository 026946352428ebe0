//! The first rows of each parent: `.per_parent(…)` inside `.with(…)`.

use crate::suite::conn::Conn;
use crate::suite::world::{World, sent, world};
use blog::schema::{post_tags, posts, tags, users};
use blog::{Post, Tag, User};
use conjoin::assert_statements;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// For each user in order of id, the ids of their posts for which `keep` holds, sorted by `key`, the
/// slice of them.
fn expected<K: Ord>(
    world: &World,
    keep: impl Fn(&Post) -> bool,
    key: impl Fn(&Post) -> K,
    (rows, offset): (usize, usize),
) -> Vec<Vec<i32>> {
    let posts = |user: &User| {
        let mut posts = world.posts_of(user);
        posts.retain(&keep);
        posts.sort_by_key(&key);
        posts.iter().skip(offset).take(rows).map(|post| post.id).collect()
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
fn each_parent_has_its_own_first_rows() {
    let (mut conn, world) = world();
    let plan = User::posts.order_by(posts::id.desc()).per_parent(2);
    assert_eq!(loaded!(conn, plan), expected(&world, |_| true, |post| -post.id, (2, 0)));
    let plan = User::posts.order_by(posts::id.desc()).per_parent(2).offset(1);
    assert_eq!(loaded!(conn, plan), expected(&world, |_| true, |post| -post.id, (2, 1)));
}

#[test]
fn rows_that_are_equal_by_the_order_are_in_that_of_their_primary_key() {
    let (mut conn, world) = world();
    let plan = || User::posts.order_by(posts::content.is_null()).per_parent(1);
    let key = |post: &Post| (post.content.is_none(), post.id);
    for page in 0..4 {
        let expected = expected(&world, |_| true, key, (1, page as usize));
        assert_eq!(loaded!(conn, plan().offset(page)), expected);
    }
}

#[test]
fn a_filter_chooses_the_rows_that_are_counted() {
    let (mut conn, world) = world();
    let tagged = exists(post_tags::table.filter(post_tags::post_id.eq(posts::id)));
    let pattern = String::from("%3%");
    let plan = User::posts
        .filter(tagged)
        .or_filter(posts::title.like(pattern.as_str()))
        .order_by(posts::id)
        .per_parent(2);
    let wanted = |post: &Post| !world.tags_of(post).is_empty() || post.title.contains('3');
    assert_eq!(loaded!(conn, plan), expected(&world, wanted, |post| post.id, (2, 0)));
}

#[test]
fn an_or_in_raw_sql_gives_no_parent_the_rows_of_another() {
    let (mut conn, world) = world();
    let raw = sql::<Bool>("posts.id < 9 OR posts.id > 20");
    let plan = User::posts.filter(raw).order_by(posts::id).per_parent(2);
    let wanted = |post: &Post| post.id < 9 || post.id > 20;
    assert_eq!(loaded!(conn, plan), expected(&world, wanted, |post| post.id, (2, 0)));
}

#[test]
fn one_parent_is_asked_for_with_a_limit() {
    let (mut conn, world) = world();
    let plan = User::posts.order_by(posts::title.desc()).per_parent(2).offset(1);
    let query = users::table.find(1).with(plan);
    let (user, sent) = sent(&mut conn, |conn| query.first(conn));
    let expected: Vec<Post> = world.posts_of(&world.users[0]).into_iter().skip(1).take(2).collect();
    assert!(user.posts().rows().eq(&expected));
    let end = "WHERE `posts`.`user_id` = ? ORDER BY `posts`.`title` DESC, `posts`.`id` LIMIT ?";
    assert!(sent[1].contains(end), "{}", sent[1]);
}

#[test]
fn associations_and_all_depths_have_first_rows() {
    let (mut conn, world) = world();
    let plan = User::posts
        .order_by(posts::title.desc())
        .per_parent(2)
        .with(Post::tags.order_by(tags::name).per_parent(1).with(Tag::posts));
    let query = users::table.order_by(users::id).with(plan).with(User::profile);
    let users = assert_statements!(5, &mut conn, |conn| query.load(conn)).unwrap();
    for (user, row) in users.iter().zip(&world.users) {
        let posts: Vec<Post> = world.posts_of(row).into_iter().take(2).collect();
        assert!(user.posts().rows().eq(&posts));
        for (post, row) in user.posts().zip(&posts) {
            let tags: Vec<Tag> = world.tags_of(row).into_iter().take(1).collect();
            assert!(post.tags().rows().eq(&tags));
            for tag in post.tags() {
                assert_eq!(tag.posts().len(), world.posts_with(&tag).len());
            }
        }
    }
}

#[test]
fn a_parent_that_repeats_sees_the_same_rows() {
    let (mut conn, world) = world();
    let plan = User::posts.order_by(posts::title.desc()).per_parent(1);
    let users = users::table.inner_join(posts::table).with(plan).load(&mut conn).unwrap();
    assert!(users.len() > world.users.len());
    for user in &users {
        assert!(user.posts().rows().eq(world.posts_of(&user).iter().take(1)));
    }
}

/// More parents than one statement asks for.
#[test]
fn parents_of_every_statement_have_their_first_rows() {
    let (mut conn, _) = world();
    let mut insert = String::from("INSERT INTO users (id, username) VALUES (1000, 'u')");
    let mut write = String::from("INSERT INTO posts (id, title, user_id) VALUES (1000, 'p', 1000)");
    for id in 1001..4100 {
        insert += &format!(", ({id}, 'u {id}')");
        write += &format!(", ({id}, 'p', {id}), ({}, 'p', {id})", id + 4000);
    }
    conn.batch_execute(&insert).unwrap();
    conn.batch_execute(&write).unwrap();
    let plan = User::posts.order_by(posts::id.desc()).per_parent(1);
    let users = users::table.filter(users::id.gt(1000)).with(plan).load(&mut conn).unwrap();
    assert_eq!(users.len(), 3099);
    for user in &users {
        let ids: Vec<i32> = user.posts().map(|post| post.id).collect();
        assert_eq!(ids, [user.id + 4000]);
    }
}

#[test]
fn no_parents_need_no_statement() {
    let (mut conn, _) = world();
    let plan = User::posts.order_by(posts::id).per_parent(2).with(Post::tags);
    let query = users::table.filter(users::id.lt(0)).with(plan);
    assert_statements!(1, &mut conn, |conn| query.load(conn)).unwrap();
}

#[test]
fn the_largest_numbers_load_what_there_is() {
    let (mut conn, world) = world();
    let all = (usize::MAX, 0);
    let plan = User::posts.order_by(posts::id).per_parent(i64::MAX);
    assert_eq!(loaded!(conn, plan), expected(&world, |_| true, |post| post.id, all));
    let plan = User::posts.order_by(posts::id).per_parent(i64::MAX).offset(i64::MAX);
    assert!(loaded!(conn, plan).iter().all(Vec::is_empty));
    let plan = User::posts.order_by(posts::id).per_parent(0);
    assert!(loaded!(conn, plan).iter().all(Vec::is_empty));
}

#[test]
fn a_number_below_zero_is_an_error_whatever_the_database_takes_it_for() {
    let (mut conn, _) = world();
    let error = |conn: &mut Conn, rows, offset| {
        let plan = User::posts.order_by(posts::id).per_parent(rows).offset(offset);
        users::table.with(plan).load(conn).unwrap_err().to_string()
    };
    let said = error(&mut conn, -1, 0);
    assert!(
        said.contains("`User::posts` cannot load or leave out -1 rows of each parent"),
        "{said}"
    );
    let said = error(&mut conn, 3, -2);
    assert!(
        said.contains("`User::posts` cannot load or leave out -2 rows of each parent"),
        "{said}"
    );
}
