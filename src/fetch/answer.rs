//! What becomes of the rows that answer a question, whichever connection brings them.

use crate::database::backend::Database;
use crate::database::keys::{Keys, WantedKeys};
use crate::fetch::groups::Groups;
use crate::model::key::{Key, KeyRef, Keyed};
use crate::model::relation::{LinksOf, Relation, Target};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::QueryFragment;
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
use std::ops::Range;

/// The rows that a relation leads to, and the links to them.
pub(crate) type Fetched<R> = (LinksOf<R>, Vec<Target<R>>);

/// Takes in the rows of a statement, one by one.
pub trait Intake<DB: Backend> {
    /// Adds a row.
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()>;
}

/// What has to be settled once all rows are there: the parents that they belong to.
pub trait Settle<DB: Database> {
    /// The statement about keys that do not add up.
    type Recheck: QueryFragment<DB>;
    /// Takes in its rows.
    type Matches: Intake<DB>;
    /// What becomes of the rows.
    type Settled;

    /// The next statement to send before, if there is one.
    fn recheck(&mut self) -> Option<(Self::Recheck, Self::Matches)>;
    /// Takes in what it brought.
    fn matched(&mut self, matches: Self::Matches);
    /// Gives the rows to their parents.
    fn settled(self) -> QueryResult<Self::Settled>;
}

/// Takes in the rows of the relation `R`.
pub trait Answer<DB: Database, R: Relation>: Intake<DB> + Settle<DB, Settled = Fetched<R>> {}

impl<DB: Database, R: Relation, A> Answer<DB, R> for A where
    A: Intake<DB> + Settle<DB, Settled = Fetched<R>>
{
}

/// An [`Answer`] that can be waited for on any thread.
#[cfg(feature = "async")]
pub trait SendAnswer<DB: Database, R: Relation>:
    Intake<DB> + SendSettle<DB, Settled = Fetched<R>>
{
}

#[cfg(feature = "async")]
impl<DB: Database, R: Relation, A> SendAnswer<DB, R> for A where
    A: Intake<DB> + SendSettle<DB, Settled = Fetched<R>>
{
}

/// What can be settled on any thread.
#[cfg(feature = "async")]
pub trait SendSettle<DB: Database>: Settle<DB, Recheck: Send, Matches: Send> + Send {}

#[cfg(feature = "async")]
impl<DB: Database, A> SendSettle<DB> for A where A: Settle<DB, Recheck: Send, Matches: Send> + Send {}

/// The keys of the parents.
pub(crate) enum Wanted<K> {
    /// That of a single parent, all of whose rows are its own: there is nothing to group.
    One(K),
    Many(Groups<K>),
}

impl<K: Key> Wanted<K> {
    pub(crate) fn of<M, C>(sources: &[M], lists: bool) -> QueryResult<Self>
    where
        M: Keyed<C, Key = K>,
    {
        if let [source] = sources
            && let Some(key) = source.key()
        {
            return Ok(Wanted::One(key.owned()));
        }
        let keys = Keys::of(sources.iter().map(Keyed::key), lists)?;
        Ok(Wanted::Many(Groups::new(keys)))
    }

    /// The keys, for a statement.
    pub(crate) fn keys(&self) -> WantedKeys<K> {
        match self {
            Wanted::One(key) => WantedKeys::One(key.clone()),
            Wanted::Many(groups) => groups.window(),
        }
    }
}

/// A key in some columns of a row.
pub(crate) fn read<'r, K, ST, DB>(row: &impl Row<'r, DB>, columns: Range<usize>) -> QueryResult<K>
where
    DB: Backend,
    K: FromSqlRow<ST, DB>,
{
    K::build_from_row(&row.partial_row(columns)).map_err(DeserializationError)
}
