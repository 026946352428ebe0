//! Rows of a graph that are changed in place, and saved by Diesel.
#![allow(missing_docs)]

use conjoin::{Loaded, prelude::*};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::mem;

diesel::table! {
    users (id) {
        id -> Integer,
        name -> Text,
        boss_id -> Nullable<Integer>,
    }
}
diesel::table! {
    posts (id) {
        id -> Integer,
        title -> Nullable<Text>,
        user_id -> Integer,
    }
}
diesel::table! {
    tags (id) {
        id -> Integer,
        name -> Text,
    }
}
diesel::table! {
    post_tags (post_id, tag_id) {
        post_id -> Integer,
        tag_id -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(users, posts, tags, post_tags);

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, AsChangeset, Relations)]
#[diesel(table_name = users)]
#[relations(
    has_many(posts: Post, back_populates = author),
    belongs_to(boss: User, foreign_key = boss_id, back_populates = reports),
    has_many(reports: User, back_populates = boss),
)]
struct User {
    id: i32,
    name: String,
    boss_id: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, AsChangeset, Relations)]
#[diesel(table_name = posts)]
#[relations(
    belongs_to(author: User, back_populates = posts),
    many_to_many(tags: Tag, through = post_tags, back_populates = posts),
)]
struct Post {
    id: i32,
    title: Option<String>,
    user_id: i32,
}

/// As `Post`, with `NULL` for what is `None`.
#[derive(Debug, Queryable, Selectable, Identifiable, AsChangeset, Relations)]
#[diesel(table_name = posts, treat_none_as_null = true)]
struct WholePost {
    id: i32,
    title: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, AsChangeset, Relations)]
#[diesel(table_name = tags)]
#[relations(many_to_many(posts: Post, through = post_tags, back_populates = tags))]
struct Tag {
    id: i32,
    name: String,
}

type Users = Loaded!(User { posts { tags } });

fn user(id: i32, boss_id: Option<i32>) -> User {
    User { id, name: format!("user {id}"), boss_id }
}

fn post(id: i32, user_id: i32) -> Post {
    Post { id, title: Some(format!("post {id}")), user_id }
}

fn tag(id: i32) -> Tag {
    Tag { id, name: format!("tag {id}") }
}

/// User 1 has the posts 1 and 2, user 2 has the post 3, and the tag 7 is on the posts 1 and 3.
fn users() -> Users {
    let tags = Post::tags.rows([tag(7), tag(8)]).links([(1, 7), (2, 8), (3, 7)]);
    vec![user(1, None), user(2, None)]
        .with(User::posts.rows([post(1, 1), post(2, 1), post(3, 2)]).with(tags))
        .build()
        .unwrap()
}

/// The tables with these rows.
fn database() -> SqliteConnection {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    conn.batch_execute(
        "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, boss_id INTEGER);
         CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, title TEXT, user_id INTEGER NOT NULL);
         CREATE TABLE tags (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL);
         CREATE TABLE post_tags (post_id INTEGER, tag_id INTEGER);
         INSERT INTO users VALUES (1, 'user 1', NULL), (2, 'user 2', NULL);
         INSERT INTO posts VALUES (1, 'post 1', 1), (2, 'post 2', 1), (3, 'post 3', 2);
         INSERT INTO tags VALUES (7, 'tag 7'), (8, 'tag 8');
         INSERT INTO post_tags VALUES (1, 7), (2, 8), (3, 7);",
    )
    .unwrap();
    conn
}

fn load(conn: &mut SqliteConnection) -> Users {
    users::table.with(User::posts.with(Post::tags)).load(conn).unwrap()
}

/// The ids of the posts of each user.
fn posts(users: &Users) -> Vec<Vec<i32>> {
    users.iter().map(|user| user.posts().map(|post| post.id).collect()).collect()
}

