//! Every statement that creates or reads new rows fails in turn, and nothing is kept.
#![allow(dead_code)] // What is read is thrown away.

use super::statements::reads;
use super::{NewProfile, Trigger, add_trigger, blog, counts};
use super::{post as new_post, tag as new_tag, user as new_user};
use super::{post_tags, posts, profiles, tags, users};
use crate::suite::conn::Conn;
use crate::suite::world::{database, plain};
use conjoin::testing::record;
use conjoin::{create, create_all, keys, prelude::*};
use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::deserialize::{FromSql, FromSqlRow};
use diesel::prelude::*;
use diesel::result::Error::{DatabaseError, DeserializationError};
use diesel::sql_types::Text;

/// Text that cannot be read if it says so.
#[derive(FromSqlRow, Debug)]
struct Sound(String);

impl<DB: Backend> FromSql<Text, DB> for Sound
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        match String::from_sql(bytes)? {
            text if text.contains("unsound") => Err("an unsound text".into()),
            text => Ok(Sound(text)),
        }
    }
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = users)]
#[relations(
    backend = blog::MultiBackend,
    has_many(posts: Post, back_populates = author),
    has_one(profile: Profile, back_populates = user),
)]
struct User {
    id: i32,
    username: Sound,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = profiles)]
#[relations(backend = blog::MultiBackend, belongs_to(user: User, back_populates = profile))]
struct Profile {
    id: i32,
    bio: Sound,
    user_id: i32,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = posts)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(author: User, foreign_key = user_id, back_populates = posts),
    many_to_many(tags: Tag, through = post_tags, back_populates = posts),
)]
struct Post {
    id: i32,
    title: Sound,
    user_id: i32,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = tags)]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(posts: Post, through = post_tags, back_populates = tags),
)]
struct Tag {
    id: i32,
    name: Sound,
}

/// The texts of a username, a bio, another post, the post itself and a tag.
const SOUND: [&str; 5] = ["sound user", "sound bio", "sound other", "sound post", "sound tag"];

/// Two posts with everything above, beneath and beside them.
fn save(conn: &mut Conn, [username, bio, other, title, name]: [&str; 5]) -> QueryResult<()> {
    let rows = [1, 2].map(|number| {
        let author = create(new_user(format!("{username} {number}")))
            .with(User::profile, create(NewProfile { bio }))
            .with(User::posts, [create(new_post(other))]);
        create(new_post(title))
            .with(Post::author, author)
            .link(Post::tags, keys([1]))
            .with(Post::tags, [create(new_tag(format!("{name} {number}")))])
    });
    create_all(rows).save(conn).map(drop)
}

/// The relation of each level of [`save`], in the order in which their rows are inserted: two of each.
const LEVELS: [&str; 7] = [
    "Post::author",
    "User::profile",
    "User::posts",
    "Post",
    "Post::tags", // The links with the tag that is there,
    "Post::tags", // the new tags,
    "Post::tags", // and the links with those.
];
const ROWS: usize = 2 * LEVELS.len();

/// All that the tables hold.
fn contents(conn: &mut Conn) -> String {
    let conn = conn.diesel();
    let users: Vec<(i32, String)> = users::table.order_by(users::id).load(conn).unwrap();
    let profiles: Vec<(i32, String, i32)> =
        profiles::table.order_by(profiles::id).load(conn).unwrap();
    let posts: Vec<(i32, String, Option<String>, i32)> =
        posts::table.order_by(posts::id).load(conn).unwrap();
    let tags: Vec<(i32, String)> = tags::table.order_by(tags::id).load(conn).unwrap();
    let links = post_tags::table.order_by((post_tags::post_id, post_tags::tag_id));
    let links: Vec<(i32, i32)> = links.load(conn).unwrap();
    format!("{users:?} {profiles:?} {posts:?} {tags:?} {links:?}")
}

diesel::table! { countdown (id) { id -> Integer, remaining -> Integer, } }

/// Has each table count its new rows down, and refuse the one that reaches zero.
fn count_down(conn: &mut Conn) {
    let create = "CREATE TABLE countdown (id INTEGER PRIMARY KEY, remaining INTEGER NOT NULL)";
    conn.batch_execute(create).unwrap();
    conn.batch_execute("INSERT INTO countdown VALUES (1, 0)").unwrap();
    let refuse = match crate::database::name() {
        "sqlite" => "SELECT RAISE(ABORT, 'refused') FROM countdown WHERE remaining = 0",
        "postgresql" => {
            "IF (SELECT remaining FROM countdown) = 0 THEN RAISE EXCEPTION 'refused'; END IF"
        }
        _ => {
            "IF (SELECT remaining FROM countdown) = 0
             THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused'; END IF"
        }
    };
    let body = format!("UPDATE countdown SET remaining = remaining - 1; {refuse}");
    for table in ["users", "profiles", "posts", "tags", "post_tags"] {
        add_trigger(conn, Trigger { time: "BEFORE", table, body: &body });
    }
}

fn set_countdown(conn: &mut Conn, rows: usize) {
    let rows = countdown::remaining.eq(rows as i32);
    diesel::update(countdown::table).set(rows).execute(conn.diesel()).unwrap();
}

