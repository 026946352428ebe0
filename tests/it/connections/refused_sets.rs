//! The isolation level at which a lock does not show what others have committed.

use crate::place::Place;
use crate::server::isolate;
use blog::schema::{post_tags, posts, tags};
use blog::{Post, Tag};
use conjoin::Error;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

#[test]
fn links_cannot_be_set_at_repeatable_read() {
    let place = Place::new();
    let conn = &mut place.connect();
    let post: Post = posts::table.find(1).first(conn).unwrap();
    let tags: Vec<Tag> = tags::table.load(conn).unwrap();
    let before: Vec<(i32, i32)> = post_tags::table.load(conn).unwrap();

    let set = |conn: &mut _| post.set(Post::tags, &tags).execute(conn);
    let inside = conn.build_transaction().repeatable_read().run(set);
    conn.batch_execute(&isolate("REPEATABLE READ")).unwrap();
    for outcome in [inside, set(conn)] {
        let error = outcome.unwrap_err();
        let expected = Error::StaleSnapshot { relation: "Post::tags" };
        assert_eq!(Error::of(&error), Some(&expected));
        assert!(error.to_string().contains("use READ COMMITTED, or SERIALIZABLE"), "{error}");
    }
    assert_eq!(post_tags::table.load(conn), Ok(before));
    // Neither adding nor deleting reads anything before.
    post.link(Post::tags, &tags).execute(conn).unwrap();
    assert_eq!(post.unlink(Post::tags, &tags).execute(conn), Ok::<usize, _>(tags.len()));
}
