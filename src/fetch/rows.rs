//! The fetch of one relation's rows. `blocking` and `asynchronous` send it.

use crate::clause::clauses::Clauses;
use crate::clause::declared::DefaultClauses;
use crate::clause::filter_order::FilterOrder;
use crate::database::backend::Database;
use crate::database::keyed_rows::KeyIn;
use crate::database::keys::{Keys, ParentKeys, SharedKeys};
use crate::database::selection::Readable;
use crate::database::strategy::Known;
use crate::fetch::collector::{ParentGroups, RowCollector};
use crate::fetch::connect::{Connect, Expected};
use crate::fetch::direct_rows::DirectRows;
use crate::fetch::executions::{Fetch, in_lists};
use crate::fetch::linked_rows::{Identify, LinkedRows};
use crate::model::key::{KeyBound, KeyColumns, KeySqlType, Keyed};
use crate::model::level::Rows as ModelRows;
use crate::model::relation::{Model, PrimaryKey, Relation, Source, Target};
use crate::route::Route;
use crate::route::direct::DirectHop;
use crate::route::key_location::{KeyInRow, KeySelected};
use crate::route::target_from::TargetFrom;
use crate::sql::links::{Read, RowsOrLinks};
use crate::sql::rows::{AllRows, Rows};
use crate::sql::sent::OneKey;
use diesel::QueryResult;
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::{QueryFragment, QueryId};
use std::sync::Arc;

/// Fetches the rows of the relation `R`.
pub trait FetchRows<'q, DB: Database, R: Relation> {
    /// The relation's statement.
    type Query: QueryFragment<DB>;
    /// Identifies the statement for one key without a filter.
    type OneKey: QueryId + 'static;
    /// Collects the rows.
    type RowCollector: RowCollector<DB, R>;

    /// Whether the rows of all parents are all rows that have parents.
    const FINDS_ALL: bool = false;

    /// The fetch of all rows that `sources` refer to.
    fn fetch<N: FilterOrder<'q, DB>>(
        sources: &ModelRows<'_, Source<R>>,
        filter_order: N,
        whole: bool,
    ) -> QueryResult<FetchOf<'q, Self, DB, R>>;
}

/// The fetch of a relation's rows.
pub(crate) type FetchOf<'q, A, DB, R> = Fetch<
    <A as FetchRows<'q, DB, R>>::Query,
    <A as FetchRows<'q, DB, R>>::OneKey,
    <A as FetchRows<'q, DB, R>>::RowCollector,
>;

/// The key of `M` in its columns `C`.
pub(crate) type KeyOf<M, C> = <M as Keyed<C>>::Key;

/// The condition that rows of `R` are those that the columns `S` lead to by the route `W`.
type KeysIn<R, S, W> = KeyIn<Target<R>, W, KeyBound<S>, KeyOf<Source<R>, S>>;

/// What collects the rows that are read together with their keys.
type LinkedRowsOf<DB, R, S, W> =
    LinkedRows<R, S, W, KeyOf<Source<R>, S>, <W as Identify<DB, Target<R>>>::Identity>;

/// The statement for those rows, or for the links to them.
type LinkedStatementOf<'q, DB, R, S, W> =
    RowsOrLinks<'q, DB, Target<R>, W, KeyBound<S>, KeyOf<Source<R>, S>>;

/// The statement for rows that hold their key.
type StatementOf<'q, DB, R, S, W> = AllRows<'q, DB, Target<R>, W, KeysIn<R, S, W>>;

impl<'q, DB, R, S, T> FetchRows<'q, DB, R> for KeyInRow<S, T>
where
    DB: Database,
    R: Relation<
            Cardinality: Connect,
            Filter: DefaultClauses<'q, DB>,
            Order: DefaultClauses<'q, DB>,
        >,
    S: KeyColumns,
    T: KeyColumns,
    Source<R>: Keyed<S> + Readable<DB>,
    Target<R>: Keyed<T> + Readable<DB, PrimaryKey: Default>,
    StatementOf<'q, DB, R, S, DirectHop<T>>: QueryFragment<DB>,
    DirectRows<R, S, T, KeyOf<Source<R>, S>>: RowCollector<DB, R>,
{
    type Query = StatementOf<'q, DB, R, S, DirectHop<T>>;
    type OneKey = OneKey<Self, Target<R>, DB>;
    type RowCollector = DirectRows<R, S, T, KeyOf<Source<R>, S>>;
    const FINDS_ALL: bool = !R::REFERS && !R::Filter::SET;

    fn fetch<N: FilterOrder<'q, DB>>(
        sources: &ModelRows<'_, Source<R>>,
        filter_order: N,
        whole: bool,
    ) -> QueryResult<FetchOf<'q, Self, DB, R>> {
        let only_keys = N::IS_NOOP && is_plain::<R, DB>();
        let wanted = ParentGroups::of(sources, in_lists::<DB, T>())?;
        let known = known::<R, DB, T>(sources, wanted.len());
        let rows = Rows::new(default_clauses::<R, _, _>(filter_order)).known(known)?;
        let query = |keys| AllRows::new(rows, KeyIn::new(keys));
        let fetch = Fetch::about::<DB, T, _>(
            wanted.keys(),
            query,
            DirectRows::new(wanted, Expected::of(whole)),
            only_keys,
            |to| {
                to.query.condition.limit(to.keys.clone());
                to.collector.expect(to.keys);
            },
        )?;
        if !known.without_keys() {
            return Ok(fetch);
        }
        Ok(fetch.without_keys_first(
            |query, collector| {
                query.condition.expect_any();
                collector.expect_any();
            },
            DirectRows::is_empty,
        ))
    }
}

