//! What cannot be noticed of keys on SQLite, as docs/keys.md lists it: what happens today, beside what
//! a join finds. Who lifts a limit changes its test and the list.

use crate::suite::world::database;
use conjoin::prelude::*;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Text, Timestamp};
use diesel::sqlite::{Sqlite, SqliteValue};
use models::{Child, Parent, children, parents};
use sides::{down, up, world};

#[path = "../../../suite/keys/models.rs"]
mod models;
#[path = "sides.rs"]
mod sides;

#[test]
fn a_text_beside_a_number_is_found_in_the_notation_of_the_number() {
    let mut conn = world(
        "",
        ["INT", "TEXT"],
        "INSERT INTO parents VALUES (1, 1, NULL), (2, 2, NULL);
         INSERT INTO children VALUES (1, '1', ''), (2, '01', ''), (3, '2', '');",
    );
    assert_eq!(down(&mut conn), [vec![vec![1], vec![3]], vec![vec![1, 2], vec![3]]]);
    assert_eq!(up(&mut conn), [vec![Some(1), Some(1), Some(2)], vec![Some(1), Some(1), Some(2)]]);
}

#[test]
fn a_value_of_another_type_than_the_declared_one_is_not_found() {
    let mut conn = world(
        "",
        ["", ""],
        "INSERT INTO parents VALUES (1, 1, NULL), (2, '2', NULL);
         INSERT INTO children VALUES (1, 1, ''), (2, '2', '');",
    );
    assert_eq!(down(&mut conn), [vec![vec![], vec![2]], vec![vec![1], vec![2]]]);
    assert_eq!(up(&mut conn), [vec![None, Some(2)], vec![Some(1), Some(2)]]);
}

type Key = Timestamp;
type Value = Moment;

/// A time, whichever sign stands before its hours.
#[derive(Debug, Clone, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Timestamp)]
pub(crate) struct Moment(String);

impl FromSql<Timestamp, Sqlite> for Moment {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
        Ok(Moment(text.replace('T', " ")))
    }
}

impl ToSql<Timestamp, Sqlite> for Moment {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_str());
        Ok(IsNull::No)
    }
}

#[test]
fn times_are_found_in_the_notation_that_they_are_bound_in() {
    let mut conn = database(
        "CREATE TABLE parents (id INTEGER, k TIMESTAMP, above TIMESTAMP);
         CREATE TABLE children (id INTEGER, k TIMESTAMP, must TIMESTAMP);
         INSERT INTO parents VALUES (1, '2026-01-02T03:04', NULL), (2, '2026-01-03 03:04', NULL);
         INSERT INTO children VALUES (1, '2026-01-02T03:04', ''), (2, '2026-01-02 03:04', ''),
            (3, '2026-01-03 03:04', '');",
    );
    let query = || parents::table.order_by(parents::id);
    let found = query().with(Parent::children).load(&mut conn).unwrap();
    assert!(
        found
            .iter()
            .map(|it| it.children().map(|it| it.id).collect::<Vec<_>>())
            .eq([vec![2], vec![3]])
    );
    let joined = query().with(Parent::children.joined()).load(&mut conn).unwrap();
    assert!(
        joined
            .iter()
            .map(|it| it.children().map(|it| it.id).collect::<Vec<_>>())
            .eq([vec![1], vec![3]])
    );
    let found = children::table.order_by(children::id).with(Child::parent).load(&mut conn).unwrap();
    assert!(found.iter().map(|it| it.parent().map(|it| it.id)).eq([None, None, Some(2)]));
}
