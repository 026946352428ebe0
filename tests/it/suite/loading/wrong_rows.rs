//! Keys that find no row, two rows, or rows nobody asked for.

use crate::database::forget_foreign_keys;
use crate::suite::conn::Conn;
use crate::suite::world::database;
use blog::schema::{posts, profiles, users};
use blog::{Post, Profile, Tag, User};
use conjoin::Error;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::Error::DatabaseError;

/// The blog's tables without a single constraint, and `rows`.
pub(super) fn unconstrained(rows: &str) -> Conn {
    let mut conn = database(
        "CREATE TABLE users (id INTEGER, username TEXT);
         CREATE TABLE profiles (id INTEGER, bio TEXT, user_id INTEGER);
         CREATE TABLE posts (id INTEGER, title TEXT, content TEXT, user_id INTEGER);
         CREATE TABLE tags (id INTEGER, name TEXT);
         CREATE TABLE post_tags (post_id INTEGER, tag_id INTEGER);
         INSERT INTO users VALUES (1, 'alice'), (2, 'bob');",
    );
    conn.batch_execute(rows).unwrap();
    conn
}

/// The conjoin error that a load ended with.
#[track_caller]
pub(super) fn error_of<T>(result: QueryResult<T>) -> Error {
    let error = result.err().expect("the load should fail");
    Error::of(&error).unwrap_or_else(|| panic!("not an error of conjoin: {error}")).clone()
}

#[test]
fn a_nullable_key_that_points_nowhere_is_none() {
    let mut conn = unconstrained("INSERT INTO posts VALUES (1, 'Lost', NULL, 99)");
    let posts = posts::table.with(Post::author).load(&mut conn).unwrap();
    assert!(posts.get(0).unwrap().author().is_none());
}

#[test]
fn a_key_that_is_not_null_and_points_nowhere_is_an_error_that_names_relation_and_key() {
    let rows = "INSERT INTO profiles VALUES (1, 'Hello', 1), (2, 'Lost', 99)";
    let mut conn = unconstrained(rows);
    let error = profiles::table.with(Profile::user).load(&mut conn).unwrap_err();
    let missing = Error::MissingRow { relation: "Profile::user", key: "99".to_owned() };
    assert_eq!(Error::of(&error), Some(&missing));
    let text = error.to_string();
    assert!(text.contains("Profile::user") && text.contains("99"), "{text}");
}

#[test]
fn a_row_deleted_behind_its_foreign_key_is_an_error_in_every_verb() {
    let mut conn = crate::suite::world::blog();
    forget_foreign_keys(&mut conn);
    conn.batch_execute("DELETE FROM users WHERE id = 1").unwrap();
    let missing = Error::MissingRow { relation: "Profile::user", key: "1".to_owned() };
    let query = || profiles::table.with(Profile::user);
    assert_eq!(error_of(query().load(&mut conn)), missing);
    assert_eq!(error_of(query().first(&mut conn).optional()), missing);
    assert_eq!(error_of(query().get_result(&mut conn)), missing);
}

#[test]
fn a_filtered_belongs_to_that_is_not_null_is_none_where_the_filter_says_so() {
    let mut conn = unconstrained("INSERT INTO profiles VALUES (1, 'A', 1), (2, 'B', 2)");
    let plan = Profile::user.filter(users::username.eq("bob"));
    let profiles = profiles::table.order_by(profiles::id).with(plan).load(&mut conn).unwrap();
    let names: Vec<Option<&str>> = profiles
        .iter()
        .map(|profile| profile.user().map(|user| user.row().username.as_str()))
        .collect();
    assert_eq!(names, [None, Some("bob")]);
}

#[test]
fn a_second_row_of_has_one_is_an_error_that_names_relation_and_key() {
    let mut conn = unconstrained("INSERT INTO profiles VALUES (1, 'A', 2), (2, 'B', 2)");
    let second = Error::SecondRow { relation: "User::profile", key: "2".to_owned() };
    assert_eq!(error_of(users::table.with(User::profile).load(&mut conn)), second);
    let filtered = User::profile.filter(profiles::bio.eq("B"));
    let users = users::table.find(2).with(filtered).first(&mut conn).unwrap();
    assert_eq!(users.profile().map(|profile| profile.id), Some(2));
}

#[test]
fn a_second_row_of_belongs_to_is_an_error_that_names_relation_and_key() {
    let rows = "INSERT INTO users VALUES (1, 'impostor');
                INSERT INTO posts VALUES (1, 'Mine', NULL, 1);
                INSERT INTO profiles VALUES (1, 'Mine', 1)";
    let mut conn = unconstrained(rows);
    let second = |relation| Error::SecondRow { relation, key: "1".to_owned() };
    let posts = posts::table.with(Post::author).load(&mut conn);
    assert_eq!(error_of(posts), second("Post::author"));
    let profiles = profiles::table.with(Profile::user).load(&mut conn);
    assert_eq!(error_of(profiles), second("Profile::user"));
}

#[test]
fn a_pair_that_the_association_table_repeats_gives_the_row_once() {
    let rows = "INSERT INTO posts VALUES (1, 'A', NULL, 1), (2, 'B', NULL, 1);
                INSERT INTO tags VALUES (1, 'rust'), (2, 'sea');
                INSERT INTO post_tags VALUES (1, 1), (1, 2), (1, 1), (2, 1), (1, 1)";
    let mut conn = unconstrained(rows);
    let query = posts::table.order_by(posts::id).with(Post::tags.order_by(blog::schema::tags::id));
    let posts = query.load(&mut conn).unwrap();
    let ids: Vec<Vec<i32>> =
        posts.iter().map(|post| post.tags().map(|tag| tag.id).collect()).collect();
    assert_eq!(ids, [vec![1, 2], vec![1]]);
    let tags = blog::schema::tags::table.order_by(blog::schema::tags::id);
    let tags = tags.with(Tag::posts).load(&mut conn).unwrap();
    assert_eq!(tags.get(0).unwrap().posts().len(), 2);
}

#[test]
fn a_pair_with_null_or_without_a_row_leads_nowhere() {
    let rows = "INSERT INTO posts VALUES (1, 'A', NULL, 1);
                INSERT INTO tags VALUES (1, 'rust');
                INSERT INTO post_tags VALUES (1, NULL), (NULL, 1), (NULL, NULL), (1, 99), (98, 1)";
    let mut conn = unconstrained(rows);
    let post = posts::table.with(Post::tags).first(&mut conn).unwrap();
    assert!(post.tags().is_empty());
}

#[test]
fn errors_of_the_database_are_no_errors_of_ours() {
    let mut conn = unconstrained("DROP TABLE posts");
    let error = users::table.with(User::posts).load(&mut conn).unwrap_err();
    assert!(Error::of(&error).is_none());
    assert!(matches!(error, DatabaseError(..)) && error.to_string().contains("posts"), "{error}");
    let nobody = users::table.find(99).with(User::profile).first(&mut conn).err().unwrap();
    assert_eq!(nobody, diesel::result::Error::NotFound);
    assert!(Error::of(&nobody).is_none());
}
