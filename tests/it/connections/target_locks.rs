//! Why MariaDB locks targets as well: an association table without foreign keys, whose inserts lock none.

use crate::database::Blocking;
use crate::place::Place;
use crate::set_races::{race, rows};
use blog::{Post, Tag};
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use std::thread::sleep;
use std::time::Duration;

/// One row of an insert takes so long that the other transaction starts in the middle of it.
const SLOW: &str = "
    ALTER TABLE post_tags DROP FOREIGN KEY post_tags_ibfk_1, DROP FOREIGN KEY post_tags_ibfk_2;
    CREATE TRIGGER slow BEFORE INSERT ON post_tags
        FOR EACH ROW SET @slow = SLEEP(IF(NEW.tag_id = 1, 0.006, 0))";

#[test]
fn a_set_does_not_begin_in_the_middle_of_one_from_the_other_side() {
    let place = Place::new();
    place.connect().batch_execute(SLOW).unwrap();
    let (post, tags) = rows(&place);
    let no_tags: &[Tag] = &[];
    let none = |conn: &mut Blocking| {
        sleep(Duration::from_millis(3));
        post.set(Post::tags, no_tags).execute(conn)
    };
    let both = |conn: &mut Blocking| [&tags[1], &tags[0]].set(Tag::posts, [&post]).execute(conn);
    let second = |conn: &mut Blocking| post.set(Post::tags, [&tags[1]]).execute(conn).unwrap();
    let fits = |last: usize, left: &[i32]| match last {
        0 => left.is_empty(),
        _ => left == [tags[0].id, tags[1].id],
    };
    race("READ COMMITTED", [&none, &both], &second, fits, &place);
}
