//! What cannot be noticed of keys on MariaDB and MySQL, as docs/keys.md lists it: what happens today, beside what
//! a join finds. Who lifts a limit changes its test and the list.

use sides::{down, up, world};

#[path = "sides.rs"]
mod sides;

#[test]
fn a_key_under_another_collation_is_compared_by_that_of_what_it_refers_to() {
    let mut conn = world(
        "",
        ["VARCHAR(9) COLLATE utf8mb4_general_ci", "VARCHAR(9) COLLATE utf8mb4_nopad_bin"],
        "INSERT INTO parents VALUES (1, 'ABC', NULL), (2, 'xyz', NULL);
         INSERT INTO children VALUES (1, 'ABC', ''), (2, 'abc', ''), (3, 'xyz', '');",
    );
    assert_eq!(down(&mut conn), [vec![vec![1], vec![3]], vec![vec![1], vec![3]]]);
    assert_eq!(up(&mut conn), [vec![Some(1), Some(1), Some(2)], vec![Some(1), None, Some(2)]]);
}
