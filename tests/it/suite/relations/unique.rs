//! Foreign keys that refer to a unique column, not to the primary key.

use crate::suite::conn::Conn;
use crate::suite::world::database;
use conjoin::Error;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

diesel::table! {
    people (id) {
        id -> Integer,
        email -> Nullable<Text>,
    }
}
diesel::table! {
    letters (id) {
        id -> Integer,
        recipient -> Text,
    }
}
diesel::allow_tables_to_appear_in_same_query!(people, letters);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = people)]
#[relations(
    backend = blog::MultiBackend,
    has_many(letters: Letter, back_populates = person),
    has_many(post: Letter, foreign_key = letters::recipient, references = email, one_way),
)]
struct Person {
    id: i32,
    email: Option<String>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = letters)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(
        person: Person, foreign_key = recipient, references = people::email, back_populates = letters
    ),
)]
struct Letter {
    id: i32,
    recipient: String,
}

fn world() -> Conn {
    database(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, email VARCHAR(50) UNIQUE);
         CREATE TABLE letters (id INTEGER PRIMARY KEY, recipient VARCHAR(50) NOT NULL);
         INSERT INTO people VALUES (7, 'a@x'), (8, NULL), (9, 'c@x');
         INSERT INTO letters VALUES (1, 'c@x'), (2, 'a@x'), (3, 'c@x');",
    )
}

#[test]
fn a_key_may_refer_to_a_unique_column() {
    let mut conn = world();
    let query = people::table.order_by(people::id);
    let people = query.with(Person::letters.order_by(letters::id)).load(&mut conn).unwrap();
    let letters =
        people.iter().map(|person| person.letters().map(|letter| letter.id).collect::<Vec<_>>());
    assert_eq!(letters.collect::<Vec<_>>(), [vec![2], vec![], vec![1, 3]]);
    let letters = letters::table.order_by(letters::id).with(Letter::person).load(&mut conn);
    let letters = letters.unwrap();
    assert!(letters.iter().map(|letter| letter.person().id).eq([9, 7, 9]));
}

#[test]
fn a_one_way_relation_may_start_from_a_unique_column() {
    let mut conn = world();
    let carol = people::table.find(9).with(Person::post).first(&mut conn).unwrap();
    assert_eq!(carol.post().len(), 2);
    assert!(carol.post().all(|letter| Some(&letter.recipient) == carol.email.as_ref()));
    assert_eq!(carol.related(Person::post).count().get_result(conn.diesel()), Ok(2_i64));
}

#[test]
fn joins_compare_the_unique_column() {
    let mut conn = world();
    let query = letters::table.join(Letter::person).order_by(letters::id).select(people::id);
    assert_eq!(query.load(conn.diesel()), Ok(vec![9, 7, 9]));
    let query = people::table.join(Person::letters).order_by(letters::id).select(people::id);
    assert_eq!(query.load(conn.diesel()), Ok(vec![9, 7, 9]));
}

#[test]
fn a_unique_key_that_leads_nowhere_is_an_error_where_it_is_not_null() {
    let mut conn = world();
    conn.batch_execute("INSERT INTO letters VALUES (4, 'nobody@x')").unwrap();
    let error = letters::table.with(Letter::person).load(&mut conn).err().unwrap();
    let key = "\"nobody@x\"".to_owned();
    assert_eq!(Error::of(&error), Some(&Error::MissingRow { relation: "Letter::person", key }));
}
