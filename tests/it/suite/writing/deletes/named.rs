//! What is named goes, from the bottom up, and nothing else.

use super::{as_sent, is_left, rows_of};
use crate::database::MAX_BINDS;
use crate::suite::conn::Conn;
use crate::suite::world::{database, sent, world};
use crate::suite::writing::links::links;
use blog::schema::{post_tags, posts, profiles, tags, users};
use blog::{Post, Profile, Tag, User};
use conjoin::prelude::*;
use conjoin::testing::record;
use diesel::prelude::*;
use diesel::result::Error;

type Everything = (Vec<User>, Vec<Profile>, Vec<Post>, Vec<Tag>, Vec<(i32, i32)>);

/// All rows of the blog, in order.
fn everything(conn: &mut Conn) -> Everything {
    let links = links(conn);
    let conn = conn.diesel();
    (
        users::table.order_by(users::id).load(conn).unwrap(),
        profiles::table.order_by(profiles::id).load(conn).unwrap(),
        posts::table.order_by(posts::id).load(conn).unwrap(),
        tags::table.order_by(tags::id).load(conn).unwrap(),
        links,
    )
}

/// What the same takes by hand: users with everything that is theirs.
fn by_hand(ids: &[i32], conn: &mut Conn) -> usize {
    let of_users = posts::user_id.eq_any(ids.iter().map(|id| Some(*id)).collect::<Vec<_>>());
    let of_posts = posts::table.filter(of_users.clone()).select(posts::id);
    let links = diesel::delete(post_tags::table.filter(post_tags::post_id.eq_any(of_posts)));
    let profiles = profiles::table.filter(profiles::user_id.eq_any(ids));
    links.execute(conn).unwrap()
        + diesel::delete(posts::table.filter(of_users)).execute(conn).unwrap()
        + diesel::delete(profiles).execute(conn).unwrap()
        + diesel::delete(users::table.filter(users::id.eq_any(ids))).execute(conn).unwrap()
}

#[test]
fn a_row_goes_with_what_is_named_in_one_statement_each() {
    let ((mut conn, world), mut other) = (world(), self::world().0);
    let alice = &world.users[0];
    let (deleted, statements) = sent(&mut conn, |conn| {
        alice.delete().with(User::profile).with(User::posts.with(Post::tags)).execute(conn)
    });
    assert_eq!(
        statements,
        as_sent(&[
            "DELETE FROM `post_tags` WHERE `post_tags`.`post_id` IN \
             (SELECT `posts`.`id` FROM `posts` WHERE `posts`.`user_id` = ?)",
            "DELETE FROM `posts` WHERE `posts`.`user_id` = ?",
            "DELETE FROM `profiles` WHERE `profiles`.`user_id` = ?",
            "DELETE FROM `users` WHERE `users`.`id` = ?",
        ])
    );
    assert_eq!(deleted, by_hand(&[alice.id], &mut other));
    assert_eq!(everything(&mut conn), everything(&mut other));
    assert_eq!(alice.delete().execute(&mut conn), Ok::<usize, _>(0));
}

#[test]
fn several_rows_take_as_many_statements_as_one() {
    let ((mut conn, world), mut other) = (world(), self::world().0);
    let some = &world.users[1..6];
    let ids: Vec<i32> = some.iter().map(|user| user.id).collect();
    let (deleted, statements) = record(&mut conn, |conn| {
        some.delete().with(User::posts.with(Post::tags)).with(User::profile).execute(conn)
    });
    assert_eq!((statements.sent.len(), statements.transaction.len()), (4, 2), "{statements:#?}");
    assert_eq!(deleted, Ok::<usize, _>(by_hand(&ids, &mut other)));
    assert_eq!(everything(&mut conn), everything(&mut other));
}

#[test]
fn rows_are_taken_in_every_form() {
    let (mut conn, world) = world();
    let tags: Vec<Tag> =
        [100, 101, 102, 103, 104, 105].map(|id| Tag { id, name: format!("tag {id}") }).into();
    for Tag { id, name } in &tags {
        let row = (tags::id.eq(id), tags::name.eq(name));
        diesel::insert_into(tags::table).values(row).execute(&mut conn).unwrap();
    }
    let graph = tags::table.filter(tags::id.eq(100)).with(Tag::posts).load(&mut conn).unwrap();
    let one = tags::table.find(101).with(Tag::posts).first(&mut conn).unwrap();
    let node = tags::table.filter(tags::id.eq(102)).with(Tag::posts).load(&mut conn).unwrap();
    let post = &world.posts[0];
    post.set(Post::tags, &tags[5..]).execute(&mut conn).unwrap();
    let post = posts::table.find(post.id).with(Post::tags).first(&mut conn).unwrap();
    let all = [
        graph.delete().execute(&mut conn),
        one.delete().execute(&mut conn),
        node.get(0).unwrap().delete().execute(&mut conn),
        [&tags[3], &tags[3]].delete().execute(&mut conn),
        tags[4..5].to_vec().delete().execute(&mut conn),
        post.tags().delete().with(Tag::posts).execute(&mut conn),
    ];
    assert_eq!(all, [Ok(1), Ok(1), Ok(1), Ok(1), Ok(1), Ok::<usize, Error>(2)]);
    let left: Vec<Tag> = tags::table.order_by(tags::id).load(conn.diesel()).unwrap();
    assert_eq!(left, world.tags);
}

