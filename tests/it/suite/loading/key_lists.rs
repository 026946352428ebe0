//! What the statements ask for: distinct keys, and nothing when there is no key.

use crate::database::name;
use crate::suite::conn::Conn;
use crate::suite::world::{keys, sent, world};
use blog::schema::{posts, profiles, tags, users};
use blog::{Post, Profile, Tag, User};
use conjoin::assert_statements;
use conjoin::prelude::*;
use diesel::connection::InstrumentationEvent;
use diesel::prelude::*;
use std::sync::{Arc, Mutex};

/// The number of values in each statement that `code` sends, those of arrays too, without the repeats of the
/// last one that fill a list. They are integers.
fn values<T>(conn: &mut Conn, code: impl FnOnce(&mut Conn) -> QueryResult<T>) -> (T, Vec<usize>) {
    let texts = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&texts);
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            notes.lock().unwrap().push(query.to_string());
        }
    });
    let result = code(conn).unwrap();
    let texts = texts.lock().unwrap();
    let count = |sql: &String| {
        let (_, binds) = sql.split_once("-- binds: ").unwrap();
        let mut values: Vec<&str> = binds.split(['[', ',', ']']).map(str::trim).collect();
        values.retain(|value| !value.is_empty());
        while let [.., before, last] = values[..]
            && before == last
        {
            values.pop();
        }
        values.len()
    };
    (result, texts.iter().map(count).collect())
}

#[test]
fn one_key_is_compared_and_several_are_listed() {
    let (mut conn, _) = world();
    let (_, one) = sent(&mut conn, |conn| users::table.find(1).with(User::posts).load(conn));
    assert_eq!(
        one[1],
        "SELECT `posts`.`id`, `posts`.`title`, `posts`.`content`, `posts`.`user_id` FROM `posts` \
         WHERE `posts`.`user_id` = ?"
    );
    let (_, one) = sent(&mut conn, |conn| posts::table.find(1).with(Post::tags).load(conn));
    assert!(one[1].ends_with(" WHERE `post_tags`.`post_id` = ?"), "{}", one[1]);
    let three = users::table.filter(users::id.le(3));
    let (_, three) = sent(&mut conn, |conn| three.with(User::posts).load(conn));
    assert_eq!(
        three[1],
        format!(
            "SELECT `posts`.`id`, `posts`.`title`, `posts`.`content`, `posts`.`user_id` \
             FROM `posts` WHERE `posts`.`user_id` {}",
            keys(3)
        )
    );
}

#[test]
fn an_association_is_asked_for_both_keys_and_the_row() {
    let (mut conn, _) = world();
    let plan = Post::tags.order_by(tags::name);
    let query = posts::table.filter(posts::id.le(2)).with(plan);
    let (_, sent) = sent(&mut conn, |conn| query.load(conn));
    let key_first = if name() == "sqlite" { "`post_tags`.`post_id`, " } else { "" };
    assert_eq!(
        sent[1],
        format!(
            "SELECT `post_tags`.`post_id`, `tags`.`id`, `tags`.`id`, `tags`.`name` \
             FROM `tags` INNER JOIN `post_tags` ON `post_tags`.`tag_id` = `tags`.`id` \
             WHERE `post_tags`.`post_id` {} ORDER BY {key_first}`tags`.`name`",
            keys(2)
        )
    );
}

#[test]
fn the_keys_of_belongs_to_are_asked_for_once_each_and_without_null() {
    let (mut conn, world) = world();
    let (_, values) = values(&mut conn, |conn| posts::table.with(Post::author).load(conn));
    let writers = world.users.iter().filter(|user| !world.posts_of(user).is_empty());
    assert_eq!(values, [0, writers.count()]);
}

#[test]
fn parents_that_repeat_are_asked_for_once() {
    let (mut conn, world) = world();
    let query = users::table.inner_join(posts::table);
    let (users, values) = values(&mut conn, |conn| query.with(User::profile).load(conn));
    let writers = world.users.iter().filter(|user| !world.posts_of(user).is_empty()).count();
    assert!(users.len() > writers);
    assert_eq!(values, [0, writers]);
}

#[test]
fn the_rows_below_are_asked_for_once_though_many_lead_to_them() {
    let (mut conn, world) = world();
    let query = posts::table.with(Post::tags.with(Tag::posts));
    let (_, values) = values(&mut conn, |conn| query.load(conn));
    let used = world.tags.iter().filter(|tag| !world.posts_with(tag).is_empty()).count();
    assert_eq!(values, [0, world.posts.len(), used]);
}

#[test]
fn the_binds_of_a_filter_stand_beside_those_of_the_keys() {
    let (mut conn, _) = world();
    let plan = User::posts.filter(posts::title.like("post%")).filter(posts::id.gt(7));
    let query = users::table.filter(users::id.le(2)).with(plan);
    let (_, sent) = sent(&mut conn, |conn| query.load(conn));
    let expected = format!(
        "WHERE `posts`.`user_id` {} AND ((`posts`.`title` LIKE ?)) AND ((`posts`.`id` > ?))",
        keys(2)
    );
    assert!(sent[1].ends_with(&expected), "{}", sent[1]);
}

#[test]
fn no_parents_need_no_further_statement() {
    let (mut conn, _) = world();
    let nobody = || users::table.filter(users::id.lt(0));
    let users = assert_statements!(1, &mut conn, |conn| {
        nobody()
            .with(User::profile)
            .with(User::posts.filter(posts::id.gt(0)).with(Post::tags.with(Tag::posts)))
            .load(conn)
    });
    assert!(users.unwrap().is_empty());
    let missing = assert_statements!(1, &mut conn, |conn| {
        nobody().with(User::posts).first(conn).optional()
    });
    assert!(missing.unwrap().is_none());
}

#[test]
fn keys_that_are_all_null_need_no_further_statement() {
    let (mut conn, world) = world();
    let orphans = assert_statements!(1, &mut conn, |conn| {
        let query = posts::table.filter(posts::user_id.is_null());
        query.with(Post::author.with(User::profile)).load(conn)
    })
    .unwrap();
    let expected = world.posts.iter().filter(|post| post.user_id.is_none()).count();
    assert_eq!(orphans.iter().filter(|post| post.author().is_none()).count(), expected);
}

#[test]
fn a_level_without_rows_ends_the_path() {
    let (mut conn, _) = world();
    let users = assert_statements!(2, &mut conn, |conn| {
        let silent = users::table.filter(users::id.eq_any([3, 11]));
        silent.with(User::posts.with(Post::tags.with(Tag::posts)).with(Post::author)).load(conn)
    })
    .unwrap();
    assert!(users.iter().all(|user| user.posts().is_empty()));
}

#[test]
fn a_filter_that_leaves_no_rows_ends_the_path() {
    let (mut conn, _) = world();
    let query = profiles::table
        .with(Profile::user.with(User::posts.filter(posts::id.lt(0)).with(Post::tags)));
    let profiles = assert_statements!(3, &mut conn, |conn| query.load(conn)).unwrap();
    assert!(profiles.iter().all(|profile| profile.user().posts().is_empty()));
}
