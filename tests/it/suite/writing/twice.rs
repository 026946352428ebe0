//! A column that is given twice is an error on every database, before anything is sent.

use crate::suite::conn::Conn;
use crate::suite::world::world;
use blog::schema::{post_tags, posts};
use blog::{Post, Tag, User};
use conjoin::Error;
use conjoin::prelude::*;
use conjoin::testing::record;
use diesel::prelude::*;

#[derive(Insertable, Clone, Copy)]
#[diesel(table_name = posts)]
struct NewPost {
    id: i32,
    title: &'static str,
    user_id: Option<i32>,
}

/// The column that was refused, where nothing was sent.
fn refused<T>(
    conn: &mut Conn,
    write: impl FnOnce(&mut Conn) -> QueryResult<T>,
) -> (&'static str, &'static str) {
    let (outcome, statements) = record(conn, write);
    assert_eq!(statements.sent.len(), 0, "{statements:#?}");
    match outcome.err().as_ref().and_then(Error::of) {
        Some(Error::ColumnTwice { relation, column }) => (relation, column),
        other => panic!("{other:?}"),
    }
}

#[test]
fn of_a_new_row() {
    let (mut conn, world) = world();
    let (conn, bob) = (&mut conn, &world.users[1]);
    let new = NewPost { id: 100, title: "Whose?", user_id: Some(1) };
    let user_id = ("User::posts", "user_id");
    assert_eq!(refused(conn, |conn| bob.create(User::posts, &new).execute(conn)), user_id);
    let without = NewPost { user_id: None, ..new };
    assert_eq!(refused(conn, |conn| bob.create(User::posts, without).execute(conn)), user_id);
    let tuple = (posts::id.eq(100), posts::title.eq("Whose?"), posts::user_id.eq(1));
    assert_eq!(refused(conn, |conn| bob.create(User::posts, tuple).execute(conn)), user_id);
    let tuple = (posts::title.eq("One"), (posts::id.eq(100), posts::title.eq("Two")));
    assert_eq!(
        refused(conn, |conn| bob.create(User::posts, tuple).execute(conn)),
        ("User::posts", "title")
    );
    let count = posts::table.filter(posts::id.ge(100)).count();
    assert_eq!(count.get_result(conn.diesel()), Ok(0_i64));
    let error = bob.create(User::posts, &new).execute(conn).unwrap_err();
    assert!(
        error.to_string().starts_with("`User::posts` is given the column `user_id` twice"),
        "{error}"
    );
}

#[test]
fn of_a_link() {
    let (mut conn, world) = world();
    let (conn, post, tags) = (&mut conn, &world.posts[0], &world.tags);
    let linked =
        |conn: &mut Conn| post.link(Post::tags, tags).value(post_tags::tag_id, 1).execute(conn);
    assert_eq!(refused(conn, linked), ("Post::tags", "tag_id"));
    let set =
        |conn: &mut Conn| tags[0].set(Tag::posts, [post]).value(post_tags::tag_id, 1).execute(conn);
    assert_eq!(refused(conn, set), ("Tag::posts", "tag_id"));
    let linked: i64 = post_tags::table
        .filter(post_tags::post_id.eq(post.id))
        .count()
        .get_result(conn.diesel())
        .unwrap();
    assert_eq!(linked, world.tags_of(post).len() as i64);
}
