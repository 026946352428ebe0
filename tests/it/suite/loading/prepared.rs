//! Which statements are prepared once and found again.

use crate::database::{ARRAYS, filters_with_lists};
use crate::suite::conn::Conn;
use crate::suite::world::{binds, database, listed, plain, sent, world};
use blog::schema::{posts, users};
use blog::{Post, User};
use conjoin::prelude::*;
use diesel::connection::{Connection, InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
use std::collections::HashSet;
use std::sync::{Arc, Mutex};

/// The statements that `code` put into the connection's cache, of those that read from `table`.
fn prepared(conn: &mut Conn, table: &str, code: impl FnOnce(&mut Conn)) -> Vec<String> {
    let texts = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&texts);
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::CacheQuery { sql, .. } = event {
            notes.lock().unwrap().push(plain(sql));
        }
    });
    code(conn);
    let texts = texts.lock().unwrap();
    texts.iter().filter(|sql| sql.contains(&format!("`{table}`.`"))).cloned().collect()
}

#[test]
fn the_children_of_one_parent_are_asked_for_by_one_prepared_statement() {
    let (mut conn, world) = world();
    let texts = prepared(&mut conn, "posts", |conn| {
        for user in &world.users {
            let user = users::table.find(user.id).with(User::posts).first(conn).unwrap();
            assert_eq!(user.posts().len(), world.posts_of(&user).len());
        }
    });
    assert_eq!(texts.len(), 1, "{texts:#?}");
}

#[test]
fn each_direction_of_a_relation_is_a_statement_of_its_own() {
    let (mut conn, world) = world();
    let texts = prepared(&mut conn, "users", |conn| {
        for post in world.posts.iter().filter(|post| post.user_id.is_some()) {
            let post = posts::table.find(post.id).with(Post::author).load(conn).unwrap();
            assert_eq!(
                post.get(0).unwrap().author().map(|author| author.id),
                post.rows()[0].user_id
            );
        }
        users::table.find(1).with(User::posts).load(conn).unwrap();
    });
    // The author by key, and the root.
    assert_eq!(texts.len(), 2, "{texts:#?}");
}

#[test]
fn the_rows_through_an_association_are_asked_for_by_one_prepared_statement() {
    let (mut conn, world) = world();
    let texts = prepared(&mut conn, "post_tags", |conn| {
        for post in &world.posts {
            let post = posts::table.find(post.id).with(Post::tags).first(conn).unwrap();
            assert_eq!(post.tags().len(), world.tags_of(&post).len());
        }
    });
    assert_eq!(texts.len(), 1, "{texts:#?}");
}

#[test]
fn a_filter_makes_another_statement_of_the_same_relation() {
    let (mut conn, _) = world();
    let texts = prepared(&mut conn, "posts", |conn| {
        for id in [1, 2, 1] {
            let plan = User::posts.filter(posts::id.gt(1));
            let some = users::table.find(id).with(plan).first(conn).unwrap();
            let all = users::table.find(id).with(User::posts).first(conn).unwrap();
            assert!(some.posts().all(|post| post.id > 1));
            assert_eq!(all.posts().any(|post| post.id == 1), id == 1);
        }
    });
    assert_eq!(texts.len(), 2, "{texts:#?}");
}

/// Users `1..=2048`, the posts `n` and `n + 2048` of each.
fn blog() -> Conn {
    let mut conn = database(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, username VARCHAR(50));
         CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, content TEXT, user_id INTEGER);
         INSERT INTO users WITH RECURSIVE n (i) AS
            (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2048) SELECT i, 'user' FROM n;",
    );
    conn.batch_execute(
        "INSERT INTO posts SELECT id, 'post', NULL, id FROM users;
         INSERT INTO posts SELECT id + 2048, 'post', NULL, id FROM users;",
    )
    .unwrap();
    conn
}

/// The number of statements for lists of so many keys each.
fn lengths(keys: impl IntoIterator<Item = i32>) -> usize {
    let lengths: HashSet<usize> = keys.into_iter().map(|keys| listed(keys as usize)).collect();
    if ARRAYS { 1 } else { lengths.len() }
}

