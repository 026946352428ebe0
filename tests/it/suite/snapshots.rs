//! Snapshots: what they refuse, and what is left of them.

use crate::connection_kind::Inner;
use crate::database;
use crate::suite::world::world;
use blog::User;
use blog::schema::{post_tags, users};
use conjoin::testing::record;
use conjoin::{Error, snapshot};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::Error::{NotFound, RollbackTransaction};
use std::panic::{AssertUnwindSafe, catch_unwind};

fn count(conn: &mut Inner) -> QueryResult<usize> {
    Ok(users::table.load::<User>(conn)?.len())
}

/// Something that every database refuses to a transaction that reads only, with or without a
/// transaction.
fn write(conn: &mut Inner) -> QueryResult<()> {
    conn.batch_execute("CREATE TEMPORARY TABLE conjoin_written (id INTEGER)")
}

/// Whether it says what is wrong and what to do.
fn is_refused(error: &diesel::result::Error) -> bool {
    let text = error.to_string();
    matches!(Error::of(error), Some(Error::NoSnapshot { .. }))
        && text.starts_with("no snapshot: ")
        && (text.contains("; begin") || text.contains("; turn") || text.contains("; call"))
}

/// Statements are as free as they were before: one may write, and no transaction is open.
fn assert_over(conn: &mut Inner) {
    assert!(
        conn.transaction(|conn| {
            write(conn)?;
            count(conn)?;
            conn.batch_execute("DROP TABLE conjoin_written")
        }) == Ok(())
    );
    // Which panics in a transaction.
    conn.test_transaction::<_, diesel::result::Error, _>(count);
}

#[test]
fn a_snapshot_returns_what_its_closure_does() {
    let (mut conn, world) = world();
    let conn = conn.diesel();
    let found = snapshot(conn, |conn| users::table.load::<User>(conn));
    assert_eq!(found.map(|users| users.len()), Ok(world.users.len()));
    assert_over(conn);
}

#[test]
fn what_a_snapshot_sends_for_itself_is_not_counted() {
    let (mut conn, _) = world();
    let (read, statements) = record(conn.diesel(), |conn| snapshot(conn, count));
    read.unwrap();
    assert_eq!(statements.sent.len(), 1, "{statements:?}");
    assert!(statements.transaction.len() > 2, "{statements:?}");
}

#[test]
fn writes_are_refused_in_a_snapshot() {
    let (mut conn, _) = world();
    let conn = conn.diesel();
    let refused = snapshot(conn, write).unwrap_err();
    assert!(refused.to_string().to_lowercase().replace('-', "").contains("read"), "{refused}");
    assert_over(conn);
}

#[test]
fn an_error_ends_a_snapshot() {
    let (mut conn, _) = world();
    let conn = conn.diesel();
    let failed = snapshot(conn, |conn| count(conn).and(Err::<(), _>(NotFound)));
    assert_eq!(failed, Err(NotFound));
    assert_over(conn);
}

#[test]
fn a_panic_ends_a_snapshot_and_goes_on() {
    let (mut conn, _) = world();
    let conn = conn.diesel();
    let panicking = |conn: &mut Inner| {
        count(conn)?;
        std::panic::resume_unwind(Box::new("a panic"));
        #[allow(unreachable_code)]
        QueryResult::Ok(())
    };
    let panic = catch_unwind(AssertUnwindSafe(|| snapshot(conn, panicking))).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"a panic"));
    assert_over(conn);
}

#[test]
fn an_error_of_another_type_is_returned_as_it_is() {
    #[derive(Debug, PartialEq)]
    enum Failure {
        Diesel,
        Other,
    }
    impl From<diesel::result::Error> for Failure {
        fn from(_: diesel::result::Error) -> Self {
            Failure::Diesel
        }
    }
    let (mut conn, _) = world();
    let conn = conn.diesel();
    assert_eq!(snapshot(conn, |_| Err::<(), _>(Failure::Other)), Err(Failure::Other));
    assert_eq!(snapshot(conn, |conn| Ok(write(conn)?)), Err(Failure::Diesel));
    assert_over(conn);
}

#[test]
fn snapshots_nest() {
    let (mut conn, world) = world();
    let conn = conn.diesel();
    let inner = snapshot(conn, |conn| {
        let failed = snapshot(conn, |_| Err::<(), _>(RollbackTransaction));
        assert_eq!(failed, Err(RollbackTransaction));
        let inner = snapshot(conn, count)?;
        // The outer one refuses writes still.
        write(conn).unwrap_err();
        QueryResult::Ok(inner)
    });
    // PostgreSQL does not go on after an error.
    assert!(matches!(inner, Ok(found) if found == world.users.len()) || inner.is_err());
    assert_over(conn);
}

#[test]
fn a_snapshot_is_part_of_a_transaction_that_reads_one_state() {
    let (mut conn, world) = world();
    let conn = conn.diesel();
    conn.begin_test_transaction().unwrap();
    match database::name() {
        "postgresql" => {
            conn.batch_execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").unwrap();
        }
        // Which does not tell whether it does.
        "mariadb" => return assert!(is_refused(&snapshot(conn, count).unwrap_err())),
        _ => {}
    }
    diesel::delete(post_tags::table).execute(conn).unwrap();
    let left = snapshot(conn, |conn| post_tags::table.count().get_result::<i64>(conn));
    assert_eq!(left, Ok(0));
    assert!(conn.transaction(|conn| snapshot(conn, write)).is_err());
    // Around it, one may write.
    write(conn).unwrap();
    assert_eq!(snapshot(conn, count), Ok(world.users.len()));
    conn.batch_execute("DROP TABLE conjoin_written").unwrap();
}

#[test]
fn a_snapshot_is_refused_in_a_transaction_that_does_not_read_one_state() {
    let (mut conn, _) = world();
    let conn = conn.diesel();
    match database::name() {
        // There they all do, unless they read what is not committed.
        "sqlite" => conn.batch_execute("PRAGMA read_uncommitted = ON").unwrap(),
        "postgresql" | "mariadb" => {}
        other => panic!("{other}"),
    }
    let mut ran = false;
    let error = conn.transaction(|conn| {
        let refused = snapshot(conn, |conn| {
            ran = true;
            count(conn)
        });
        // The transaction goes on.
        count(conn)?;
        refused
    });
    let error = error.unwrap_err();
    assert!(is_refused(&error), "{error}");
    assert!(!ran);
    if database::name() == "sqlite" {
        assert!(is_refused(&snapshot(conn, count).unwrap_err()));
        conn.batch_execute("PRAGMA read_uncommitted = OFF").unwrap();
    }
    snapshot(conn, count).unwrap();
    assert_over(conn);
}

#[test]
fn a_connection_that_reads_only_goes_on_to() {
    let (mut conn, _) = world();
    let conn = conn.diesel();
    let read_only = match database::name() {
        "sqlite" => "PRAGMA query_only = ON",
        "postgresql" => "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
        _ => "SET SESSION TRANSACTION READ ONLY",
    };
    conn.batch_execute(read_only).unwrap();
    snapshot(conn, count).unwrap();
    write(conn).unwrap_err();
}
