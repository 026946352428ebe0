//! Keys of every kind, relations with a filter, and schemas that delete by themselves.

use super::{as_sent, is_left, rows_of};
use crate::suite::world::{database, sent};
use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! {
    halls (city, number) {
        city -> Text,
        number -> Integer,
        code -> Text,
    }
}
diesel::table! {
    concerts (id) {
        id -> Integer,
        city -> Nullable<Text>,
        hall -> Nullable<Integer>,
        off -> Bool,
    }
}
diesel::table! {
    doors (code, number) {
        code -> Text,
        number -> Integer,
    }
}
diesel::table! {
    keys (id) {
        id -> Integer,
        door_code -> Text,
        door_number -> Integer,
    }
}
diesel::table! {
    hall_sponsors (city, hall, sponsor) {
        city -> Text,
        hall -> Integer,
        sponsor -> Integer,
    }
}
diesel::table! { sponsors (id) { id -> Integer, } }
diesel::allow_tables_to_appear_in_same_query!(
    halls,
    concerts,
    doors,
    keys,
    hall_sponsors,
    sponsors
);

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = halls, primary_key(city, number))]
#[relations(
    backend = blog::MultiBackend,
    has_many(concerts: Concert, back_populates = hall_of),
    has_many(
        held: Concert, foreign_key = (concerts::city, concerts::hall), filter = concerts::off.eq(false),
        one_way
    ),
    has_many(doors: Door, back_populates = into),
    many_to_many(
        sponsors: Sponsor, through = hall_sponsors((city, hall), sponsor), one_way
    ),
)]
struct Hall {
    city: String,
    number: i32,
    code: String,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = concerts)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(hall_of: Hall, foreign_key = (city, hall), back_populates = concerts),
)]
struct Concert {
    id: i32,
    city: Option<String>,
    hall: Option<i32>,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = doors, primary_key(code, number))]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(into: Hall, foreign_key = code, references = halls::code, back_populates = doors),
    has_many(keys: Key, back_populates = door),
)]
struct Door {
    code: String,
    number: i32,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = keys)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(door: Door, foreign_key = (door_code, door_number), back_populates = keys),
)]
struct Key {
    id: i32,
    door_code: String,
    door_number: i32,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = sponsors)]
#[relations(backend = blog::MultiBackend)]
struct Sponsor {
    id: i32,
}

/// The tables, where a foreign key says this about deletes.
fn tables(on_delete: &str) -> String {
    format!(
        "CREATE TABLE halls (city VARCHAR(9) NOT NULL, number INTEGER NOT NULL,
            code VARCHAR(9) NOT NULL UNIQUE, PRIMARY KEY (city, number));
         CREATE TABLE concerts (id INTEGER PRIMARY KEY, city VARCHAR(9), hall INTEGER, off BOOLEAN NOT NULL,
            FOREIGN KEY (city, hall) REFERENCES halls (city, number) {on_delete});
         CREATE TABLE doors (code VARCHAR(9) NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (code, number),
            FOREIGN KEY (code) REFERENCES halls (code) {on_delete});
         CREATE TABLE keys (id INTEGER PRIMARY KEY, door_code VARCHAR(9) NOT NULL, door_number INTEGER NOT NULL,
            FOREIGN KEY (door_code, door_number) REFERENCES doors (code, number) {on_delete});
         CREATE TABLE sponsors (id INTEGER PRIMARY KEY);
         CREATE TABLE hall_sponsors (city VARCHAR(9) NOT NULL, hall INTEGER NOT NULL, sponsor INTEGER NOT NULL,
            PRIMARY KEY (city, hall, sponsor),
            FOREIGN KEY (city, hall) REFERENCES halls (city, number) {on_delete});
         INSERT INTO halls VALUES ('Oslo', 1, 'o1'), ('Oslo', 2, 'o2'), ('Rome', 1, 'r1'), ('Rome', 2, 'r2');
         INSERT INTO concerts VALUES (1, 'Oslo', 1, FALSE), (2, 'Oslo', 2, FALSE), (3, 'Rome', 1, FALSE),
            (4, 'Rome', 2, FALSE), (5, 'Rome', 2, TRUE), (6, NULL, NULL, FALSE), (7, 'Oslo', NULL, FALSE);
         INSERT INTO doors VALUES ('o1', 1), ('o2', 1), ('o2', 2), ('r1', 1), ('r1', 2), ('r2', 1);
         INSERT INTO keys VALUES (1, 'o1', 1), (2, 'o2', 1), (3, 'o2', 2), (4, 'r1', 1), (5, 'r1', 1), (6, 'r2', 1);
         INSERT INTO sponsors VALUES (1), (2);
         INSERT INTO hall_sponsors VALUES ('Oslo', 1, 1), ('Oslo', 2, 1), ('Rome', 1, 2), ('Rome', 2, 2);"
    )
    .replace("TABLE keys", "TABLE \"keys\"")
    .replace("INTO keys", "INTO \"keys\"")
}

fn hall(city: &str, number: i32, code: &str) -> Hall {
    Hall { city: city.to_owned(), number, code: code.to_owned() }
}

