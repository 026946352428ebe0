//! Association tables with columns of their own, and keys of several columns.

use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::Error;
use conjoin::prelude::*;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::result::DatabaseErrorKind::{NotNullViolation, UniqueViolation};
use diesel::result::Error::DatabaseError;
use diesel::sql_types::Integer;
use std::slice;

diesel::table! {
    halls (city, number) {
        city -> Text,
        number -> Integer,
    }
}
diesel::table! {
    sponsors (name, country) {
        name -> Text,
        country -> Integer,
    }
}
diesel::table! {
    hall_sponsors (city, hall, name, country) {
        city -> Text,
        hall -> Integer,
        name -> Text,
        country -> Integer,
        place -> Integer,
        note -> Nullable<Text>,
    }
}
diesel::allow_tables_to_appear_in_same_query!(halls, sponsors, hall_sponsors);

#[derive(Queryable, Selectable, Relations, Debug, Clone)]
#[diesel(table_name = halls, primary_key(city, number))]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(
        sponsors: Sponsor, through = hall_sponsors((city, hall), (name, country)), back_populates = halls
    ),
)]
struct Hall {
    city: String,
    number: i32,
}

#[derive(Queryable, Selectable, Relations, Debug, Clone)]
#[diesel(table_name = sponsors, primary_key(name, country))]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(
        halls: Hall, through = hall_sponsors((name, country), (city, hall)), back_populates = sponsors
    ),
)]
struct Sponsor {
    name: String,
    country: i32,
}

const TABLES: &str = "
    CREATE TABLE halls (city VARCHAR(20) NOT NULL, number INTEGER NOT NULL,
        PRIMARY KEY (city, number));
    CREATE TABLE sponsors (name VARCHAR(20) NOT NULL, country INTEGER NOT NULL,
        PRIMARY KEY (name, country));
    CREATE TABLE hall_sponsors (
        city VARCHAR(20) NOT NULL, hall INTEGER NOT NULL,
        name VARCHAR(20) NOT NULL, country INTEGER NOT NULL,
        place INTEGER NOT NULL, note VARCHAR(20),
        PRIMARY KEY (city, hall, name, country),
        UNIQUE (city, hall, place),
        FOREIGN KEY (city, hall) REFERENCES halls (city, number),
        FOREIGN KEY (name, country) REFERENCES sponsors (name, country));
    INSERT INTO halls VALUES ('Oslo', 1), ('Oslo', 2), ('Rome', 1), ('Rome', 2);
    INSERT INTO sponsors VALUES ('Ann', 1), ('Ann', 2), ('Ben', 1), ('Ben', 2);";

fn halls() -> [Hall; 4] {
    [("Oslo", 1), ("Oslo", 2), ("Rome", 1), ("Rome", 2)]
        .map(|(city, number)| Hall { city: city.to_owned(), number })
}

fn sponsors() -> [Sponsor; 4] {
    [("Ann", 1), ("Ann", 2), ("Ben", 1), ("Ben", 2)]
        .map(|(name, country)| Sponsor { name: name.to_owned(), country })
}

type Link = (String, i32, String, i32, i32, Option<String>);

/// All links, in order.
fn links(conn: &mut Conn) -> Vec<Link> {
    let links = hall_sponsors::table.order_by((
        hall_sponsors::city,
        hall_sponsors::hall,
        hall_sponsors::name,
        hall_sponsors::country,
    ));
    links.load(conn.diesel()).unwrap()
}

fn link((hall, sponsor): (&Hall, &Sponsor), place: i32, note: Option<&str>) -> Link {
    let (hall, sponsor) = (hall.clone(), sponsor.clone());
    (hall.city, hall.number, sponsor.name, sponsor.country, place, note.map(str::to_owned))
}

#[test]
fn new_links_get_values_and_links_that_are_there_keep_theirs() {
    let (mut conn, halls, sponsors) = (database(TABLES), halls(), sponsors());
    let [hall, ..] = &halls;
    hall.link(Hall::sponsors, &sponsors[..1])
        .value(hall_sponsors::place, 1)
        .value(hall_sponsors::note, "first")
        .execute(&mut conn)
        .unwrap();
    let first = link((hall, &sponsors[0]), 1, Some("first"));
    assert_eq!(links(&mut conn), slice::from_ref(&first));

    hall.link(Hall::sponsors, &sponsors[..1])
        .value(hall_sponsors::place, 2)
        .execute(&mut conn)
        .unwrap();
    assert_eq!(links(&mut conn), slice::from_ref(&first));

    sponsors[3]
        .link(Sponsor::halls, [hall])
        .value(hall_sponsors::note, None::<String>)
        .value(hall_sponsors::place, sql::<Integer>("1 + ").bind::<Integer, _>(1))
        .execute(&mut conn)
        .unwrap();
    let second = link((hall, &sponsors[3]), 2, None);
    assert_eq!(links(&mut conn), [first.clone(), second]);

    // The first is in both sets.
    hall.set(Hall::sponsors, [&sponsors[0], &sponsors[1]])
        .value(hall_sponsors::place, 2)
        .value(hall_sponsors::note, "new")
        .execute(&mut conn)
        .unwrap();
    assert_eq!(links(&mut conn), [first, link((hall, &sponsors[1]), 2, Some("new"))]);
}

