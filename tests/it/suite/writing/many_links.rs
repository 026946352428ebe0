//! More links than one statement has binds for.

use crate::database::MAX_BINDS;
use crate::suite::conn::Conn;
use crate::suite::world::database;
use blog::schema::post_tags;
use blog::{Post, Tag};
use conjoin::Error;
use conjoin::prelude::*;
use conjoin::testing::record;
use diesel::prelude::*;

const LINKS: i32 = 100_000;

/// An association table that refers to nothing, beside the tables whose rows are locked.
fn links_alone() -> Conn {
    database(
        "CREATE TABLE posts (id INTEGER PRIMARY KEY);
         CREATE TABLE tags (id INTEGER PRIMARY KEY);
         CREATE TABLE post_tags (post_id INTEGER NOT NULL, tag_id INTEGER NOT NULL,
            PRIMARY KEY (post_id, tag_id), CHECK (tag_id <> 77777))",
    )
}

fn post(id: i32) -> Post {
    Post { id, title: String::new(), content: None, user_id: None }
}

fn tags(ids: std::ops::Range<i32>) -> Vec<Tag> {
    ids.map(|id| Tag { id, name: String::new() }).collect()
}

fn count(conn: &mut Conn) -> i64 {
    post_tags::table.count().get_result(conn.diesel()).unwrap()
}

#[test]
fn a_hundred_thousand_links_are_added_and_deleted_in_few_statements() {
    let mut conn = links_alone();
    let tags = tags(100_000..100_000 + LINKS);
    let (linked, statements) =
        record(&mut conn, |conn| post(1).link(Post::tags, &tags).execute(conn));
    linked.unwrap();
    assert_eq!(statements.sent.len(), (LINKS as usize).div_ceil(MAX_BINDS / 2));
    assert_eq!(statements.transaction.len(), 2, "{:?}", statements.transaction);
    assert_eq!(count(&mut conn), i64::from(LINKS));
    // Another row's, which stay.
    post(2).link(Post::tags, &tags[..3]).execute(&mut conn).unwrap();

    let (deleted, statements) =
        record(&mut conn, |conn| post(1).unlink(Post::tags, &tags).execute(conn));
    assert_eq!(deleted.unwrap(), LINKS as usize);
    let expected =
        if crate::database::ARRAYS { 1 } else { (LINKS as usize).div_ceil(MAX_BINDS / 2) };
    assert_eq!(statements.sent.len(), expected);
    assert_eq!(count(&mut conn), 3);
}

#[test]
fn a_hundred_thousand_links_from_many_rows() {
    let mut conn = links_alone();
    let posts: Vec<Post> = (0..1_000).map(post).collect();
    let tags = tags(100_000..100_100);
    posts.link(Post::tags, &tags).execute(&mut conn).unwrap();
    assert_eq!(count(&mut conn), i64::from(LINKS));
    posts.set(Post::tags, &tags[..1]).execute(&mut conn).unwrap();
    assert_eq!(count(&mut conn), 1_000);
    assert_eq!(tags.unlink(Tag::posts, &posts).execute(&mut conn).unwrap(), 1_000_usize);
}

#[test]
fn an_error_in_a_later_statement_undoes_the_earlier_ones() {
    let mut conn = links_alone();
    // The last chunk has the link that a CHECK forbids.
    let mut tags = tags(100_000..100_000 + LINKS);
    tags.push(Tag { id: 77777, name: String::new() });
    let linked = post(1).link(Post::tags, &tags).execute(&mut conn);
    let database_error = matches!(&linked, Err(diesel::result::Error::DatabaseError(..)));
    assert!(database_error, "{linked:?}");
    assert_eq!(count(&mut conn), 0);
}

#[test]
fn more_rows_than_one_statement_holds_cannot_be_set() {
    let mut conn = links_alone();
    let tags = tags(0..70_000);
    let set = post(1).set(Post::tags, &tags).execute(&mut conn);
    if crate::database::ARRAYS {
        set.unwrap();
        assert_eq!(count(&mut conn), 70_000);
        return;
    }
    let error = set.unwrap_err();
    let most = MAX_BINDS / 2;
    let expected = Error::TooManyTargets { relation: "Post::tags", most };
    assert_eq!(Error::of(&error), Some(&expected));
    assert!(error.to_string().contains(&format!("{most} rows at most")), "{error}");
    assert_eq!(count(&mut conn), 0);
}