#[test]
fn a_changed_row_is_seen_from_every_row_that_leads_to_it() {
    let mut users = users();
    for user in users.rows_mut() {
        user.name.push('!');
    }
    for post in users.rows_mut().related(User::posts).into_iter().filter(|post| post.user_id == 1) {
        post.title = None;
    }
    for tag in users.rows_mut().related(User::posts).related(Post::tags) {
        tag.name = tag.name.replace("tag", "no.");
    }
    let line = |user: Loaded!(node User { posts { tags } })| {
        let posts = user.posts().map(|post| {
            let tags: Vec<&str> = post.tags().rows().map(|tag| tag.name.as_str()).collect();
            format!("{:?} {tags:?}", post.title)
        });
        format!("{}: {}", user.name, posts.collect::<Vec<_>>().join(", "))
    };
    let lines: Vec<String> = users.iter().map(line).collect();
    let first = r#"user 1!: None ["no. 7"], None ["no. 8"]"#;
    assert_eq!(lines, [first, r#"user 2!: Some("post 3") ["no. 7"]"#]);
}

#[test]
fn changed_rows_are_saved() {
    let conn = &mut database();
    let mut users = load(conn);
    assert_eq!(users, self::users());
    for post in users.rows_mut().related(User::posts) {
        post.title = Some(format!("{} of {}", post.id, post.user_id));
        // The row as the database has it, with what a trigger may have made of it.
        *post = post.save_changes(conn).unwrap();
    }
    for tag in users.rows_mut().related(User::posts).related(Post::tags) {
        tag.name.push('+');
        diesel::update(&*tag).set(&*tag).execute(conn).unwrap();
    }
    assert_eq!(load(conn), users);
    let titles: Vec<Option<String>> = posts::table.select(posts::title).load(conn).unwrap();
    assert_eq!(titles.into_iter().flatten().collect::<Vec<_>>(), ["1 of 1", "2 of 1", "3 of 2"]);
}

#[test]
fn none_is_not_written_unless_the_struct_says_so() {
    let conn = &mut database();
    let mut graph = load(conn);
    for post in graph.rows_mut().related(User::posts) {
        post.title = None;
        diesel::update(&*post).set(&*post).execute(conn).unwrap();
    }
    let written = posts::table.filter(posts::title.is_not_null()).count();
    assert_eq!(written.get_result(conn), Ok(3_i64));
    let whole = User::posts.as_model::<WholePost>();
    let mut graph = users::table.with(whole).load(conn).unwrap();
    for post in graph.rows_mut().related(whole) {
        post.title = None;
        diesel::update(&*post).set(&*post).execute(conn).unwrap();
    }
    assert_eq!(written.get_result(conn), Ok(0_i64));
}

#[test]
fn a_row_whose_key_is_changed_stays_with_the_rows_it_was_loaded_with() {
    let conn = &mut database();
    let mut users = load(conn);
    for post in users.rows_mut().related(User::posts) {
        post.user_id = 2;
        *post = post.save_changes(conn).unwrap();
    }
    assert_eq!(posts(&users), [vec![1, 2], vec![3]]);
    assert_eq!(posts(&load(conn)), [vec![], vec![1, 2, 3]]);
    // A primary key, too, and one that another row has.
    for user in users.rows_mut() {
        user.id = 5;
    }
    assert_eq!(posts(&users), [vec![1, 2], vec![3]]);
    // What is loaded further is that of the new key.
    let users = users.with(User::reports).load(conn).unwrap();
    assert_eq!(users.iter().map(|user| user.reports().len()).sum::<usize>(), 0);
}

#[test]
fn rows_that_change_places_leave_their_links_where_they_were() {
    let mut users = users();
    let mut rows = users.rows_mut().into_iter();
    let (one, other) = (rows.next().unwrap(), rows.next().unwrap());
    mem::swap(one, other);
    assert_eq!(rows.next(), None);
    let names: Vec<&str> = users.rows().iter().map(|user| user.name.as_str()).collect();
    assert_eq!((names, posts(&users)), (vec!["user 2", "user 1"], vec![vec![1, 2], vec![3]]));
}

#[test]
fn a_single_row_is_changed_as_if_it_was_the_struct() {
    let conn = &mut database();
    let mut user = users::table.find(1).with(User::posts).first(conn).unwrap();
    user.name = "somebody".to_owned();
    *user = user.save_changes(conn).unwrap();
    for post in user.rows_mut().related(User::posts) {
        post.title = Some(String::new());
    }
    assert!(user.posts().rows().all(|post| post.title.as_deref() == Some("")));
    let loaded: User = users::table.find(1).first(conn).unwrap();
    assert_eq!(&loaded, user.row());
    assert_eq!(user.rows_mut().into_iter().count(), 1);
}

#[test]
fn the_rows_of_a_tree_are_those_of_every_depth() {
    let mut people = vec![user(1, None)]
        .with(User::reports.recursive().rows([user(2, Some(1)), user(3, Some(2))]))
        .with(User::posts.rows([post(1, 3)]))
        .build()
        .unwrap();
    for person in people.rows_mut() {
        person.name.push_str(", root");
    }
    let mut seen = 0;
    for person in people.rows_mut().related(User::reports) {
        person.name.push('.');
        seen += 1;
    }
    for post in people.rows_mut().related(User::reports).related(User::posts) {
        post.title = None;
    }
    let root = people.get(0).unwrap();
    let last = root.reports().next().unwrap().reports().next().unwrap();
    assert_eq!((root.name.as_str(), last.name.as_str(), seen), ("user 1, root.", "user 3.", 3));
    assert_eq!(last.posts().next().unwrap().title, None);
}

#[test]
fn what_was_not_loaded_on_a_condition_has_no_rows() {
    for loads in [true, false] {
        let mut users = vec![user(1, None)]
            .with_if(loads, User::posts.rows([post(1, 1)]))
            .with(User::posts.count().values([(1, 1)]))
            .build()
            .unwrap();
        let posts = users.rows_mut().related(User::posts);
        assert_eq!(format!("{posts:?}").contains("post 1"), loads);
        assert_eq!(posts.into_iter().count(), usize::from(loads));
    }
}
