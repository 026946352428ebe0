//! Joins of a table that is in the query more than once, and on a condition besides the keys.

use crate::suite::conn::Conn;
use crate::suite::world::database;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

diesel::table! {
    people (id) {
        id -> Integer,
        name -> Text,
        boss_id -> Nullable<Integer>,
    }
}
diesel::table! {
    messages (id) {
        id -> Integer,
        sender_id -> Integer,
        recipient_id -> Nullable<Integer>,
    }
}
diesel::table! {
    follows (follower_id, followed_id) {
        follower_id -> Integer,
        followed_id -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(people, messages, follows);

#[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
#[diesel(table_name = people)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(boss: Person, foreign_key = boss_id, back_populates = reports),
    has_many(reports: Person, back_populates = boss),
    has_many(sent: Message, back_populates = sender),
    has_many(received: Message, back_populates = recipient),
    many_to_many(follows: Person, through = follows(follower_id, followed_id), back_populates = followers),
    many_to_many(followers: Person, through = follows(followed_id, follower_id), back_populates = follows),
    has_many(recipients: Person, through = sent.recipient, one_way),
)]
struct Person {
    id: i32,
    name: String,
    boss_id: Option<i32>,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
#[diesel(table_name = messages)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(sender: Person, foreign_key = sender_id, back_populates = sent),
    belongs_to(recipient: Person, foreign_key = recipient_id, back_populates = received),
)]
struct Message {
    id: i32,
    sender_id: i32,
    recipient_id: Option<i32>,
}

/// Ann is the boss of Ben and Cid, Ben of Dan. Ann wrote to Ben and to nobody, Ben to Ann. Ann follows
/// Ben, Ben follows Cid and Dan.
fn people() -> Conn {
    let mut conn = database(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(9) NOT NULL, boss_id INTEGER);
        CREATE TABLE messages (id INTEGER PRIMARY KEY, sender_id INTEGER NOT NULL, recipient_id INTEGER);
        CREATE TABLE follows (follower_id INTEGER NOT NULL, followed_id INTEGER NOT NULL,
            PRIMARY KEY (follower_id, followed_id));",
    );
    conn.batch_execute(
        "INSERT INTO people VALUES (1, 'Ann', NULL), (2, 'Ben', 1), (3, 'Cid', 1), (4, 'Dan', 2);
        INSERT INTO messages VALUES (1, 1, 2), (2, 1, NULL), (3, 2, 1);
        INSERT INTO follows VALUES (1, 2), (2, 3), (2, 4);",
    )
    .unwrap();
    conn
}

/// Names of up to three people, as they are written here.
fn names<const N: usize>(rows: [(&str, Option<&str>); N]) -> Vec<(String, Option<String>)> {
    rows.map(|(a, b)| (a.to_owned(), b.map(str::to_owned))).to_vec()
}

#[test]
fn a_table_joins_itself_under_an_alias() {
    let mut conn = people();
    let bosses = diesel::alias!(people as bosses);
    let pairs: Vec<(String, Option<String>)> = people::table
        .outer_join(Person::boss.to(bosses))
        .order_by(people::id)
        .select((people::name, bosses.field(people::name).nullable()))
        .load(conn.diesel())
        .unwrap();
    let expected =
        [("Ann", None), ("Ben", Some("Ann")), ("Cid", Some("Ann")), ("Dan", Some("Ben"))];
    assert_eq!(pairs, names(expected));
}

#[test]
fn joins_go_on_from_an_alias_to_the_next() {
    let mut conn = people();
    let (reports, theirs) = diesel::alias!(people as reports, people as theirs);
    let rows: Vec<(String, String, String)> = people::table
        .join(Person::reports.to(reports))
        .join(Person::reports.from(reports).to(theirs))
        .select((people::name, reports.field(people::name), theirs.field(people::name)))
        .load(conn.diesel())
        .unwrap();
    assert_eq!(rows, [("Ann".to_owned(), "Ben".to_owned(), "Dan".to_owned())]);
}

#[test]
fn two_keys_to_one_table_are_joined_under_two_aliases() {
    let mut conn = people();
    let (senders, recipients) = diesel::alias!(people as senders, people as recipients);
    let rows: Vec<(String, Option<String>)> = messages::table
        .join(Message::sender.to(senders))
        .outer_join(Message::recipient.to(recipients))
        .order_by(messages::id)
        .select((senders.field(people::name), recipients.field(people::name).nullable()))
        .load(conn.diesel())
        .unwrap();
    assert_eq!(rows, names([("Ann", Some("Ben")), ("Ann", None), ("Ben", Some("Ann"))]));
}

#[test]
fn one_key_is_joined_to_the_table_and_the_other_to_an_alias() {
    let mut conn = people();
    let recipients = diesel::alias!(people as recipients);
    let rows: Vec<(Message, Person, String)> = messages::table
        .join(Message::sender)
        .join(Message::recipient.to(recipients))
        .filter(recipients.field(people::name).eq("Ann"))
        .select((Message::as_select(), Person::as_select(), recipients.field(people::name)))
        .load(conn.diesel())
        .unwrap();
    let message = Message { id: 3, sender_id: 2, recipient_id: Some(1) };
    let ben = Person { id: 2, name: "Ben".to_owned(), boss_id: Some(1) };
    assert_eq!(rows, [(message, ben, "Ann".to_owned())]);
}

