//! Rows that are inserted while those they refer to are deleted.

use crate::database::{Blocking, LOCKS_ROWS};
use crate::place::Place;
use crate::server::{IMPATIENT, READ_COMMITTED};
use blog::schema::{post_tags, posts, users};
use blog::{Post, User};
use conjoin::prelude::*;
use diesel::connection::{InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
use diesel::result::DatabaseErrorKind::ForeignKeyViolation;
use diesel::result::Error::DatabaseError;
use std::sync::{Arc, Mutex};

type Insert = fn(&mut Blocking) -> QueryResult<usize>;

/// Deletes alice with everything of hers, while another connection inserts a row right before the statement
/// that deletes from a table. Returns both outcomes.
fn delete_while(place: &Place, table: &'static str, insert: Insert) -> [QueryResult<usize>; 2] {
    let (conn, other) = (&mut place.connect(), place.connect());
    let mut other = other;
    conn.batch_execute(READ_COMMITTED).unwrap();
    other.batch_execute(IMPATIENT).unwrap();
    let alice: User = users::table.find(1).first(conn).unwrap();
    let inserted = Arc::new(Mutex::new(None));
    let outcome = Arc::clone(&inserted);
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        let InstrumentationEvent::StartQuery { query, .. } = event else { return };
        let sql = query.to_string().replace(['`', '"'], "");
        if sql.contains(&format!("FROM {table} WHERE"))
            && sql.starts_with("DELETE")
            && !sql.contains("SELECT")
        {
            *outcome.lock().unwrap() = Some(insert(&mut other));
        }
    });
    let plan = alice.delete().with(User::profile).with(User::posts.with(Post::tags));
    let deleted = plan.execute(conn);
    let inserted = inserted.lock().unwrap().take().expect("a statement about that table");
    [deleted, inserted]
}

fn count(place: &Place) -> (i64, i64, i64) {
    let conn = &mut place.connect();
    let links = post_tags::table.count().get_result(conn).unwrap();
    let posts = posts::table.count().get_result(conn).unwrap();
    (users::table.count().get_result(conn).unwrap(), posts, links)
}

#[test]
fn a_row_inserted_in_the_meantime_is_an_error_and_is_never_lost() {
    let a_link: Insert = |conn| {
        let link = (post_tags::post_id.eq(1), post_tags::tag_id.eq(3));
        diesel::insert_into(post_tags::table).values(link).execute(conn)
    };
    let a_post: Insert = |conn| {
        let post = (posts::id.eq(9), posts::title.eq("New"), posts::user_id.eq(1));
        diesel::insert_into(posts::table).values(post).execute(conn)
    };
    for (table, insert) in [("posts", a_link), ("users", a_post)] {
        let place = Place::new();
        let (users, posts, links) = count(&place);
        let [deleted, inserted] = delete_while(&place, table, insert);
        // SQLite lets nobody else write.
        assert_eq!(inserted.is_ok(), LOCKS_ROWS, "{inserted:?}");
        if LOCKS_ROWS {
            assert!(matches!(deleted, Err(DatabaseError(ForeignKeyViolation, _))), "{deleted:?}");
            let (post, link) = if table == "users" { (1, 0) } else { (0, 1) };
            assert_eq!(count(&place), (users, posts + post, links + link));
        } else {
            assert_eq!((deleted, count(&place)), (Ok(7), (users - 1, posts - 2, links - 3)));
        }
    }
}

#[test]
fn an_error_of_any_statement_undoes_all() {
    for table in ["post_tags", "posts", "profiles", "users"] {
        let place = Place::new();
        let before = count(&place);
        // A row that refers to one of that table, which no model knows.
        let (key, row) = match table {
            "post_tags" => {
                ("post_id INTEGER, tag_id INTEGER, FOREIGN KEY (post_id, tag_id)", "1, 1")
            }
            _ => ("id INTEGER, FOREIGN KEY (id)", "1"),
        };
        let columns = if table == "post_tags" { "post_id, tag_id" } else { "id" };
        let conn = &mut place.connect();
        conn.batch_execute(&format!(
            "CREATE TABLE others ({key} REFERENCES {table} ({columns})); INSERT INTO others VALUES ({row})"
        ))
        .unwrap();
        let alice: User = users::table.find(1).first(conn).unwrap();
        let plan = || alice.delete().with(User::profile).with(User::posts.with(Post::tags));
        let deleted = plan().execute(conn);
        assert!(
            matches!(deleted, Err(DatabaseError(ForeignKeyViolation, _))),
            "{table}: {deleted:?}"
        );
        assert_eq!(count(&place), before, "{table}");
        conn.batch_execute("DELETE FROM others").unwrap();
        assert_eq!(plan().execute(conn), Ok(7));
    }
}