/// Refuses the first new row, then the second, and so on; returns the contents that stay.
fn refuse_each_row(conn: &mut Conn) -> String {
    let before = contents(conn);
    for row in 0..ROWS {
        set_countdown(conn, row + 1);
        let error = save(conn, SOUND).unwrap_err();
        let DatabaseError(_, information) = &error else { panic!("{row}: {error:?}") };
        let message = information.message();
        let relation = format!("`{}`: ", LEVELS[row / 2]);
        assert!(message.contains(&relation) && message.contains("refused"), "{row}: {message}");
        assert_eq!(contents(conn), before, "{row}: {message}");
    }
    // There are no more rows than have been refused.
    set_countdown(conn, ROWS + 1);
    save(conn, SOUND).unwrap();
    assert_eq!(countdown::table.select(countdown::remaining).first(conn.diesel()), Ok(1));
    before
}

#[test]
fn a_row_that_is_refused_undoes_all_others() {
    let mut conn = blog();
    count_down(&mut conn);
    refuse_each_row(&mut conn);
    assert_eq!(counts(&mut conn), [2, 2, 4, 5, 4]);
}

#[test]
fn inside_a_transaction_it_undoes_those_of_its_savepoint() {
    let mut conn = blog();
    count_down(&mut conn);
    let outcome = conn.transaction(|conn| {
        save(conn, ["before"; 5])?;
        let before = refuse_each_row(conn);
        assert!(before.contains("before 1"), "{before}");
        set_countdown(conn, 0);
        save(conn, ["after"; 5])
    });
    outcome.unwrap();
    assert_eq!(counts(&mut conn), [6, 6, 12, 9, 12]);
}

/// What fails when it is read, and the statement that read it.
fn unsound(conn: &mut Conn, texts: [&str; 5]) -> (String, String) {
    let before = contents(conn);
    let (outcome, statements) = record(conn, |conn| save(conn, texts));
    let error = outcome.unwrap_err();
    assert!(matches!(error, DeserializationError(_)), "{error:?}");
    assert_eq!(contents(conn), before, "{error}");
    (error.to_string(), plain(statements.sent.last().unwrap()))
}

/// The columns of [`SOUND`].
const COLUMNS: [&str; 5] =
    ["users.username", "profiles.bio", "posts.title", "posts.title", "tags.name"];

#[test]
fn a_row_that_cannot_be_read_undoes_all() {
    let mut conn = blog();
    // Of these, the key is needed: they are read as soon as they are inserted.
    let needed = ["users.username", "posts.title", "tags.name"];
    for (place, column) in COLUMNS.into_iter().enumerate() {
        let mut texts = SOUND;
        texts[place] = "unsound";
        let (error, statement) = unsound(&mut conn, texts);
        let (_, name) = column.split_once('.').unwrap();
        assert!(error.contains(&format!("'{name}'")), "{error}");
        let is_load = place == 2 || !needed.contains(&column);
        assert_eq!(reads(&statement), is_load, "{column}: {statement}");
    }
    save(&mut conn, SOUND).unwrap();
}

#[test]
fn a_relation_that_cannot_be_loaded_undoes_all() {
    let mut loads = 0;
    for column in ["users.username", "profiles.bio", "posts.title", "tags.name"] {
        let mut conn = blog();
        let (_, statements) = record(&mut conn, |conn| save(conn, SOUND).unwrap());
        loads = statements.sent.iter().filter(|sql| reads(&plain(sql))).count();

        // All rows have been created, and their keys are known, when the last link spoils them.
        let (table, name) = column.split_once('.').unwrap();
        let body = format!("UPDATE {table} SET {name} = REPLACE({name}, 'new', 'unsound')");
        let trigger = Trigger { time: "AFTER", table: "post_tags", body: &body };
        add_trigger(&mut conn, trigger);
        let (error, statement) = unsound(&mut conn, ["new"; 5]);
        assert!(error.contains(&format!("'{name}'")), "{error}");
        assert!(reads(&statement) && statement.contains(&format!("`{table}`")), "{statement}");
    }
    // There are no more of them than have failed.
    assert_eq!(loads, 4);
}

diesel::table! { topics (id) { id -> Integer, name -> Text, color -> Text, } }
diesel::table! { notes (id) { id -> Integer, topic_id -> Integer, } }
diesel::allow_tables_to_appear_in_same_query!(topics, notes);

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = topics)]
#[relations(backend = blog::MultiBackend, has_many(notes: Note, back_populates = topic))]
struct Topic {
    id: i32,
    name: String,
    color: String,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = notes)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(topic: Topic, foreign_key = topic_id, back_populates = notes),
)]
struct Note {
    id: i32,
    topic_id: i32,
}

#[test]
fn an_error_of_the_statement_that_reads_new_rows_names_them() {
    let mut conn = database(
        "CREATE TABLE topics (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name VARCHAR(9) NOT NULL);
         CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, topic_id INTEGER NOT NULL);",
    );
    // Nothing but reading needs the column that the table does not have.
    let topic = create(topics::name.eq("SQL")).with(Topic::notes, [create(notes::id.eq(1))]);
    let error = topic.save(&mut conn).map(drop).unwrap_err();
    let DatabaseError(_, information) = &error else { panic!("{error:?}") };
    let message = information.message();
    assert!(message.contains("`Topic`: ") && message.contains("color"), "{message}");
    assert_eq!(topics::table.count().get_result(conn.diesel()), Ok(0_i64));
}
