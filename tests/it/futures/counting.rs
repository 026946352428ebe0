//! Counting the statements of async code.

use blog::schema::users;
use blog::{User, tokio};
use conjoin::prelude::*;
use conjoin::{assert_statements, testing};
use diesel::prelude::*;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

#[test]
fn an_async_closure_is_counted_and_returns_what_it_returns() {
    let mut conn = blog::async_database().unwrap();
    let load = users::table.with(User::posts);
    let count = assert_statements!(2, &mut conn, async |conn| load.load(conn).await);
    assert_eq!(runtime().block_on(count).unwrap().len(), 3);
    let nothing = assert_statements!(0, &mut conn, async move |_conn| "nothing");
    assert_eq!(runtime().block_on(nothing), "nothing");
}

#[test]
fn a_failure_says_where_it_was_asserted_and_lists_the_statements() {
    let mut conn = blog::async_database().unwrap();
    let load = users::table.with(User::posts);
    let line = line!() + 1;
    let count = assert_statements!(1, &mut conn, async |conn| load.load(conn).await.unwrap());
    let count = std::panic::AssertUnwindSafe(|| runtime().block_on(count).len());
    let panic = std::panic::catch_unwind(count).unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    let (place, rest) = text.split_once(": ").unwrap();
    assert!(place.contains(&format!("counting.rs:{line}")), "{text}");
    assert!(rest.starts_with("expected 1 statements, 2 were sent:\n  SELECT"), "{text}");
}

#[test]
fn async_statements_are_recorded_in_order() {
    let mut conn = blog::async_database().unwrap();
    let load = users::table.find(1).with(User::posts);
    let record = testing::record_async(&mut conn, async |conn: &mut _| load.load(conn).await);
    let (users, statements) = runtime().block_on(record);
    assert_eq!((users.unwrap().len(), statements.sent.len()), (1, 2));
    assert!(statements.sent[1].contains("`posts`"), "{statements:#?}");
    assert!(statements.transaction.is_empty());
}
