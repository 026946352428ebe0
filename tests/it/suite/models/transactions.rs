//! Diesel's test transactions, which are never committed.

use crate::suite::conn::Conn;
use crate::suite::world::world;
use blog::schema::{posts, users};
use blog::{Post, User};
use conjoin::assert_statements;
use conjoin::prelude::*;
use diesel::prelude::*;
use diesel::result::Error::{self, RollbackTransaction};

/// The number of posts of each user.
fn counts(conn: &mut Conn) -> QueryResult<Vec<usize>> {
    let users = users::table.order_by(users::id).with(User::posts.with(Post::tags)).load(conn)?;
    Ok(users.iter().map(|user| user.posts().len()).collect())
}

/// All posts become those of a user who has none.
fn give_all_to_the_third(conn: &mut Conn) {
    diesel::update(posts::table).set(posts::user_id.eq(3)).execute(conn).unwrap();
}

#[test]
fn what_a_test_transaction_wrote_is_loaded() {
    let (mut conn, _) = world();
    let before = counts(&mut conn).unwrap();
    conn.begin_test_transaction().unwrap();
    assert_eq!(assert_statements!(3, &mut conn, counts).unwrap(), before);
    give_all_to_the_third(&mut conn);
    assert_eq!(counts(&mut conn).unwrap()[..4], [0, 0, 40, 0]);
    let post = posts::table.find(1).with(Post::author).first(&mut conn).unwrap();
    assert_eq!(post.author().map(|author| author.id), Some(3));
}

#[test]
fn transactions_nest_in_a_test_transaction() {
    let (mut conn, _) = world();
    let before = counts(&mut conn).unwrap();
    conn.begin_test_transaction().unwrap();
    let inside = conn.transaction(|conn| {
        give_all_to_the_third(conn);
        assert_eq!(counts(conn)?[2], 40);
        Err::<(), _>(RollbackTransaction)
    });
    assert_eq!(inside, Err(RollbackTransaction));
    assert_eq!(counts(&mut conn).unwrap(), before);
}

#[test]
fn what_a_test_of_a_closure_wrote_is_gone_afterwards() {
    let (mut conn, _) = world();
    let before = counts(&mut conn).unwrap();
    let during = conn.test_transaction::<_, Error, _>(|conn| {
        give_all_to_the_third(conn);
        counts(conn)
    });
    assert_eq!(during[2], 40);
    assert_eq!(counts(&mut conn).unwrap(), before);
}