#[test]
fn a_row_that_is_not_named_is_an_error_and_nothing_goes() {
    let (mut conn, world) = world();
    let before = everything(&mut conn);
    let (alice, rust) = (&world.users[0], &world.tags[0]);
    let outcomes = [
        alice.delete().execute(&mut conn),
        alice.delete().with(User::posts.with(Post::tags)).execute(&mut conn),
        alice.delete().with(User::profile).execute(&mut conn),
        alice.delete().with(User::profile).with(User::posts).execute(&mut conn),
        rust.delete().execute(&mut conn),
        world.posts.delete().execute(&mut conn),
    ];
    for outcome in &outcomes {
        assert!(is_left(outcome), "{outcome:?}");
        assert_eq!(everything(&mut conn), before);
    }
}

#[test]
fn of_a_many_to_many_the_links_go() {
    let (mut conn, world) = world();
    let post = &world.posts[0];
    let linked = world.tags_of(post).len();
    assert!(linked > 0);
    let tags: i64 = tags::table.count().get_result(conn.diesel()).unwrap();
    let deleted = post.delete().with(Post::tags).execute(&mut conn);
    assert_eq!(deleted, Ok::<usize, _>(linked + 1));
    assert_eq!(tags::table.count().get_result(conn.diesel()), Ok(tags));
    assert!(links(&mut conn).iter().all(|(of, _)| *of != post.id));
}

#[test]
fn no_rows_are_no_statement() {
    let mut conn = world().0;
    let none: &[User] = &[];
    let (deleted, statements) =
        sent(&mut conn, |conn| none.delete().with(User::posts.with(Post::tags)).execute(conn));
    assert_eq!((deleted, statements.len()), (0, 0));
}

#[test]
fn inside_a_transaction_an_error_undoes_the_deletes_alone() {
    let (mut conn, world) = world();
    let (alice, bob) = (&world.users[0], &world.users[1]);
    let before = everything(&mut conn);
    let outcome = conn.transaction(|conn| {
        bob.create(User::posts, (posts::id.eq(100), posts::title.eq("kept"))).execute(conn)?;
        let failed = alice.delete().with(User::posts.with(Post::tags)).execute(conn);
        assert!(is_left(&failed), "{failed:?}");
        Ok::<_, Error>(())
    });
    outcome.unwrap();
    let mut after = everything(&mut conn);
    let kept = after.2.pop().unwrap();
    assert_eq!((kept.id, kept.user_id), (100, Some(bob.id)));
    assert_eq!(after, before);
    let undone = conn.transaction(|conn| {
        let deleted: usize =
            alice.delete().with(User::posts.with(Post::tags)).with(User::profile).execute(conn)?;
        assert!(deleted > 3);
        Err::<(), _>(Error::RollbackTransaction)
    });
    undone.unwrap_err();
    assert_eq!(users::table.count().get_result(conn.diesel()), Ok(before.0.len() as i64));
    assert_eq!(links(&mut conn), before.4);
}

#[test]
fn more_rows_than_one_statement_has_binds_for() {
    const ROWS: i32 = 70_000;
    let mut conn = database(
        "CREATE TABLE users (id INTEGER PRIMARY KEY);
         CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));
         CREATE TABLE post_tags (post_id INTEGER NOT NULL, tag_id INTEGER NOT NULL,
            PRIMARY KEY (post_id, tag_id));
         INSERT INTO users VALUES (1), (69999), (80000);
         INSERT INTO posts VALUES (1, 1), (2, 69999), (3, 80000);
         INSERT INTO post_tags VALUES (1, 1), (2, 1), (3, 1);",
    );
    let users: Vec<User> = (0..ROWS).map(|id| User { id, username: String::new() }).collect();
    let (deleted, statements) =
        record(&mut conn, |conn| users.delete().with(User::posts.with(Post::tags)).execute(conn));
    assert_eq!(deleted, Ok::<usize, _>(6));
    let chunks = if crate::database::ARRAYS { 1 } else { (ROWS as usize).div_ceil(MAX_BINDS / 2) };
    assert_eq!(statements.sent.len(), 3 * chunks);
    assert_eq!(rows_of!(conn, users, posts, post_tags), (1, 1, 1));
}
