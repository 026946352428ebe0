//! Statements that are chosen by what is known.

use crate::database::{ARRAYS, name};
use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use blog::schema::{posts, users};
use blog::{Post, User, user};
use conjoin::{Has, prelude::*};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::ops::Deref;

/// More than one list has.
const PARENTS: i32 = 3_000;

/// Users, each with two posts, and further posts of nobody; `odd` is the author of one more.
fn blog_with(odd: &str) -> Conn {
    let mut conn = database(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, username TEXT);
         CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, content TEXT, user_id INTEGER);",
    );
    let n = |to: i32| {
        format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {to})")
    };
    conn.batch_execute(&format!(
        "INSERT INTO users {} SELECT i, CONCAT('user ', i) FROM n;
         INSERT INTO posts {} SELECT i, CONCAT('post ', i), NULL, i % {PARENTS} + 1 FROM n;
         INSERT INTO posts VALUES (8000, 'of nobody', NULL, NULL), (8001, 'a stray', NULL, 9000),
                                  (8002, 'odd', NULL, {odd});",
        n(PARENTS),
        n(2 * PARENTS),
    ))
    .unwrap();
    conn
}

/// The latest post of each first, and no others.
fn assert_two_of_each(users: impl Iterator<Item = impl Has<user::posts> + Deref<Target = User>>) {
    let mut number = 0;
    for user in users {
        let first = if user.id == 1 { PARENTS } else { user.id - 1 };
        assert!(user.get(User::posts).map(|post| post.id).eq([first + PARENTS, first]));
        number += 1;
    }
    assert_eq!(number, PARENTS);
}

#[test]
fn the_rows_of_a_whole_table_are_found_without_keys_and_strays_passed_over() {
    let mut conn = blog_with("NULL");
    let plan = User::posts.order_by(posts::id.desc());
    let query = users::table.order_by(users::id.desc()).with(plan);
    let (users, sent) = sent(&mut conn, |conn| query.load(conn));
    if !ARRAYS {
        assert_eq!(sent.len(), 2);
        assert!(!sent[1].contains('?'), "{}", sent[1]);
        assert!(sent[1].ends_with(" ORDER BY `posts`.`id` DESC"), "{}", sent[1]);
    }
    assert_two_of_each(users.iter());
}

#[test]
fn what_rust_reads_as_an_integer_and_is_none_belongs_to_nobody() {
    if name() != "sqlite" {
        let odd = "INSERT INTO posts VALUES (8003, 'odd', NULL, '7abc')";
        assert!(blog_with("NULL").batch_execute(odd).is_err(), "it is refused here");
        return;
    }
    // A fraction is no key; of the others the database is asked after all.
    for (odd, statements) in [("5.5", 2), ("'7abc'", 5), ("x'37'", 5), ("4294967301", 5)] {
        let mut conn = blog_with(odd);
        let query = users::table.with(User::posts.order_by(posts::id.desc()));
        let (users, sent) = sent(&mut conn, |conn| query.load(conn));
        assert_eq!(sent.len(), statements, "{odd}");
        assert_two_of_each(users.iter());
    }
}

#[test]
fn a_query_for_part_of_a_table_is_followed_by_keys() {
    let mut conn = blog_with("NULL");
    let keys = |statements: Vec<String>| {
        assert!(statements[1..].iter().all(|sql| sql.contains("?")), "{statements:?}");
    };
    let filtered = users::table.filter(users::id.gt(1));
    keys(sent(&mut conn, |conn| filtered.with(User::posts).load(conn)).1);
    keys(sent(&mut conn, |conn| users::table.limit(2_000).with(User::posts).load(conn)).1);
    keys(sent(&mut conn, |conn| users::table.into_boxed().with(User::posts).load(conn)).1);
    keys(sent(&mut conn, |conn| users::table.distinct().with(User::posts).load(conn)).1);
    // The users of all posts may be few.
    keys(sent(&mut conn, |conn| posts::table.with(Post::author).load(conn)).1);
}
