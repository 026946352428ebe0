//! A connection of a `MultiConnection`, used by itself.

use crate::suite::world::world;
use blog::schema::posts;
use blog::{AnyConnection, Post};
use conjoin::prelude::*;
use diesel::prelude::*;

/// The tags of a post, over the connection within.
fn tags_over_the_variant(conn: &mut AnyConnection, id: i32) -> usize {
    let post = || posts::table.find(id).with(Post::tags).with(Post::author);
    match conn {
        AnyConnection::Sqlite(conn) => post().first(conn).unwrap().tags().len(),
        AnyConnection::Postgres(conn) => post().first(conn).unwrap().tags().len(),
        AnyConnection::Mysql(conn) => post().first(conn).unwrap().tags().len(),
    }
}

fn tags_over_the_enum(conn: &mut AnyConnection, id: i32) -> usize {
    let post = posts::table.find(id).with(Post::tags).with(Post::author).first(conn);
    post.unwrap().tags().len()
}

#[test]
fn statements_of_the_enum_are_not_taken_for_those_of_its_variants() {
    let (mut conn, world) = world();
    for post in &world.posts {
        let expected = world.tags_of(post).len();
        assert_eq!(tags_over_the_enum(conn.diesel(), post.id), expected);
        assert_eq!(tags_over_the_variant(conn.diesel(), post.id), expected);
    }
}

#[test]
fn statements_of_a_variant_are_not_taken_for_those_of_the_enum() {
    let (mut conn, world) = world();
    for post in &world.posts {
        let expected = world.tags_of(post).len();
        assert_eq!(tags_over_the_variant(conn.diesel(), post.id), expected);
        assert_eq!(tags_over_the_enum(conn.diesel(), post.id), expected);
    }
}
