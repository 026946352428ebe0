//! What cannot be noticed of keys on PostgreSQL, as docs/keys.md lists it: what happens today, beside what
//! a join finds. Who lifts a limit changes its test and the list.

use super::CITEXT;
use sides::{down, up, world};

#[path = "sides.rs"]
mod sides;

const ROWS: &str = "
    INSERT INTO parents VALUES (1, 'ABC', NULL), (2, 'xyz', NULL);
    INSERT INTO children VALUES (1, 'ABC', ''), (2, 'abc', ''), (3, 'xyz', '');";

#[test]
fn characters_that_are_padded_are_not_found_as_text() {
    let mut conn = world("", ["CHAR(8)"; 2], ROWS);
    assert_eq!(down(&mut conn), [vec![vec![], vec![]], vec![vec![1], vec![3]]]);
    assert_eq!(up(&mut conn), [vec![None, None, None], vec![Some(1), None, Some(2)]]);
}

#[test]
fn citext_that_is_declared_as_text_is_found_to_the_letter() {
    let mut conn = world(CITEXT, ["citext"; 2], ROWS);
    assert_eq!(down(&mut conn), [vec![vec![1], vec![3]], vec![vec![1, 2], vec![3]]]);
    assert_eq!(up(&mut conn), [vec![Some(1), None, Some(2)], vec![Some(1), Some(1), Some(2)]]);
}
