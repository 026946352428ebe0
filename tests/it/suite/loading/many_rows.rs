//! More keys than a statement can bind.

use crate::database::{ARRAYS, MAX_BINDS, filters_with_lists};
use crate::suite::conn::Conn;
use crate::suite::world::{binds, database, listed, sent};
use blog::schema::{posts, tags, users};
use blog::{Post, User};
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::Error::DatabaseError;

/// What conjoin asks for in one statement.
const KEYS: usize = 1_024;

/// A blog of `rows` users who write two posts each; post `n` carries the tags `n` and `n + 1`.
fn blog_of(rows: usize) -> Conn {
    let mut conn = database(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, username TEXT);
         CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, content TEXT, user_id INTEGER);
         CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT);
         CREATE TABLE post_tags (post_id INTEGER, tag_id INTEGER, PRIMARY KEY (post_id, tag_id));
         CREATE INDEX posts_user_id ON posts (user_id);",
    );
    let numbers = |to: usize| {
        format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {to})")
    };
    let (once, twice) = (numbers(rows), numbers(2 * rows));
    conn.batch_execute(&format!(
        "INSERT INTO users {once} SELECT i, CONCAT('user ', i) FROM n;
         INSERT INTO posts {twice} SELECT i, CONCAT('post ', i), NULL, (i + i % 2) / 2 FROM n;
         INSERT INTO tags {twice} SELECT i, CONCAT('tag ', i) FROM n;
         INSERT INTO post_tags {twice} SELECT i, i FROM n;
         INSERT INTO post_tags {twice} SELECT i, i + 1 FROM n WHERE i < {}",
        2 * rows
    ))
    .unwrap();
    conn
}

/// The number of binds in each statement after the root's.
fn binds_of(sent: &[String]) -> Vec<usize> {
    sent[1..].iter().map(|sql| binds(sql)).collect()
}

/// The same as it should be for so many keys, in statements with a list of `others`.
fn expected(keys: usize, others: usize) -> Vec<usize> {
    let bound = if filters_with_lists() { others } else { others.min(1) };
    if ARRAYS {
        return vec![1 + bound];
    }
    let room = (MAX_BINDS - others).min(KEYS.max(others));
    let full = vec![room + bound; keys / room];
    // The rest is filled up, unless the list of the filter keeps the statement from staying prepared.
    let rest = keys % room;
    let rest = if others == 0 { listed(rest) } else { rest };
    [full, if rest > 0 { vec![rest + bound] } else { Vec::new() }].concat()
}

#[test]
fn two_hundred_thousand_parents_load_their_children() {
    let mut conn = blog_of(200_000);
    let some = users::table.filter(users::id.ge(1));
    let (users, sent) = sent(&mut conn, |conn| some.with(User::posts).load(conn));
    assert_eq!(binds_of(&sent), expected(200_000, 0));
    assert_eq!(sent.len(), if ARRAYS { 2 } else { 1 + 196 });
    assert_eq!(users.len(), 200_000);
    for user in &users {
        let mut posts: Vec<i32> = user.posts().map(|post| post.id).collect();
        posts.sort_unstable();
        assert_eq!(posts, [2 * user.id - 1, 2 * user.id]);
    }
}

#[test]
fn two_hundred_thousand_children_load_their_parents() {
    let mut conn = blog_of(200_000);
    let odd = posts::table.filter(diesel::dsl::sql::<diesel::sql_types::Bool>("posts.id % 2 = 1"));
    let (posts, sent) = sent(&mut conn, |conn| odd.with(Post::author).load(conn));
    assert_eq!(binds_of(&sent), expected(200_000, 0));
    assert_eq!(posts.len(), 200_000);
    for post in &posts {
        assert_eq!(post.author().map(|author| author.id), post.user_id);
    }
}

#[test]
fn two_hundred_thousand_parents_load_through_an_association() {
    let mut conn = blog_of(100_000);
    let (posts, sent) =
        sent(&mut conn, |conn| posts::table.with(Post::tags.order_by(tags::id.desc())).load(conn));
    assert_eq!(binds_of(&sent), expected(200_000, 0));
    assert_eq!(posts.len(), 200_000);
    for post in &posts {
        let tags: Vec<i32> = post.tags().map(|tag| tag.id).collect();
        let expected = [post.id + 1, post.id];
        assert_eq!(tags, expected[usize::from(post.id == 200_000)..]);
    }
}

