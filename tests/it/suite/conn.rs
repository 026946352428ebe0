//! The connection of the tests: a database of its own, over whichever kind of connection.

use crate::connection_kind::{
    self, GoesOn, Inner, Pairs, Runs, RunsFirst, Saves, Upgrades, Writes,
};
use crate::database;
use conjoin::connection::{Connected, FirstOn, Mode, NextOn, PairsOn, SaveOn, UpgradeOn, WriteOn};
use conjoin::private::{Keyed, PrimaryKey};
use conjoin::query::{AlsoSelect, Batches, ChangeLinks, DeleteRows, ManyToMany, Upgrade};
use conjoin::{Create, CreateAll, Load, LoadOn, Model};
use diesel::connection::{CacheSize, Connection, Instrumentation, SimpleConnection};
use diesel::connection::{TransactionManager, TransactionManagerStatus};
use diesel::internal::derives::multiconnection::ConnectionSealed;
use diesel::query_builder::{QueryFragment, QueryId};
use diesel::{ConnectionResult, QueryResult};

/// Relations load over it in the way that is tested. Diesel's own queries load over
/// [`diesel`](Conn::diesel); everything else is said to the connection itself.
pub(crate) struct Conn {
    inner: Inner,
    /// Where its tables are.
    place: String,
}

impl Conn {
    /// A new database without tables.
    pub(crate) fn new() -> Self {
        let mut inner = connection_kind::establish(&database::url());
        let place = database::make_place(&mut inner);
        Conn { inner, place }
    }

    pub(crate) fn diesel(&mut self) -> &mut Inner {
        &mut self.inner
    }
}

impl Drop for Conn {
    fn drop(&mut self) {
        database::drop_place(&mut self.inner, &self.place);
    }
}

/// The style of a test: it waits for the answer.
pub(crate) enum Waiting {}

impl Mode for Waiting {
    type Output<'c, T: 'c> = QueryResult<T>;
}

impl Connected<Waiting> for Conn {}

impl<'q, Q, M, E> FirstOn<'q, Conn, Waiting> for Load<Q, M, E>
where
    Self: RunsFirst<'q>,
{
    type One = <Self as RunsFirst<'q>>::OneRow;

    fn limited<'c>(self, conn: &'c mut Conn) -> QueryResult<Self::One>
    where
        Self: 'c,
    {
        self.run_limited(&mut conn.inner)
    }
}

impl<'q, Q, M, E> LoadOn<'q, Conn, Waiting> for Load<Q, M, E>
where
    Self: Runs<'q>,
{
    type Graph = <Self as Runs<'q>>::AllRows;

    fn all<'c>(self, conn: &'c mut Conn) -> QueryResult<Self::Graph>
    where
        Self: 'c,
    {
        self.run_all(&mut conn.inner)
    }

    fn single<'c>(self, conn: &'c mut Conn) -> QueryResult<Self::One>
    where
        Self: 'c,
    {
        self.run_single(&mut conn.inner)
    }
}

impl<'q, Q, M, E, X, V> PairsOn<'q, Conn, V, Waiting> for AlsoSelect<Q, M, E, X, V>
where
    Self: Pairs<'q, V>,
{
    type Pairs = <Self as Pairs<'q, V>>::AllRows;
    type Pair = <Self as Pairs<'q, V>>::OneRow;

    fn all<'c>(self, conn: &'c mut Conn) -> QueryResult<Self::Pairs>
    where
        Self: 'c,
    {
        self.pairs(&mut conn.inner)
    }

    fn limited<'c>(self, conn: &'c mut Conn) -> QueryResult<Self::Pair>
    where
        Self: 'c,
    {
        self.first_pair(&mut conn.inner)
    }

    fn single<'c>(self, conn: &'c mut Conn) -> QueryResult<Self::Pair>
    where
        Self: 'c,
    {
        self.single_pair(&mut conn.inner)
    }
}

