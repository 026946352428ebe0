//! Fetches some rows of each parent.

use crate::clause::declared::DefaultClauses;
use crate::clause::filter_order::FilterOrder;
use crate::database::backend::Database;
use crate::database::keys::Keys;
use crate::database::selection::Readable;
use crate::fetch::collector::ParentGroups;
use crate::fetch::connect::Connect;
use crate::fetch::connect::Expected;
use crate::fetch::direct_rows::DirectRows;
use crate::fetch::executions::{Fetch, in_lists};
use crate::fetch::linked_rows::{Identify, LinkedRows};
use crate::fetch::rows::{FetchRows, KeyOf, default_clauses};
use crate::model::key::{Key, KeyBound, KeyColumns, Keyed};
use crate::model::level::Rows as ModelRows;
use crate::model::relation::{Relation, Source, Target};
use crate::route::direct::DirectHop;
use crate::route::key_location::{KeyInRow, KeySelected};
use crate::sql::rows::Rows;
use crate::sql::sent::Uncached;
use crate::sql::top_n::{TopN, TopNPerParent};
use diesel::QueryResult;
use diesel::query_builder::QueryFragment;

/// Fetches some rows of each parent of the relation `R`.
pub trait FetchTopN<'q, DB: Database, R: Relation>: FetchRows<'q, DB, R> {
    /// The statement.
    type Statement: QueryFragment<DB>;

    /// The fetch of some rows of each of `sources`.
    fn fetch_top_n<N: FilterOrder<'q, DB>>(
        sources: &ModelRows<'_, Source<R>>,
        filter_order: N,
        slice: TopN,
    ) -> QueryResult<TopNFetch<'q, Self, DB, R>>;
}

/// The fetch of some rows of each parent.
pub(crate) type TopNFetch<'q, A, DB, R> = Fetch<
    <A as FetchTopN<'q, DB, R>>::Statement,
    Uncached,
    <A as FetchRows<'q, DB, R>>::RowCollector,
>;

/// The statement for some rows of each parent.
type TopNOf<'q, DB, R, S, W> =
    TopNPerParent<'q, DB, Target<R>, W, KeyBound<S>, KeyOf<Source<R>, S>>;

impl<'q, DB, R, S, T> FetchTopN<'q, DB, R> for KeyInRow<S, T>
where
    Self: FetchRows<'q, DB, R, RowCollector = DirectRows<R, S, T, KeyOf<Source<R>, S>>>,
    DB: Database,
    R: Relation<
            Cardinality: Connect,
            Filter: DefaultClauses<'q, DB>,
            Order: DefaultClauses<'q, DB>,
        >,
    S: KeyColumns,
    T: KeyColumns,
    Source<R>: Keyed<S>,
    Target<R>: Readable<DB, PrimaryKey: Default>,
    TopNOf<'q, DB, R, S, DirectHop<T>>: QueryFragment<DB>,
{
    type Statement = TopNOf<'q, DB, R, S, DirectHop<T>>;

    fn fetch_top_n<N: FilterOrder<'q, DB>>(
        sources: &ModelRows<'_, Source<R>>,
        filter_order: N,
        slice: TopN,
    ) -> QueryResult<TopNFetch<'q, Self, DB, R>> {
        slice.check(R::NAME)?;
        let rows = Rows::new(default_clauses::<R, _, _>(filter_order));
        let query = |keys| TopNPerParent::new(rows, keys, slice);
        let wanted = ParentGroups::of(sources, in_lists::<DB, T>())?;
        let keys = wanted.keys();
        Fetch::about::<DB, T, _>(
            keys,
            query,
            DirectRows::new(wanted, expected(slice)),
            false,
            |to| {
                to.query.limit(to.keys.clone());
                to.collector.expect(to.keys);
            },
        )
    }
}

impl<'q, DB, R, S, W, I> FetchTopN<'q, DB, R> for KeySelected<S, W>
where
    Self: FetchRows<'q, DB, R, RowCollector = LinkedRows<R, S, W, KeyOf<Source<R>, S>, I>>,
    DB: Database,
    R: Relation<
            Cardinality: Connect,
            Filter: DefaultClauses<'q, DB>,
            Order: DefaultClauses<'q, DB>,
        >,
    S: KeyColumns,
    W: Identify<DB, Target<R>, Identity = I>,
    I: Key,
    Source<R>: Keyed<S>,
    Target<R>: Readable<DB, PrimaryKey: Default>,
    TopNOf<'q, DB, R, S, W>: QueryFragment<DB>,
{
    type Statement = TopNOf<'q, DB, R, S, W>;

    fn fetch_top_n<N: FilterOrder<'q, DB>>(
        sources: &ModelRows<'_, Source<R>>,
        filter_order: N,
        slice: TopN,
    ) -> QueryResult<TopNFetch<'q, Self, DB, R>> {
        slice.check(R::NAME)?;
        let rows = Rows::new(default_clauses::<R, _, _>(filter_order)).beside_keys(W::SELECTS);
        let query = |keys| TopNPerParent::new(rows, keys, slice);
        let keys = Keys::of(sources.iter().map(Keyed::key), in_lists::<DB, W::Near>())?;
        let (wanted, collector) = (keys.wanted(), LinkedRows::new(keys, expected(slice)));
        Fetch::about::<DB, W::Near, _>(wanted, query, collector, false, |to| {
            to.query.limit(to.keys.clone());
            to.collector.expect(to.keys);
        })
    }
}

/// No parent may have more rows than requested.
fn expected(slice: TopN) -> Expected {
    Expected::AtMost(usize::try_from(slice.rows).unwrap_or(usize::MAX))
}