impl<'q, DB, R, S, W> FetchRows<'q, DB, R> for KeySelected<S, W>
where
    DB: Database,
    R: Relation<
            Cardinality: Connect,
            Filter: DefaultClauses<'q, DB>,
            Order: DefaultClauses<'q, DB>,
        >,
    S: KeyColumns,
    W: Identify<DB, Target<R>>,
    Source<R>: Keyed<S, Key: FromSqlRow<KeySqlType<S>, DB>> + Readable<DB>,
    Target<R>: Readable<DB, PrimaryKey: KeyColumns>,
    LinkedStatementOf<'q, DB, R, S, W>: QueryFragment<DB>,
    LinkedRowsOf<DB, R, S, W>: RowCollector<DB, R>,
{
    type Query = LinkedStatementOf<'q, DB, R, S, W>;
    type OneKey = OneKey<Self, Target<R>, DB>;
    type RowCollector = LinkedRowsOf<DB, R, S, W>;

    fn fetch<N: FilterOrder<'q, DB>>(
        sources: &ModelRows<'_, Source<R>>,
        filter_order: N,
        whole: bool,
    ) -> QueryResult<FetchOf<'q, Self, DB, R>> {
        let only_keys = N::IS_NOOP && is_plain::<R, DB>() && !W::FILTERS;
        let links = only_keys && links_of_integers::<R, W>();
        let keys = Keys::of(sources.iter().map(Keyed::key), in_lists::<DB, W::Near>())?;
        // What is selected beside them is found by keys.
        let known = Known { all_parents: false, ..known::<R, DB, W::Near>(sources, keys.len()) };
        let rows = Rows::new(default_clauses::<R, _, _>(filter_order));
        let rows = rows.beside_keys(W::SELECTS).known(known)?;
        let query = |keys| RowsOrLinks::new(AllRows::new(rows, KeyIn::new(keys)));
        let wanted = keys.wanted();
        let collector = LinkedRows::new(keys, Expected::of(whole));
        let fetch = Fetch::about::<DB, W::Near, _>(
            wanted,
            query,
            match links {
                true if known.several_lists() => collector.with_links_alone(),
                true if known.links_first() => collector.with_links_first(),
                _ => collector,
            },
            only_keys,
            |to| {
                to.query.rows.condition.limit(to.keys.clone());
                to.query.read = to.collector.expect(to.keys);
                *to.links_alone = to.query.read == Read::Links;
            },
        )?;
        Ok(fetch.with_keys_again(|query, collector| {
            if let Some(keys) = collector.targets() {
                query.targets = Some(SharedKeys::all(Arc::new(keys)));
                return 1;
            }
            let Some(keys) = collector.again() else { return 0 };
            let keys = SharedKeys::all(Arc::new(keys));
            let number = keys.range().len();
            query.rows.condition.replace(ParentKeys::Many(keys));
            number
        }))
    }
}

/// Whether a table links the keys of the source with the primary keys of the target, and both are integers.
fn links_of_integers<R: Relation<Target: Model<PrimaryKey: KeyColumns>>, W: Route>() -> bool {
    type TargetKey<R> = PrimaryKey<Target<R>>;
    W::links_to::<TargetKey<R>>()
        && TargetFrom::<Target<R>, W>::near_table().is_none()
        && W::Near::integers().is_some()
        && TargetKey::<R>::integers().is_some()
}

/// What decides how the rows of `R` are fetched, by keys in the columns `C`.
fn known<R: Relation, DB: Database, C: KeyColumns>(
    sources: &ModelRows<'_, Source<R>>,
    keys: usize,
) -> Known {
    Known {
        all_parents: sources.are_all(),
        refers: R::REFERS,
        exact: C::is_exact,
        integers: C::integers,
        columns: C::LEN,
        in_lists: in_lists::<DB, C>(),
        keys,
    }
}

/// The filter and order of a plan for the rows of `R`, and those that the relation declares.
pub(crate) fn default_clauses<'q, R, DB, N>(filter_order: N) -> Clauses<'q, DB>
where
    DB: Database,
    R: Relation<Filter: DefaultClauses<'q, DB>, Order: DefaultClauses<'q, DB>>,
    N: FilterOrder<'q, DB>,
{
    let mut terms = Clauses::new();
    // The plan's order replaces the relation's, but no `or_filter` can bypass its filter.
    R::Order::default_clauses(&mut terms);
    filter_order.filter_order(&mut terms);
    R::Filter::default_clauses(&mut terms);
    terms
}

/// Whether a relation declares neither.
fn is_plain<'q, R, DB>() -> bool
where
    R: Relation<Filter: DefaultClauses<'q, DB>, Order: DefaultClauses<'q, DB>>,
{
    !R::Filter::SET && !R::Order::SET
}
