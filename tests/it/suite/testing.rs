//! Counting statements, with `conjoin::testing`.

use crate::suite::conn::Conn;
use crate::suite::world::{plain, world};
use blog::schema::{posts, users};
use blog::{Post, User};
use conjoin::assert_statements;
use conjoin::prelude::*;
use conjoin::testing::{Statements, record};
use diesel::connection::{InstrumentationEvent, SimpleConnection, set_default_instrumentation};
use diesel::prelude::*;
use diesel::result::Error::RollbackTransaction;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

/// The text that `code` panics with.
fn panic_of(code: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(code)).expect_err("it should panic");
    panic.downcast_ref::<String>().cloned().expect("a panic with a text")
}

/// A query per user, which is what the tests of users are to find.
fn posts_one_by_one(conn: &mut Conn) -> QueryResult<usize> {
    let users: Vec<User> = users::table.limit(3).load(conn.diesel())?;
    let mut count = 0;
    for user in &users {
        count += user.related(User::posts).load::<Post>(conn.diesel())?.len();
    }
    Ok(count)
}

#[test]
fn statements_are_recorded_in_order_without_their_binds() {
    let (mut conn, _) = world();
    let (count, statements) = record(&mut conn, posts_one_by_one);
    assert!(count.unwrap() > 0);
    let post = "SELECT `posts`.`id`, `posts`.`title`, `posts`.`content`, `posts`.`user_id` \
                FROM `posts` WHERE `posts`.`user_id` = ?";
    let user = "SELECT `users`.`id`, `users`.`username` FROM `users` LIMIT ?";
    let expected = [user, post, post, post].map(str::to_owned).to_vec();
    let sent: Vec<String> = statements.sent.iter().map(|sql| plain(sql)).collect();
    assert_eq!((sent, statements.transaction), (expected, Vec::new()));
}

#[test]
fn what_the_closure_returns_is_returned() {
    let (mut conn, _) = world();
    let count = assert_statements!(4, &mut conn, posts_one_by_one).unwrap();
    let users = users::table.limit(3).with(User::posts);
    let users = assert_statements!(2, &mut conn, |conn| users.load(conn)).unwrap();
    assert_eq!(users.iter().map(|user| user.posts().len()).sum::<usize>(), count);
    assert_eq!(assert_statements!(0, &mut conn, |_| "nothing"), "nothing");
}

#[test]
fn a_failure_says_how_many_were_expected_and_lists_the_statements() {
    let (mut conn, _) = world();
    let text = panic_of(|| {
        let _ = assert_statements!(2, &mut conn, posts_one_by_one);
    });
    let text = plain(&text);
    assert_eq!(text.lines().next(), Some("expected 2 statements, 4 were sent:"));
    assert_eq!(text.matches("FROM `posts` WHERE `posts`.`user_id` = ?").count(), 3);
    assert_eq!(text.matches("FROM `users`").count(), 1);
    assert!(posts_one_by_one(&mut conn).is_ok());
}

#[test]
fn fewer_statements_than_expected_fail_too() {
    let (mut conn, _) = world();
    let text = panic_of(|| assert_statements!(1, &mut conn, |_| ()));
    assert_eq!(text, "expected 1 statements, 0 were sent:\n");
}

#[test]
fn transactions_are_told_apart_from_what_they_hold() {
    let (mut conn, _) = world();
    let (users, Statements { sent, transaction }) = record(&mut conn, |conn| {
        conn.transaction(|conn| users::table.with(User::posts).load(conn))
    });
    assert_eq!(users.unwrap().len(), 12);
    assert_eq!(sent.len(), 2);
    assert_eq!(transaction, ["BEGIN", "COMMIT"]);
    let count = assert_statements!(4, &mut conn, |conn| conn.transaction(posts_one_by_one));
    assert!(count.is_ok());
}

#[test]
fn nested_transactions_are_savepoints() {
    let (mut conn, _) = world();
    let (result, Statements { sent, transaction }) = record(&mut conn, |conn| {
        conn.transaction(|conn| {
            conn.transaction(|conn| users::table.with(User::posts).load(conn))?;
            let undone: QueryResult<()> = conn.transaction(|_| Err(RollbackTransaction));
            assert_eq!(undone, Err(RollbackTransaction));
            posts::table.with(Post::author).first(conn)
        })
    });
    assert!(result.is_ok());
    assert_eq!(sent.len(), 4);
    let words = transaction.iter().map(|sql| sql.split_whitespace().next().unwrap());
    let words: Vec<&str> = words.collect();
    assert_eq!(words, ["BEGIN", "SAVEPOINT", "RELEASE", "SAVEPOINT", "ROLLBACK", "COMMIT"]);
}

#[test]
fn a_rolled_back_transaction_is_recorded() {
    let (mut conn, _) = world();
    let (_, Statements { sent, transaction }) = record(&mut conn, |conn| {
        conn.transaction(|conn| {
            diesel::update(users::table.find(1)).set(users::username.eq("eve")).execute(conn)?;
            Err::<(), _>(RollbackTransaction)
        })
    });
    assert_eq!(sent.len(), 1);
    assert_eq!(transaction, ["BEGIN", "ROLLBACK"]);
    assert_eq!(users::table.find(1).first::<User>(conn.diesel()).unwrap().username, "alice");
}

#[test]
fn commands_and_writes_count() {
    let (mut conn, _) = world();
    let new = (posts::id.eq(100), posts::title.eq("new -- binds: [?]"));
    assert_statements!(3, &mut conn, |conn| {
        diesel::insert_into(posts::table).values(new).execute(conn)?;
        conn.batch_execute("DELETE FROM posts WHERE title = 'BEGIN'")?;
        diesel::delete(posts::table.find(100)).execute(conn)
    })
    .unwrap();
}

#[test]
fn statements_that_fail_count() {
    let (mut conn, _) = world();
    conn.batch_execute("DROP TABLE profiles").unwrap();
    let failed =
        assert_statements!(2, &mut conn, |conn| users::table.with(User::profile).load(conn));
    assert!(failed.is_err());
}

#[test]
fn nothing_is_recorded_outside_of_the_closure() {
    let (mut conn, _) = world();
    posts_one_by_one(&mut conn).unwrap();
    let (first, one) =
        record(&mut conn, |conn| users::table.count().get_result::<i64>(conn.diesel()));
    posts_one_by_one(&mut conn).unwrap();
    let (second, other) =
        record(&mut conn, |conn| users::table.count().get_result::<i64>(conn.diesel()));
    assert_eq!((first, one.sent.len()), (second, 1));
    assert_eq!(one, other);
}

/// What the default instrumentation saw of statements that speak to it.
static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

#[test]
fn afterwards_the_connection_has_the_default_instrumentation() {
    set_default_instrumentation(|| {
        Some(Box::new(|event: InstrumentationEvent<'_>| {
            let mut text = String::new();
            // Other tests send what Diesel cannot write.
            if let InstrumentationEvent::StartQuery { query, .. } = event
                && write!(text, "{query}").is_ok()
                && text.contains("for the default")
            {
                SEEN.lock().unwrap().push(text);
            }
        }))
    })
    .unwrap();
    let (mut conn, _) = world();
    let ((), during) =
        record(&mut conn, |conn| conn.batch_execute("SELECT 1 -- for the default").unwrap());
    assert_eq!(during.sent.len(), 1);
    assert!(SEEN.lock().unwrap().is_empty());
    conn.batch_execute("SELECT 2 -- for the default").unwrap();
    assert_eq!(*SEEN.lock().unwrap(), ["SELECT 2 -- for the default"]);
}
