//! Rows that are created together with others.

mod chunks;
mod every_statement;
mod failures;
mod keys;
mod parents;
mod random_trees;
mod statements;
mod trees;
mod triggers;

use crate::suite::conn::Conn;
use crate::suite::world::database;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

diesel::table! { users (id) { id -> Integer, username -> Text, } }
diesel::table! { profiles (id) { id -> Integer, bio -> Text, user_id -> Integer, } }
diesel::table! {
    posts (id) {
        id -> Integer,
        title -> Text,
        content -> Nullable<Text>,
        user_id -> Integer,
    }
}
diesel::table! { tags (id) { id -> Integer, name -> Text, } }
diesel::table! { post_tags (post_id, tag_id) { post_id -> Integer, tag_id -> Integer, } }
diesel::allow_tables_to_appear_in_same_query!(users, profiles, posts, tags, post_tags);

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = users)]
#[relations(
    backend = blog::MultiBackend,
    has_many(posts: Post, back_populates = author),
    has_one(profile: Profile, back_populates = user),
)]
struct User {
    id: i32,
    username: String,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = profiles)]
#[relations(backend = blog::MultiBackend, belongs_to(user: User, back_populates = profile))]
struct Profile {
    id: i32,
    bio: String,
    user_id: i32,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = posts)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(author: User, foreign_key = user_id, back_populates = posts),
    many_to_many(tags: Tag, through = post_tags, back_populates = posts),
)]
struct Post {
    id: i32,
    title: String,
    content: Option<String>,
    user_id: i32,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = tags)]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(posts: Post, through = post_tags, back_populates = tags),
)]
struct Tag {
    id: i32,
    name: String,
}

#[derive(Insertable, Debug, Clone)]
#[diesel(table_name = users)]
struct NewUser {
    username: String,
}

#[derive(Insertable, Debug, Clone)]
#[diesel(table_name = profiles)]
struct NewProfile<'b> {
    bio: &'b str,
}

#[derive(Insertable, Debug, Clone)]
#[diesel(table_name = posts)]
struct NewPost<'t> {
    title: &'t str,
    content: Option<&'t str>,
}

#[derive(Insertable, Debug, Clone)]
#[diesel(table_name = tags)]
struct NewTag {
    name: String,
}

fn user(name: impl ToString) -> NewUser {
    NewUser { username: name.to_string() }
}

fn post(title: &str) -> NewPost<'_> {
    NewPost { title, content: None }
}

fn tag(name: impl ToString) -> NewTag {
    NewTag { name: name.to_string() }
}

/// A blog whose keys the database generates, with three tags.
fn blog() -> Conn {
    let mut conn = database(
        "CREATE TABLE users (
            id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, username VARCHAR(50) NOT NULL UNIQUE);
         CREATE TABLE profiles (
            id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, bio VARCHAR(50) NOT NULL,
            user_id INTEGER NOT NULL UNIQUE, FOREIGN KEY (user_id) REFERENCES users (id));
         CREATE TABLE posts (
            id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, title VARCHAR(200) NOT NULL,
            content VARCHAR(99) DEFAULT 'Nothing yet.', user_id INTEGER NOT NULL,
            FOREIGN KEY (user_id) REFERENCES users (id));
         CREATE TABLE tags (
            id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name VARCHAR(50) NOT NULL UNIQUE);
         CREATE TABLE post_tags (
            post_id INTEGER NOT NULL, tag_id INTEGER NOT NULL, PRIMARY KEY (post_id, tag_id),
            FOREIGN KEY (post_id) REFERENCES posts (id), FOREIGN KEY (tag_id) REFERENCES tags (id));",
    );
    for name in ["rust", "sql", "diesel"] {
        diesel::insert_into(tags::table).values(tag(name)).execute(&mut conn).unwrap();
    }
    conn
}

/// All tags.
fn all_tags(conn: &mut Conn) -> Vec<Tag> {
    tags::table.order_by(tags::id).load(conn.diesel()).unwrap()
}

/// How many rows each table has.
fn counts(conn: &mut Conn) -> [i64; 5] {
    let conn = conn.diesel();
    [
        users::table.count().get_result(conn).unwrap(),
        profiles::table.count().get_result(conn).unwrap(),
        posts::table.count().get_result(conn).unwrap(),
        tags::table.count().get_result(conn).unwrap(),
        post_tags::table.count().get_result(conn).unwrap(),
    ]
}

/// What the tables have after `blog()`.
const EMPTY: [i64; 5] = [0, 0, 0, 3, 0];

/// What is done for each row that is inserted into a table, in the language of the database.
struct Trigger<'t> {
    /// `BEFORE` or `AFTER` it is.
    time: &'t str,
    table: &'t str,
    body: &'t str,
}

fn add_trigger(conn: &mut Conn, Trigger { time, table, body }: Trigger<'_>) {
    let create = format!("CREATE TRIGGER on_{table} {time} INSERT ON {table}");
    let sql = match crate::database::name() {
        "sqlite" => format!("{create} BEGIN {body}; END"),
        "postgresql" => format!(
            "CREATE FUNCTION pg_temp.on_{table}() RETURNS trigger LANGUAGE plpgsql
                AS $$ BEGIN {body}; RETURN NEW; END $$;
             {create} FOR EACH ROW EXECUTE FUNCTION pg_temp.on_{table}()"
        ),
        _ => format!("{create} FOR EACH ROW BEGIN {body}; END"),
    };
    conn.batch_execute(&sql).unwrap();
}