#[test]
fn lists_stay_prepared_in_few_lengths_and_arrays_always() {
    let numbers = || (2..=40).chain([127, 128, 129, 500, 512, 513, 1000, 1024, 2048, 300, 7]);
    let mut conn = blog();
    let texts = prepared(&mut conn, "posts", |conn| {
        for parents in numbers() {
            let query = users::table.filter(users::id.le(parents)).order_by(users::id);
            let users = query.with(User::posts.order_by(posts::id)).load(conn).unwrap();
            assert_eq!(users.len() as i32, parents);
            for (user, id) in users.iter().zip(1..) {
                assert!(user.posts().map(|post| post.id).eq([id, id + 2048]));
            }
        }
    });
    // 2, 3, 4, 8, 32, 128, 512 and 1 024.
    let expected = lengths(numbers().filter(|&parents| parents <= 1024));
    assert_eq!(expected, if ARRAYS { 1 } else { 8 });
    assert_eq!(texts.len(), expected, "{texts:#?}");
    assert_eq!(texts[0].contains("ANY"), ARRAYS);
}

#[test]
fn lists_beside_a_filter_stay_prepared_unless_that_holds_a_list() {
    let mut conn = blog();
    let texts = prepared(&mut conn, "posts", |conn| {
        for parents in 5..=9 {
            let users = users::table.filter(users::id.le(parents));
            let users = users.with(User::posts.filter(posts::id.gt(2048))).load(conn).unwrap();
            assert!(users.iter().all(|user| user.posts().len() == 1));
        }
    });
    assert_eq!(texts.len(), lengths([8, 32]), "{texts:#?}");
    let texts = prepared(&mut conn, "posts", |conn| {
        for parents in 5..=9 {
            let users = users::table.filter(users::id.le(parents)).order_by(users::id);
            let some = User::posts.filter(posts::id.eq_any([1, 2, 2049]));
            let users = users.with(some).load(conn).unwrap();
            let posts: Vec<usize> = users.iter().map(|user| user.posts().len()).collect();
            assert_eq!(posts[..3], [2, 1, 0]);
        }
    });
    assert_eq!(texts.len(), usize::from(!filters_with_lists()), "{texts:#?}");
}

#[test]
fn lists_in_a_query_by_several_rows_stay_prepared() {
    let mut conn = blog();
    let all: Vec<User> = users::table.order_by(users::id).load(conn.diesel()).unwrap();
    // None is a length that stays prepared by itself.
    let numbers = [5, 6, 7, 9, 33, 100];
    let texts = prepared(&mut conn, "posts", |conn| {
        for parents in numbers {
            let posts = all[..parents].related(User::posts).select(posts::id);
            let found: Vec<i32> = posts.order_by(posts::id).load(conn.diesel()).unwrap();
            let parents = parents as i32;
            assert!(found.into_iter().eq((1..=parents).chain(2049..=2048 + parents)));
        }
    });
    assert_eq!(texts.len(), lengths(numbers.map(|parents| parents as i32)), "{texts:#?}");
    // More are sent as they are: the query may have no room for others.
    for parents in [129, 2048] {
        let posts = all[..parents].related(User::posts).count();
        let (found, sent) = sent(&mut conn, |conn| posts.get_result::<i64>(conn.diesel()));
        assert_eq!(found, 2 * parents as i64);
        assert_eq!(binds(&sent[0]), if ARRAYS { 1 } else { parents }, "{}", sent[0]);
    }
}

/// Which would not stay prepared for it.
#[test]
fn a_list_beside_that_of_a_filter_is_not_filled_up() {
    let mut conn = blog();
    let of_filter = if filters_with_lists() { 3 } else { 1 };
    for parents in 5..=9 {
        let users = users::table.filter(users::id.le(parents));
        let some = User::posts.filter(posts::id.eq_any([1, 2, 2049]));
        let (_, sent) = sent(&mut conn, |conn| users.with(some).load(conn));
        let keys = if ARRAYS { 1 } else { parents as usize };
        assert_eq!(binds(&sent[1]), keys + of_filter, "{}", sent[1]);
    }
}

#[test]
fn the_first_rows_of_each_of_several_parents_stay_prepared() {
    for rows in [1, 2, 3] {
        let mut conn = blog();
        let texts = prepared(&mut conn, "posts", |conn| {
            for parents in (5..=40).chain([600, 1000]) {
                let query = users::table.filter(users::id.le(parents)).order_by(users::id);
                let latest = User::posts.order_by(posts::id.desc()).per_parent(rows);
                let users = query.with(latest).load(conn).unwrap();
                assert_eq!(users.len() as i32, parents);
                for (user, id) in users.iter().zip(1..) {
                    let latest = [id + 2048, id].into_iter().take(rows as usize);
                    assert!(user.posts().map(|post| post.id).eq(latest));
                }
            }
        });
        assert_eq!(texts.len(), lengths([8, 32, 128, 1024]), "{texts:#?}");
    }
}