impl<'q, M, E, H> UpgradeOn<'q, Conn, Waiting> for Upgrade<'_, M, E, H>
where
    Self: Upgrades<'q>,
{
    type Upgraded = <Self as Upgrades<'q>>::Rows;

    fn upgraded<'c>(self, conn: &'c mut Conn) -> QueryResult<Self::Upgraded>
    where
        Self: 'c,
    {
        self.run(&mut conn.inner)
    }
}

impl<M, E, K> NextOn<Conn, Waiting> for Batches<'_, M, E, K, database::DB>
where
    Self: GoesOn,
{
    type Graph = <Self as GoesOn>::Batch;

    fn next_batch<'c>(&'c mut self, conn: &'c mut Conn) -> QueryResult<Option<Self::Graph>>
    where
        Self::Graph: 'c,
    {
        self.go_on(&mut conn.inner)
    }
}

impl<K, R: ManyToMany<M>, M: Model, V> WriteOn<Conn, Waiting> for ChangeLinks<K, R, M, V>
where
    Self: Writes,
{
    type Output = <Self as Writes>::Answer;

    fn written<'c>(self, conn: &'c mut Conn) -> QueryResult<Self::Output>
    where
        Self: 'c,
    {
        self.write(&mut conn.inner)
    }
}

impl<M, E> WriteOn<Conn, Waiting> for DeleteRows<M, E>
where
    M: Model + Keyed<PrimaryKey<M>>,
    Self: Writes,
{
    type Output = <Self as Writes>::Answer;

    fn written<'c>(self, conn: &'c mut Conn) -> QueryResult<Self::Output>
    where
        Self: 'c,
    {
        self.write(&mut conn.inner)
    }
}

macro_rules! saves {
    ($($new:ident),+) => {
        $(
            impl<N, L> SaveOn<Conn, Waiting> for $new<N, L>
            where
                Self: Saves,
            {
                type Output = <Self as Saves>::Saved;

                fn saved<'c>(self, conn: &'c mut Conn) -> QueryResult<Self::Output>
                where
                    Self: 'c,
                {
                    self.save_over(&mut conn.inner)
                }
            }
        )+
    };
}

saves!(Create, CreateAll);

impl SimpleConnection for Conn {
    fn batch_execute(&mut self, sql: &str) -> QueryResult<()> {
        self.inner.batch_execute(sql)
    }
}

impl ConnectionSealed for Conn {}

type InnerTransactions = <Inner as Connection>::TransactionManager;

impl Connection for Conn {
    type Backend = database::DB;
    type TransactionManager = Transactions;

    fn establish(_: &str) -> ConnectionResult<Self> {
        Ok(Conn::new())
    }

    fn execute_returning_count<T>(&mut self, source: &T) -> QueryResult<usize>
    where
        T: QueryFragment<Self::Backend> + QueryId,
    {
        self.inner.execute_returning_count(source)
    }

    fn transaction_state(
        &mut self,
    ) -> &mut <InnerTransactions as TransactionManager<Inner>>::TransactionStateData {
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

pub(crate) struct Transactions;

impl TransactionManager<Conn> for Transactions {
    type TransactionStateData =
        <InnerTransactions as TransactionManager<Inner>>::TransactionStateData;

    fn begin_transaction(conn: &mut Conn) -> QueryResult<()> {
        InnerTransactions::begin_transaction(&mut conn.inner)
    }

    fn rollback_transaction(conn: &mut Conn) -> QueryResult<()> {
        InnerTransactions::rollback_transaction(&mut conn.inner)
    }

    fn commit_transaction(conn: &mut Conn) -> QueryResult<()> {
        InnerTransactions::commit_transaction(&mut conn.inner)
    }

    fn transaction_manager_status_mut(conn: &mut Conn) -> &mut TransactionManagerStatus {
        InnerTransactions::transaction_manager_status_mut(&mut conn.inner)
    }

    fn is_broken_transaction_manager(conn: &mut Conn) -> bool {
        InnerTransactions::is_broken_transaction_manager(&mut conn.inner)
    }
}
