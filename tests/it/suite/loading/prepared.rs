//! Which statements are prepared once and found again.

use crate::database::ARRAYS;
use crate::suite::conn::Conn;
use crate::suite::world::{database, plain, world};
use blog::schema::{posts, users};
use blog::{Post, User};
use conjoin::prelude::*;
use diesel::connection::{Connection, InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
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

#[test]
fn lists_stay_prepared_when_they_are_full_and_arrays_always() {
    let mut conn = database(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, username VARCHAR(50));
         CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, content TEXT, user_id INTEGER);
         INSERT INTO users WITH RECURSIVE n (i) AS
            (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2048) SELECT i, 'user' FROM n;",
    );
    conn.batch_execute("INSERT INTO posts SELECT id, 'post', NULL, id FROM users").unwrap();
    let texts = prepared(&mut conn, "posts", |conn| {
        // The last two: filled up, and too short for that.
        for parents in [2048, 1024, 2048, 1000, 1000, 500, 500] {
            let query = users::table.filter(users::id.le(parents)).with(User::posts);
            assert_eq!(query.load(conn).unwrap().len() as i32, parents);
        }
    });
    assert_eq!(texts.len(), 1, "{texts:#?}");
    assert_eq!(texts[0].contains("ANY"), ARRAYS);
}