#[test]
fn a_row_shared_across_statements_stands_once() {
    let mut conn = blog_of(40_000);
    conn.batch_execute("UPDATE post_tags SET tag_id = 1 WHERE tag_id = post_id").unwrap();
    let (posts, sent) = sent(&mut conn, |conn| posts::table.with(Post::tags).load(conn));
    // The links, and then the tags, on PostgreSQL.
    let targets = vec![1; usize::from(ARRAYS)];
    assert_eq!(binds_of(&sent), [expected(80_000, 0), targets].concat());
    let shared = |id: usize| {
        let mut tags = posts.get(id - 1).unwrap().tags().rows();
        tags.find(|tag| tag.id == 1).unwrap()
    };
    assert!(std::ptr::eq(shared(1), shared(80_000)));
}

#[test]
fn children_keep_their_order_in_every_statement() {
    let mut conn = blog_of(40_000);
    let plan = User::posts.order_by(posts::id.desc());
    let some = users::table.filter(users::id.ge(1));
    let (users, sent) = sent(&mut conn, |conn| some.with(plan).load(conn));
    assert_eq!(binds_of(&sent), expected(40_000, 0));
    for user in &users {
        assert!(user.posts().map(|post| post.id).eq([2 * user.id, 2 * user.id - 1]));
    }
}

#[test]
fn the_binds_of_a_filter_leave_less_room_for_keys() {
    let mut conn = blog_of(30_000);
    let wanted: Vec<i32> = (1..=20_000).collect();
    let plan = User::posts.filter(posts::id.eq_any(wanted)).order_by(posts::id);
    let some = users::table.filter(users::id.ge(1));
    let (users, sent) = sent(&mut conn, |conn| some.with(plan).load(conn));
    assert_eq!(binds_of(&sent), expected(30_000, 20_000));
    // By this order, SQLite would look up each pair from both lists: two minutes instead of a second.
    assert!(!sent[1].contains("ORDER BY `posts`.`user_id`"));
    for user in &users {
        assert_eq!(user.posts().len(), if user.id <= 10_000 { 2 } else { 0 });
    }
}

#[test]
fn a_list_of_keys_that_just_fits_is_not_split() {
    let mut conn = blog_of(KEYS + 1);
    let full = users::table.filter(users::id.le(KEYS as i32));
    let (_, sent_full) = sent(&mut conn, |conn| full.with(User::posts).load(conn));
    assert_eq!(binds_of(&sent_full), expected(KEYS, 0));
    let over = users::table.filter(users::id.ge(1));
    let (_, sent_over) = sent(&mut conn, |conn| over.with(User::posts).load(conn));
    assert_eq!(binds_of(&sent_over), expected(KEYS + 1, 0));
}

#[test]
fn keys_in_any_order_find_their_rows() {
    let mut conn = blog_of(3_000);
    let shuffled = diesel::dsl::sql::<diesel::sql_types::Integer>("users.id * 7919 % 3001");
    let query = users::table.filter(users::id.ge(1)).order_by(shuffled);
    let (users, sent) = sent(&mut conn, |conn| query.with(User::posts).load(conn));
    assert_eq!(binds_of(&sent), expected(3_000, 0));
    for user in &users {
        assert!(user.posts().all(|post| post.user_id == Some(user.id)));
        assert_eq!(user.posts().len(), 2);
    }
}

#[test]
fn a_filter_with_more_binds_than_fit_is_an_error_of_the_database() {
    let mut conn = blog_of(10);
    let wanted: Vec<i32> = (1..=70_000).collect();
    let plan = User::posts.filter(posts::id.eq_any(wanted));
    match users::table.with(plan).load(&mut conn) {
        Ok(users) => assert!(!filters_with_lists() && users.len() == 10),
        Err(error) => {
            assert!(filters_with_lists() && matches!(error, DatabaseError(..)), "{error:?}");
        }
    }
}
