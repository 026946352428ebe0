//! Loads that are dropped or lose their connection while they wait for the server.

use super::futures::dropping::by_hand;
use super::futures::pools::{bb8, deadpool};
use super::futures::{SEEDED, connect, counts, wait};
use crate::database::Asynchronous;
use crate::place::Place;
use crate::server;
use blog::tokio;
use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection, RunQueryDsl, TransactionManager};
use std::pin::Pin;
use std::time::Duration;

async fn id(conn: &mut Asynchronous) -> i64 {
    diesel::select(sql::<BigInt>(server::ID)).get_result(conn).await.unwrap()
}

/// Returns when a connection waits for a lock.
async fn waiting(id: i64) {
    let watch = move || server::await_waiting(&mut server::admin(), id);
    tokio::task::spawn_blocking(watch).await.unwrap();
}

/// When a future is dropped.
#[derive(Debug, Clone, Copy)]
struct Moment {
    /// At the statement that has to wait for this table.
    table: &'static str,
    /// Once more, so that the statements that can be kept are prepared.
    again: bool,
    in_transaction: bool,
}

/// Something that reads three tables.
type Reads = for<'c> fn(&'c mut Asynchronous) -> Reading<'c>;
type Reading<'c> = Pin<Box<dyn Future<Output = QueryResult<()>> + Send + 'c>>;

/// Whether a connection is broken, and whether the next two loads can use it.
type State = (bool, bool);

/// The state of a connection on which `code` was dropped while a statement waited.
async fn dropped_at(moment: Moment, code: Reads) -> State {
    let place = Place::new();
    let (mut conn, mut other) = (connect(&place).await, place.connect());
    if moment.again {
        code(&mut conn).await.unwrap();
    }
    let id = id(&mut conn).await;
    other.batch_execute(&server::lock(moment.table)).unwrap();
    let run = async |conn: &mut Asynchronous| match moment.in_transaction {
        true => conn.transaction(async |conn| code(conn).await).await,
        false => code(conn).await,
    };
    tokio::select! {
        biased;
        result = run(&mut conn) => panic!("it should wait: {result:?}"),
        () = waiting(id) => {}
    }
    other.batch_execute(server::UNLOCK).unwrap();
    type Transactions = <Asynchronous as AsyncConnection>::TransactionManager;
    let broken = Transactions::is_broken_transaction_manager(&mut conn);
    (broken, is_usable(&mut conn).await && is_usable(&mut conn).await)
}

/// If not, it takes what was not meant for it for rows, or says that it cannot read that.
async fn is_usable(conn: &mut Asynchronous) -> bool {
    counts(conn).await.is_ok_and(|counts| counts == SEEDED)
}

#[test]
fn a_load_dropped_while_it_waits_leaves_the_connection_as_diesels_own_queries_do() {
    let tables = ["users", "posts", "post_tags"];
    let moments = tables.into_iter().flat_map(|table| {
        [(false, false), (true, false), (false, true)].map(|(again, in_transaction)| Moment {
            table,
            again,
            in_transaction,
        })
    });
    for moment in moments {
        let graph =
            wait(dropped_at(moment, |conn| Box::pin(async { counts(conn).await.map(drop) })));
        let plain = wait(dropped_at(moment, |conn| Box::pin(by_hand(conn))));
        assert_eq!(graph, plain, "{moment:?}");
        assert_eq!(graph.0, moment.in_transaction, "{moment:?}");
        assert_eq!(graph.1, server::SURVIVES_DROPS, "{moment:?}");
    }
}

#[test]
fn a_load_that_times_out_can_be_repeated_over_another_connection() {
    let place = Place::new();
    wait(async {
        let (mut conn, mut other) = (connect(&place).await, place.connect());
        other.batch_execute(&server::lock("posts")).unwrap();
        let limit = Duration::from_millis(30);
        let late = tokio::time::timeout(limit, counts(&mut conn)).await;
        assert!(late.is_err());
        drop(conn);
        other.batch_execute(server::UNLOCK).unwrap();
        assert_eq!(counts(&mut connect(&place).await).await.unwrap(), SEEDED);
    });
}

/// As after a restart of the server. That of the tests stays up, since others are on it.
#[test]
fn pools_replace_the_connections_that_graphs_have_lost() {
    let place = Place::new();
    wait(async {
        let (deadpool, bb8) = (deadpool(&place, 1), bb8(&place, 1).await);
        let mut a = deadpool.get().await.unwrap();
        let mut b = bb8.get().await.unwrap();
        for id in [id(&mut a).await, id(&mut b).await] {
            let kill = move || server::kill(&mut server::admin(), id);
            tokio::task::spawn_blocking(kill).await.unwrap();
        }
        assert!(counts(&mut a).await.is_err());
        assert!(counts(&mut b).await.is_err());
        drop((a, b));
        assert_eq!(counts(&mut deadpool.get().await.unwrap()).await.unwrap(), SEEDED);
        assert_eq!(counts(&mut bb8.get().await.unwrap()).await.unwrap(), SEEDED);
    });
}

#[test]
fn a_connection_lost_inside_a_transaction_is_not_handed_out_again() {
    let place = Place::new();
    wait(async {
        let pool = deadpool(&place, 1);
        let mut conn = pool.get().await.unwrap();
        let failed = conn
            .transaction(async |conn| {
                let id = id(conn).await;
                let kill = move || server::kill(&mut server::admin(), id);
                tokio::task::spawn_blocking(kill).await.unwrap();
                counts(conn).await
            })
            .await;
        assert!(failed.is_err());
        drop(conn);
        assert_eq!(counts(&mut pool.get().await.unwrap()).await.unwrap(), SEEDED);
    });
}