#[test]
fn keys_of_several_columns_are_linked_as_wholes() {
    let (mut conn, halls, sponsors) = (database(TABLES), halls(), sponsors());
    for (place, sponsor) in (1..).zip(&sponsors) {
        halls
            .link(Hall::sponsors, [sponsor])
            .value(hall_sponsors::place, place)
            .execute(&mut conn)
            .unwrap();
    }
    let all = |wanted: &dyn Fn(&Hall, i32) -> bool| {
        let mut all = Vec::new();
        for hall in &halls {
            for (place, sponsor) in (1..).zip(&sponsors) {
                if wanted(hall, place) {
                    all.push(link((hall, sponsor), place, None));
                }
            }
        }
        all
    };
    assert_eq!(links(&mut conn), all(&|_, _| true));

    // Oslo 2 and Rome 1 with Ann 2 and Ben 1: not Oslo 1, nor Ann 1.
    let (deleted, statements) =
        sent(&mut conn, |conn| halls[1..3].unlink(Hall::sponsors, &sponsors[1..3]).execute(conn));
    assert_eq!((deleted, statements.len()), (4, 1));
    let left = |hall: &Hall, place| {
        !([2, 3].contains(&place)
            && [("Oslo", 2), ("Rome", 1)].contains(&(&hall.city, hall.number)))
    };
    assert_eq!(links(&mut conn), all(&left));

    halls[0]
        .set(Hall::sponsors, [&sponsors[3]])
        .value(hall_sponsors::place, 9)
        .execute(&mut conn)
        .unwrap();
    let left = |hall: &Hall, place| match (&*hall.city, hall.number) {
        ("Oslo", 1) => place == 4,
        _ => left(hall, place),
    };
    assert_eq!(links(&mut conn), all(&left));
    assert_eq!(sponsors[3].unlink(Sponsor::halls, &halls).execute(&mut conn), Ok::<usize, _>(4));
}

#[test]
fn another_unique_constraint_is_an_error() {
    let (mut conn, halls, sponsors) = (database(TABLES), halls(), sponsors());
    let at_one = |sponsors: &[Sponsor], conn: &mut Conn| {
        halls[0].link(Hall::sponsors, sponsors).value(hall_sponsors::place, 1).execute(conn)
    };
    at_one(&sponsors[..1], &mut conn).unwrap();
    let before = links(&mut conn);
    for sponsors in [&sponsors[1..2], &sponsors[..2]] {
        let linked = at_one(sponsors, &mut conn);
        let unique = matches!(&linked, Err(DatabaseError(UniqueViolation, _)));
        assert!(unique, "{linked:?}");
        assert_eq!(links(&mut conn), before);
    }
}

#[test]
fn a_column_with_two_values_is_an_error() {
    let (mut conn, halls, sponsors) = (database(TABLES), halls(), sponsors());
    let linked = halls[0]
        .link(Hall::sponsors, &sponsors[..1])
        .value(hall_sponsors::place, 1)
        .value(hall_sponsors::note, "first")
        .value(hall_sponsors::place, 2)
        .execute(&mut conn);
    let expected = Error::ColumnTwice { relation: "Hall::sponsors", column: "place" };
    assert_eq!(linked.err().as_ref().and_then(Error::of), Some(&expected));
    assert_eq!(links(&mut conn), []);
}

#[test]
fn a_value_that_is_missing_is_an_error() {
    let (mut conn, halls, sponsors) = (database(TABLES), halls(), sponsors());
    let linked = halls[0].link(Hall::sponsors, &sponsors[..1]).execute(&mut conn);
    let missing = match &linked {
        Err(DatabaseError(NotNullViolation, _)) => true,
        // MariaDB has another word for it.
        Err(DatabaseError(_, information)) => {
            information.message() == "Field 'place' doesn't have a default value"
        }
        _ => false,
    };
    assert!(missing, "{linked:?}");
    assert_eq!(links(&mut conn), []);
}

#[test]
fn a_value_that_does_not_fit_is_never_cut_or_replaced() {
    let tables =
        TABLES.replace("note VARCHAR(20)", "note VARCHAR(20) NOT NULL CHECK (length(note) <= 20)");
    let (mut conn, halls, sponsors) = (database(&tables), halls(), sponsors());
    let linked = |note: Option<&str>, conn: &mut Conn| {
        let links = halls[0].link(Hall::sponsors, &sponsors[..1]).value(hall_sponsors::place, 1);
        links.value(hall_sponsors::note, note).execute(conn)
    };
    for note in [None, Some("a note of more than twenty letters")] {
        let outcome = linked(note, &mut conn);
        assert!(matches!(outcome, Err(DatabaseError(..))), "{outcome:?}");
        assert_eq!(links(&mut conn), []);
    }
    linked(Some("a note"), &mut conn).unwrap();
    assert_eq!(links(&mut conn), [link((&halls[0], &sponsors[0]), 1, Some("a note"))]);
}