#[test]
fn a_many_to_many_to_the_table_itself_is_joined_twice() {
    let mut conn = people();
    let (followed, theirs) = diesel::alias!(people as followed, people as theirs);
    let pairs = diesel::alias!(follows as pairs);
    let rows: Vec<(String, String, Option<String>)> = people::table
        .join(Person::follows.to(followed))
        .outer_join(Person::follows.from(followed).to(theirs).via(pairs))
        .order_by((people::id, followed.field(people::id), theirs.field(people::id)))
        .select((people::name, followed.field(people::name), theirs.field(people::name).nullable()))
        .load(conn.diesel())
        .unwrap();
    let name = |name: &str| name.to_owned();
    let expected = [
        (name("Ann"), name("Ben"), Some(name("Cid"))),
        (name("Ann"), name("Ben"), Some(name("Dan"))),
        (name("Ben"), name("Cid"), None),
        (name("Ben"), name("Dan"), None),
    ];
    assert_eq!(rows, expected);
}

#[test]
fn a_path_ends_at_an_alias() {
    let mut conn = people();
    let reached = diesel::alias!(people as reached);
    let rows: Vec<(String, Option<String>)> = people::table
        .outer_join(Person::recipients.to(reached))
        .order_by(people::id)
        .select((people::name, reached.field(people::name).nullable()))
        .load(conn.diesel())
        .unwrap();
    // The message to nobody joins nobody.
    let expected = [("Ann", Some("Ben")), ("Ben", Some("Ann")), ("Cid", None), ("Dan", None)];
    assert_eq!(rows, names(expected));
}

#[test]
fn an_alias_is_a_root() {
    let mut conn = people();
    let bosses = diesel::alias!(people as bosses);
    let rows: Vec<(String, String)> = bosses
        .join(Person::reports.from(bosses))
        .order_by(people::id)
        .select((bosses.field(people::name), people::name))
        .load(conn.diesel())
        .unwrap();
    let name = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(rows, [name("Ann", "Ben"), name("Ann", "Cid"), name("Ben", "Dan")]);
}

#[test]
fn conditions_and_aggregates_are_asked_of_an_alias() {
    let mut conn = people();
    let bosses = diesel::alias!(people as bosses);
    let rows: Vec<(String, i64)> = people::table
        .join(Person::boss.to(bosses))
        .filter(Person::reports.from(bosses).any(people::name.eq("Cid")))
        .filter(Person::boss.from(bosses).exists().eq(false))
        .order_by(people::id)
        .select((people::name, Person::reports.from(bosses).count()))
        .load(conn.diesel())
        .unwrap();
    assert_eq!(rows, [("Ben".to_owned(), 2), ("Cid".to_owned(), 2)]);
}

#[test]
fn a_condition_in_on_keeps_the_rows_of_an_outer_join() {
    let mut conn = people();
    let reports = diesel::alias!(people as reports);
    let rows: Vec<(String, Option<String>)> = people::table
        .outer_join(Person::reports.to(reports).on(reports.field(people::name).ne("Cid")))
        .order_by(people::id)
        .select((people::name, reports.field(people::name).nullable()))
        .load(conn.diesel())
        .unwrap();
    let expected = [("Ann", Some("Ben")), ("Ben", Some("Dan")), ("Cid", None), ("Dan", None)];
    assert_eq!(rows, names(expected));
    // Of the table before, and of the association table.
    let rows: Vec<(String, Option<String>)> = people::table
        .outer_join(
            Person::follows.on(people::name.ne("Ann").and(follows::followed_id.ne(3))).to(reports),
        )
        .order_by(people::id)
        .select((people::name, reports.field(people::name).nullable()))
        .load(conn.diesel())
        .unwrap();
    assert_eq!(rows, names([("Ann", None), ("Ben", Some("Dan")), ("Cid", None), ("Dan", None)]));
}

#[test]
fn a_boxed_query_joins_an_alias() {
    let mut conn = people();
    let bosses = diesel::alias!(people as bosses);
    let query = people::table.join(Person::boss.to(bosses)).into_boxed();
    let query = query.filter(bosses.field(people::name).eq("Ben"));
    assert_eq!(query.select(people::name).load::<String>(conn.diesel()).unwrap(), ["Dan"]);
    let query = people::table.into_boxed().filter(people::id.gt(2));
    let query = query.join(Person::boss.to(bosses)).order_by(people::id);
    let found: Vec<String> = query.select(bosses.field(people::name)).load(conn.diesel()).unwrap();
    assert_eq!(found, ["Ann", "Ben"]);
}

#[test]
fn what_is_joined_under_an_alias_is_a_root_that_relations_load_from() {
    let mut conn = people();
    let bosses = diesel::alias!(people as bosses);
    let people = people::table
        .join(Person::boss.to(bosses))
        .filter(bosses.field(people::name).eq("Ann"))
        .order_by(people::id)
        .with(Person::reports)
        .load(&mut conn)
        .unwrap();
    let reports: Vec<usize> = people.iter().map(|person| person.reports().len()).collect();
    assert_eq!(reports, [1, 0]);
}

#[test]
fn a_predicate_names_the_outer_row_of_the_same_table_by_its_alias() {
    let mut conn = people();
    let outer = diesel::alias!(people as outer_people);
    let (id, name) = (outer.field(people::id), outer.field(people::name));
    let next = Person::reports.from(outer).any(people::id.eq(id + 1));
    let found: Vec<String> = outer.filter(next).select(name).load(conn.diesel()).unwrap();
    assert_eq!(found, ["Ann"]);
    let far = || Person::follows.from(outer).any(people::id.gt(id + 1));
    let found: Vec<String> = outer.filter(far()).select(name).load(conn.diesel()).unwrap();
    assert_eq!(found, ["Ben"]);
    let far = outer.filter(far().uncorrelated());
    assert_eq!(far.select(name).load::<String>(conn.diesel()).unwrap(), found);
}
