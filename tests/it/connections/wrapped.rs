//! An application's own type that is a connection itself, by handing everything on.
//!
//! Diesel keeps `Connection` for types that opt into breaking changes, as a feature of it says. The
//! seal is the name of one trait, which its own derive has to reach as well.

use super::{SEEDED, counts};
use crate::database::{Blocking, DB};
use crate::place::Place;
use blog::schema::{posts, users};
use blog::{Post, User};
use conjoin::prelude::*;
use diesel::connection::{
    CacheSize, DefaultLoadingMode, Instrumentation, LoadConnection, SimpleConnection,
    TransactionManager, TransactionManagerStatus,
};
use diesel::expression::QueryMetadata;
use diesel::internal::derives::multiconnection::ConnectionSealed;
use diesel::prelude::*;
use diesel::query_builder::{Query, QueryFragment, QueryId};
use diesel::result::Error::RollbackTransaction;

/// Counts what goes through it.
struct Counting<C> {
    inner: C,
    loads: usize,
}

impl<C: SimpleConnection> SimpleConnection for Counting<C> {
    fn batch_execute(&mut self, sql: &str) -> QueryResult<()> {
        self.inner.batch_execute(sql)
    }
}

impl<C> ConnectionSealed for Counting<C> {}

type State<C> = <Transactions<C> as TransactionManager<C>>::TransactionStateData;
type Transactions<C> = <C as Connection>::TransactionManager;

impl<C: Connection> Connection for Counting<C> {
    type Backend = C::Backend;
    type TransactionManager = HandedOn;

    fn establish(url: &str) -> ConnectionResult<Self> {
        C::establish(url).map(|inner| Counting { inner, loads: 0 })
    }

    fn execute_returning_count<T>(&mut self, source: &T) -> QueryResult<usize>
    where
        T: QueryFragment<Self::Backend> + QueryId,
    {
        self.inner.execute_returning_count(source)
    }

    fn transaction_state(&mut self) -> &mut State<C> {
        self.inner.transaction_state()
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        self.inner.instrumentation()
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        self.inner.set_instrumentation(instrumentation);
    }

    fn set_prepared_statement_cache_size(&mut self, size: CacheSize) {
        self.inner.set_prepared_statement_cache_size(size);
    }
}

impl<C: LoadConnection> LoadConnection for Counting<C> {
    type Cursor<'conn, 'query>
        = <C as LoadConnection<DefaultLoadingMode>>::Cursor<'conn, 'query>
    where
        Self: 'conn;
    type Row<'conn, 'query>
        = <C as LoadConnection<DefaultLoadingMode>>::Row<'conn, 'query>
    where
        Self: 'conn;

    fn load<'conn, 'query, T>(
        &'conn mut self,
        source: T,
    ) -> QueryResult<Self::Cursor<'conn, 'query>>
    where
        T: Query + QueryFragment<Self::Backend> + QueryId + 'query,
        Self::Backend: QueryMetadata<T::SqlType>,
    {
        self.loads += 1;
        self.inner.load(source)
    }
}

struct HandedOn;

impl<C: Connection> TransactionManager<Counting<C>> for HandedOn {
    type TransactionStateData = State<C>;

    fn begin_transaction(conn: &mut Counting<C>) -> QueryResult<()> {
        Transactions::<C>::begin_transaction(&mut conn.inner)
    }

    fn rollback_transaction(conn: &mut Counting<C>) -> QueryResult<()> {
        Transactions::<C>::rollback_transaction(&mut conn.inner)
    }

    fn commit_transaction(conn: &mut Counting<C>) -> QueryResult<()> {
        Transactions::<C>::commit_transaction(&mut conn.inner)
    }

    fn transaction_manager_status_mut(conn: &mut Counting<C>) -> &mut TransactionManagerStatus {
        Transactions::<C>::transaction_manager_status_mut(&mut conn.inner)
    }
}

#[test]
fn relations_load_over_a_type_that_implements_diesels_connection() {
    let place = Place::new();
    let mut conn = Counting::<Blocking>::establish(&place.url).unwrap();
    assert_eq!(counts(&mut conn).unwrap(), SEEDED);
    assert_eq!(conn.loads, 3);
    let users = users::table.with(User::posts).with(User::profile).load(&mut conn).unwrap();
    assert_eq!((users.len(), conn.loads), (3, 6));
    let post = posts::table.find(3).with(Post::author).first(&mut conn).unwrap();
    assert_eq!(post.author().map(|author| author.id), Some(2));
    assert_eq!(conn.loads, 8);
}

#[test]
fn relations_load_in_a_transaction_of_a_type_that_implements_diesels_connection() {
    let place = Place::new();
    let mut conn = Counting::<Blocking>::establish(&place.url).unwrap();
    let inside = conn.transaction(|conn| {
        diesel::update(posts::table).set(posts::user_id.eq(3)).execute(conn)?;
        assert_eq!(counts(conn)?, [(0, 0), (0, 0), (4, 4)]);
        Err::<(), _>(RollbackTransaction)
    });
    assert_eq!(inside, Err(RollbackTransaction));
    assert_eq!(counts(&mut conn).unwrap(), SEEDED);
}

/// A wrapper around a wrapper, and around any connection to the database.
fn counted<C: LoadConnection<Backend = DB>>(inner: C) -> usize {
    let mut conn = Counting { inner: Counting { inner, loads: 0 }, loads: 0 };
    assert_eq!(counts(&mut conn).unwrap(), SEEDED);
    assert_eq!(conn.loads, conn.inner.loads);
    conn.loads
}

#[test]
fn wrappers_can_be_generic_and_nested() {
    let place = Place::new();
    assert_eq!(counted(place.connect()), 3);
    assert_eq!(counted(super::pools::pool(&place, 1).get().unwrap()), 3);
}
