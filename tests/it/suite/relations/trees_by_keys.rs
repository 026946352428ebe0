//! Trees of structs that lack the foreign key, and over keys of several columns.

use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::Error;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

diesel::table! {
    folders (id) {
        id -> Integer,
        name -> Text,
        parent_id -> Nullable<Integer>,
    }
}
diesel::table! {
    regions (country, code) {
        country -> Text,
        code -> Integer,
        above -> Integer,
    }
}
/// Without its parent.
#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = folders)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(parent: Name, foreign_key = parent_id, back_populates = children),
    has_many(children: Name, back_populates = parent),
)]
struct Name {
    id: i32,
    name: String,
}

/// The topmost refers to itself.
#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = regions, primary_key(country, code))]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(around: Region, foreign_key = (country, above), back_populates = within),
    has_many(within: Region, back_populates = around),
)]
struct Region {
    country: String,
    code: i32,
    above: i32,
}

fn world() -> Conn {
    database(
        "CREATE TABLE folders (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, parent_id INTEGER);
         CREATE TABLE regions (country VARCHAR(5) NOT NULL, code INTEGER NOT NULL,
             above INTEGER NOT NULL, PRIMARY KEY (country, code));
         INSERT INTO folders VALUES (1, 'all', NULL), (2, 'food', 1), (3, 'secret', 1), (4, 'tea', 2),
             (5, 'rye', 2), (6, 'green', 4), (7, 'safe', 3);
         INSERT INTO regions VALUES ('no', 1, 1), ('no', 2, 1), ('no', 3, 2), ('se', 1, 1),
             ('se', 3, 1);",
    )
}

#[test]
fn trees_of_structs_without_the_key_and_with_composite_keys() {
    fn names<N: Has<name::children, Child = N>>(of: N) -> usize {
        of.get(Name::children).map(|child| 1 + names(child)).sum()
    }
    let mut conn = world();
    let all = folders::table.find(1).with(Name::children.recursive()).first(&mut conn).unwrap();
    assert_eq!(names(all.node()), 6);
    let green = folders::table.find(6).with(Name::parent.recursive()).first(&mut conn).unwrap();
    assert_eq!(green.parent().unwrap().parent().unwrap().name, "food");

    let query = regions::table.filter(regions::code.eq(1)).order(regions::country);
    let (regions, statements) =
        sent(&mut conn, |conn| query.with(Region::within.recursive()).load(conn));
    let sizes = regions.iter().map(|region| (region.row().country.as_str(), region.within().len()));
    assert_eq!(sizes.collect::<Vec<_>>(), [("no", 2), ("se", 2)]);
    assert_eq!(statements.len(), 2);
    let query = regions::table.find(("no", 3)).with(Region::around.recursive());
    let region = query.first(&mut conn).unwrap();
    assert_eq!(region.around().around().around().code, 1);
}

#[test]
fn a_parent_that_is_missing_behind_a_not_null_key_is_an_error() {
    let mut conn = world();
    conn.batch_execute("INSERT INTO regions VALUES ('dk', 5, 6)").unwrap();
    let query = regions::table.with(Region::around.recursive());
    let error = query.load(&mut conn).err().unwrap();
    let key = "(\"dk\", 6)".to_owned();
    assert_eq!(Error::of(&error), Some(&Error::MissingRow { relation: "Region::around", key }));
}
