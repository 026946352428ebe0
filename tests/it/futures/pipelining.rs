//! Several loads at a time over one connection to PostgreSQL, which sends them without waiting.

use super::futures::{SEEDED, connect, counts, wait};
use crate::place::Place;
use blog::schema::{posts, users};
use blog::{Post, User, tokio};
use conjoin::prelude::*;
use diesel::connection::InstrumentationEvent;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use std::sync::{Arc, Mutex};

/// The table of every statement, in the order in which they were sent.
fn observe(conn: &mut AsyncPgConnection) -> Arc<Mutex<Vec<&'static str>>> {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let tables = Arc::clone(&sent);
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let sql = query.to_string();
            let of = |table: &&str| sql.contains(&format!("FROM \"{table}\""));
            let table = ["users", "posts", "profiles"].into_iter().find(of);
            tables.lock().unwrap().push(table.unwrap_or("others"));
        }
    });
    sent
}

#[test]
fn two_graphs_load_over_one_connection_at_the_same_time() {
    let place = Place::new();
    wait(async {
        let mut conn = connect(&place).await;
        let sent = observe(&mut conn);
        let (mut a, mut b) = (&conn, &conn);
        let (users, posts) = tokio::try_join!(
            users::table.with(User::profile).load(&mut a),
            posts::table.with(Post::author).load(&mut b),
        )
        .unwrap();
        assert_eq!((users.len(), posts.len()), (3, 4));
        assert_eq!(posts.iter().filter(|post| post.author().is_some()).count(), 3);
        // Both roots are under way before either relation is asked for.
        let sent = sent.lock().unwrap();
        assert_eq!(sent[..2], ["users", "posts"]);
        assert_eq!(sent.len(), 4);
    });
}

#[test]
fn functions_that_borrow_the_connection_share_it() {
    async fn loaded(mut conn: &AsyncPgConnection) -> QueryResult<Vec<(usize, usize)>> {
        counts(&mut conn).await
    }
    let place = Place::new();
    wait(async {
        let conn = connect(&place).await;
        let all = tokio::try_join!(loaded(&conn), loaded(&conn), loaded(&conn)).unwrap();
        assert_eq!(all, (SEEDED.to_vec(), SEEDED.to_vec(), SEEDED.to_vec()));
    });
}

#[test]
fn graphs_share_the_connection_inside_a_transaction() {
    let place = Place::new();
    wait(async {
        let mut conn = connect(&place).await;
        let both = conn.transaction(async |conn| {
            let (mut a, mut b) = (&*conn, &*conn);
            tokio::try_join!(
                users::table.with(User::posts).load(&mut a),
                users::table.find(1).with(User::profile).first(&mut b),
            )
        });
        let (users, alice) = both.await.unwrap();
        assert_eq!((users.len(), alice.profile().is_some()), (3, true));
        assert_eq!(counts(&mut conn).await.unwrap(), SEEDED);
    });
}

#[test]
fn one_of_two_graphs_fails_and_the_other_loads() {
    let place = Place::new();
    wait(async {
        let conn = connect(&place).await;
        let wrong = posts::table.filter(diesel::dsl::sql::<diesel::sql_types::Bool>("1 / 0 = 1"));
        let (mut a, mut b) = (&conn, &conn);
        let (users, posts) = tokio::join!(
            users::table.with(User::posts).load(&mut a),
            wrong.with(Post::author).load(&mut b),
        );
        assert_eq!(users.unwrap().len(), 3);
        assert!(posts.is_err());
        assert_eq!(counts(&mut &conn).await.unwrap(), SEEDED);
    });
}
