//! Others write between the statements of a graph.

use super::{before, connect};
use crate::connection_kind::{Inner, Runs};
use crate::place::Place;
use crate::server::PREPARE;
use blog::Profile;
use blog::schema::profiles;
use conjoin::prelude::*;
use conjoin::{Error, snapshot};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

/// Loads a profile with its user, both of whom somebody deletes after the profile was read.
fn load_while_others_delete(place: &Place, conn: &mut Inner) -> QueryResult<usize> {
    let mut others = place.connect();
    before(conn, 2, move || {
        for table in ["post_tags", "posts", "profiles", "users"] {
            others.batch_execute(&format!("DELETE FROM {table}")).unwrap();
        }
    });
    let profiles = profiles::table.with(Profile::user).run_all(conn)?;
    Ok(profiles.iter().filter(|profile| profile.user().username == "alice").count())
}

#[test]
fn a_row_deleted_between_two_statements_is_an_error() {
    let place = Place::new();
    let mut conn = connect(&place);
    conn.batch_execute(PREPARE).unwrap();
    let error = load_while_others_delete(&place, &mut conn).unwrap_err();
    let missing = Error::MissingRow { relation: "Profile::user", key: "1".to_owned() };
    assert_eq!(Error::of(&error), Some(&missing));
}

#[test]
fn a_snapshot_reads_one_state() {
    let place = Place::new();
    let mut conn = connect(&place);
    conn.batch_execute(PREPARE).unwrap();
    let found = snapshot(&mut conn, |conn| load_while_others_delete(&place, conn));
    assert_eq!(found, Ok(1));
    let left: i64 = profiles::table.count().get_result(&mut place.connect()).unwrap();
    assert_eq!(left, 0);
}
