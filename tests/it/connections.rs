//! Connections that relations load over.

use crate::suite::world::{self, World};
use blog::schema::{posts, users};
use blog::{Post, User};
use conjoin::assert_statements;
use conjoin::prelude::*;
use diesel::connection::{Instrumentation, InstrumentationEvent, LoadConnection};
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool, PooledConnection};
use diesel::result::Error::RollbackTransaction;
use diesel::sqlite::Sqlite;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn world() -> (SqliteConnection, World) {
    let (mut conn, world) = world::world();
    let empty = SqliteConnection::establish(":memory:").unwrap();
    (std::mem::replace(conn.diesel(), empty), world)
}

type Manager = ConnectionManager<SqliteConnection>;

#[derive(Debug)]
struct Seed;

impl CustomizeConnection<SqliteConnection, diesel::r2d2::Error> for Seed {
    fn on_acquire(&self, conn: &mut SqliteConnection) -> Result<(), diesel::r2d2::Error> {
        *conn = world().0;
        Ok(())
    }
}

fn pool() -> Pool<Manager> {
    let pool = Pool::builder().max_size(1).connection_customizer(Box::new(Seed));
    pool.build(Manager::new(":memory:")).unwrap()
}

/// An application's own type around a connection.
struct Session {
    conn: PooledConnection<Manager>,
}

impl Deref for Session {
    type Target = PooledConnection<Manager>;

    fn deref(&self) -> &Self::Target {
        &self.conn
    }
}

impl DerefMut for Session {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.conn
    }
}

/// The number of posts of each user, over any connection to SQLite.
fn counts<C: LoadConnection<Backend = Sqlite>>(conn: &mut C) -> QueryResult<Vec<usize>> {
    let users = users::table.order_by(users::id).with(User::posts.with(Post::tags)).load(conn)?;
    Ok(users.iter().map(|user| user.posts().len()).collect())
}

#[test]
fn relations_load_over_a_pooled_connection() {
    let (mut plain, world) = world();
    let mut pooled = pool().get().unwrap();
    assert_eq!(counts(&mut pooled), counts(&mut plain));
    let users = users::table.filter(users::id.le(2)).with(User::profile).with(User::posts);
    let users = assert_statements!(3, &mut pooled, |conn| users.load(conn)).unwrap();
    assert_eq!(users.rows(), &world.users[..2]);
    let first = posts::table.find(1).with(Post::author).first(&mut pooled).unwrap();
    assert_eq!(first.author().map(|author| author.id), Some(1));
    let count = world.users[0].related(User::posts).count().get_result::<i64>(&mut pooled);
    assert_eq!(count.unwrap() as usize, world.posts_of(&world.users[0]).len());
}

#[test]
fn relations_load_over_an_applications_own_connection_type() {
    let (mut plain, _) = world();
    let mut session = Session { conn: pool().get().unwrap() };
    assert_eq!(counts(&mut *session), counts(&mut plain));
    let users = users::table.with(User::posts).load(&mut *session).unwrap();
    assert_eq!(users.len(), 12);
}

#[test]
fn relations_load_inside_a_transaction() {
    let (mut conn, _) = world();
    let before = counts(&mut conn).unwrap();
    let inside = conn.transaction(|conn| {
        diesel::update(posts::table).set(posts::user_id.eq(3)).execute(conn)?;
        let counts = counts(conn)?;
        assert_eq!(counts[2], 40);
        Err::<(), _>(RollbackTransaction)
    });
    assert_eq!(inside, Err(RollbackTransaction));
    assert_eq!(counts(&mut conn).unwrap(), before);
}

#[test]
fn a_graph_outlives_its_connection_and_its_transaction() {
    let (mut conn, _) = world();
    let users = conn.transaction(|conn| users::table.with(User::posts).load(conn)).unwrap();
    drop(conn);
    assert!(users.iter().any(|user| user.posts().len() > 1));
}

#[test]
fn relations_load_inside_a_test_transaction() {
    let mut conn = blog::database().unwrap();
    conn.begin_test_transaction().unwrap();
    assert_eq!(counts(&mut conn), Ok(vec![2, 1, 0]));
    assert_statements!(3, &mut conn, counts).unwrap();
}

#[derive(Clone, Default)]
struct Counter(Arc<AtomicUsize>);

impl Instrumentation for Counter {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { .. } = event {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[test]
fn loading_leaves_the_instrumentation_of_a_connection_alone() {
    let (mut conn, _) = world();
    let counter = Counter::default();
    conn.set_instrumentation(counter.clone());
    counts(&mut conn).unwrap();
    assert_eq!(counter.0.load(Ordering::Relaxed), 3);
    users::table.find(1).with(User::profile).first(&mut conn).unwrap();
    assert_eq!(counter.0.load(Ordering::Relaxed), 5);
}

#[test]
fn an_immediate_transaction_is_recorded_as_one() {
    let (mut conn, _) = world();
    let (_, statements) = conjoin::testing::record(&mut conn, |conn| {
        conn.immediate_transaction(|conn| users::table.with(User::posts).load(conn))
    });
    assert_eq!(statements.sent.len(), 2);
    assert_eq!(statements.transaction, ["BEGIN IMMEDIATE", "COMMIT"]);
}