#[test]
fn keys_of_several_columns_and_keys_that_are_not_primary() {
    for on_delete in ["", "ON DELETE CASCADE"] {
        let mut conn = database(&tables(on_delete));
        // Oslo 2 and Rome 1; not Oslo 1, nor Rome 2.
        let halls = [hall("Oslo", 2, "o2"), hall("Rome", 1, "r1")];
        let (deleted, statements) = sent(&mut conn, |conn| {
            let halls = halls.delete().with(Hall::concerts).with(Hall::doors.with(Door::keys));
            halls.with(Hall::sponsors).execute(conn)
        });
        assert_eq!((deleted, statements.len()), (2 + 4 + 4 + 2 + 2, 5), "{statements:#?}");
        assert_eq!(rows_of!(conn, halls, concerts, doors, keys), (2, 5, 2, 2));
        assert_eq!(rows_of!(conn, hall_sponsors, sponsors), (2, 2));
        let left: Vec<Hall> = halls::table.order_by(halls::city).load(conn.diesel()).unwrap();
        assert_eq!(left, [hall("Oslo", 1, "o1"), hall("Rome", 2, "r2")]);
        let left = concerts::table.order_by(concerts::id).select(concerts::id);
        assert_eq!(left.load(conn.diesel()), Ok(vec![1, 4, 5, 6, 7]));
        let left = keys::table.order_by(keys::id).select(keys::id).load(conn.diesel());
        assert_eq!(left, Ok(vec![1, 6]));
    }
}

#[test]
fn a_key_that_is_not_primary_is_that_of_the_database() {
    let mut conn = database(&tables(""));
    // In hand is a code that the hall has no more.
    let stale = hall("Oslo", 2, "r1");
    let (deleted, statements) = sent(&mut conn, |conn| {
        let hall = stale.delete().with(Hall::doors.with(Door::keys));
        hall.with(Hall::concerts).with(Hall::sponsors).execute(conn)
    });
    assert_eq!(deleted, 1 + 2 + 2 + 1 + 1);
    let doors = "DELETE FROM `doors` WHERE `doors`.`code` IN (SELECT `halls`.`code` FROM `halls` \
                 WHERE `halls`.`city` = ? AND `halls`.`number` = ?)";
    assert!(statements.contains(&as_sent(&[doors])[0]), "{statements:#?}");
    assert_eq!(rows_of!(conn, halls, doors, keys), (3, 4, 4));
}

#[test]
fn rows_outside_a_filter_are_not_named() {
    let mut conn = database(&tables(""));
    let rome = hall("Rome", 2, "r2");
    let plan = || rome.delete().with(Hall::held).with(Hall::doors.with(Door::keys));
    // The concert that is off still refers to the hall.
    let outcome = plan().with(Hall::sponsors).execute(&mut conn);
    assert!(is_left(&outcome), "{outcome:?}");
    assert_eq!(rows_of!(conn, halls, concerts, keys), (4, 7, 6));
    diesel::update(concerts::table.find(5))
        .set(concerts::hall.eq(None::<i32>))
        .execute(&mut conn)
        .unwrap();
    let deleted = plan().with(Hall::sponsors).execute(&mut conn);
    assert_eq!(deleted, Ok::<usize, _>(1 + 1 + 1 + 1 + 1));
    assert_eq!(
        concerts::table.filter(concerts::id.eq(5)).count().get_result(conn.diesel()),
        Ok(1_i64)
    );
}

#[test]
fn what_the_schema_deletes_is_not_counted() {
    let mut conn = database(&tables("ON DELETE CASCADE"));
    let deleted = hall("Oslo", 2, "o2").delete().with(Hall::concerts).execute(&mut conn);
    assert_eq!(deleted, Ok::<usize, _>(2));
    assert_eq!(rows_of!(conn, halls, concerts, doors, keys, hall_sponsors), (3, 6, 4, 4, 3));
}

diesel::table! {
    notes (id) {
        id -> Nullable<Integer>,
        parent -> Nullable<Integer>,
    }
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = notes)]
#[relations(
    backend = blog::MultiBackend,
    has_many(replies: Note, foreign_key = notes::parent, one_way),
)]
struct Note {
    id: Option<i32>,
    parent: Option<i32>,
}

#[test]
fn a_row_without_a_key_is_nobody() {
    let mut conn = database(
        "CREATE TABLE notes (id INTEGER, parent INTEGER);
         INSERT INTO notes VALUES (NULL, NULL), (1, NULL), (2, 1);",
    );
    let [null, one] = [None, Some(1)].map(|id| Note { id, parent: None });
    assert_eq!(null.delete().with(Note::replies).execute(&mut conn), Ok::<usize, _>(0));
    assert_eq!(rows_of!(conn, notes), 3);
    assert_eq!([null, one].delete().with(Note::replies).execute(&mut conn), Ok::<usize, _>(2));
    let left = notes::table.select(notes::id).load::<Option<i32>>(conn.diesel());
    assert_eq!(left, Ok(vec![None]));
}
