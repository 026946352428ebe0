//! The aggregates of the rows of each parent.

use crate::aggregate::yields::Yields;

use crate::clause::filters::{Condition, WriteCondition};
use crate::database::backend::Database;
use crate::database::key_in::Bind;
use crate::database::keys::Keys;
use crate::fetch::collector::{Finish, RowSink, read};
use crate::fetch::equal::{FetchEqual, recheck};
use crate::fetch::executions::{Fetch, in_lists};
use crate::fetch::groups::Groups;
use crate::graph::aggregated::Values;
use crate::model::key::{Key, KeyBound, KeySqlType, Keyed, WriteColumns};
use crate::model::level::Rows;
use crate::model::links::NONE;
use crate::model::relation::{Model, Relation, Source, Target};
use crate::plan::loadable::Loadable;
use crate::plan::values::PlannedValues;
use crate::route::key_location::{KeyLocation, KeyRoute, LocationOf};
use crate::route::{HopFilter, Route, WriteAnd, WriteRoute};
use crate::sql::form::Form;
use crate::sql::grouped::Grouped;
use crate::sql::sent::Uncached;
use diesel::QueryResult;
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::QueryFragment;
use diesel::row::Row;
use std::marker::PhantomData;

type SourceKey<R> = <LocationOf<R> as KeyRoute>::Columns;
type SourceRoute<R> = <LocationOf<R> as KeyRoute>::Route;
type SourceKeyOf<R> = <Source<R> as Keyed<SourceKey<R>>>::Key;

/// Fetches a value for each of some rows.
pub trait FetchValues<DB: Database>: Loadable {
    /// The relation.
    type Relation: Relation;
    /// The statement.
    type Statement: QueryFragment<DB>;
    /// Collects the values.
    type RowCollector: RowSink<DB> + Finish<DB, Output = (Self::Loaded, usize)>;
    /// What is computed.
    const FORM: Form;

    /// The fetch.
    fn fetch(self, rows: &Rows<'_, Source<Self::Relation>>) -> QueryResult<ValuesFetch<Self, DB>>;
}

/// The fetch of an aggregate.
pub(crate) type ValuesFetch<P, DB> =
    Fetch<<P as FetchValues<DB>>::Statement, Uncached, <P as FetchValues<DB>>::RowCollector>;

impl<DB, R, F, C, N> FetchValues<DB> for PlannedValues<R, F, C, N>
where
    DB: Database,
    R: Relation<
            Keys: KeyLocation<Location: KeyRoute + FetchEqual<DB, R, SourceKeyOf<R>>>,
            Filter: WriteAnd<DB> + HopFilter,
        >,
    Target<R>: Model<Table: QueryFragment<DB>, PrimaryKey: WriteColumns<DB>>,
    Source<R>: Keyed<SourceKey<R>, Key: FromSqlRow<KeySqlType<SourceKey<R>>, DB>>,
    SourceRoute<R>: WriteRoute<DB, Near: WriteColumns<DB>>,
    KeyBound<SourceKey<R>>: Bind<DB, SourceKeyOf<R>>,
    F: Yields<R, C, Value: FromSqlRow<F::SqlType, DB>> + 'static,
    C: QueryFragment<DB> + 'static,
    N: WriteCondition<DB>,
{
    type Relation = R;
    type Statement = Grouped<R, SourceRoute<R>, KeyBound<SourceKey<R>>, SourceKeyOf<R>, C, N>;
    type RowCollector = ValuesOfKeys<R, F, C, N, SourceKeyOf<R>>;
    const FORM: Form = F::FORM;

    fn fetch(self, rows: &Rows<'_, Source<R>>) -> QueryResult<ValuesFetch<Self, DB>> {
        type Near<R> = <SourceRoute<R> as Route>::Near;
        let only_keys = !N::SET && !R::Filter::SET && !SourceRoute::<R>::FILTERS;
        let keys = Keys::of(rows.iter().map(Keyed::key), in_lists::<DB, Near<R>>())?;
        let query = |keys| Grouped::new(F::FORM, self.column, self.condition, keys);
        let wanted = keys.wanted();
        Fetch::about::<DB, Near<R>, _>(wanted, query, ValuesOfKeys::new(keys), only_keys, |to| {
            to.query.limit(to.keys.clone());
            to.collector.groups.expect(to.keys);
        })
    }
}

/// The values found so far.
pub struct ValuesOfKeys<R, F: Yields<R, C>, C, N, K> {
    groups: Groups<K>,
    /// Each with its group.
    values: Vec<(u32, F::Value)>,
    of: PhantomData<fn(R, C) -> N>,
}

impl<R, F: Yields<R, C>, C, N, K: Key> ValuesOfKeys<R, F, C, N, K> {
    fn new(keys: Keys<K>) -> Self {
        let values = Vec::with_capacity(keys.len());
        ValuesOfKeys { groups: Groups::new(keys), values, of: PhantomData }
    }
}

impl<DB, R, F, C, N, K> RowSink<DB> for ValuesOfKeys<R, F, C, N, K>
where
    DB: Database,
    R: Relation<Keys: KeyLocation<Location: KeyRoute>>,
    F: Yields<R, C, Value: FromSqlRow<F::SqlType, DB>>,
    K: Key + FromSqlRow<KeySqlType<SourceKey<R>>, DB>,
{
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        let value = row.field_count() - 1;
        let key = read::<K, KeySqlType<SourceKey<R>>, _>(row, 0..value)?;
        if let Some(group) = self.groups.group(&key)? {
            let value = read::<F::Value, F::SqlType, _>(row, value..value + 1)?;
            self.values.push((group, value));
        }
        Ok(())
    }
}

impl<DB, R, F, C, N, K> Finish<DB> for ValuesOfKeys<R, F, C, N, K>
where
    Self: RowSink<DB>,
    DB: Database,
    R: Relation<Keys: KeyLocation<Location: FetchEqual<DB, R, K>>>,
    F: Yields<R, C> + 'static,
    C: 'static,
    N: Condition,
    K: Key,
{
    type Recheck = <LocationOf<R> as FetchEqual<DB, R, K>>::Statement;
    type Matches = <LocationOf<R> as FetchEqual<DB, R, K>>::Matches;
    type Output = (Values<R, F, C, N::Extent>, usize);

    fn recheck(&mut self) -> Option<(Self::Recheck, Self::Matches)> {
        let found = self.values.iter().map(|&(group, _)| group);
        recheck::<DB, R, LocationOf<R>, K>(&mut self.groups, found)
    }

    fn matched(&mut self, matches: Self::Matches) {
        self.groups.take_in(matches);
    }

    fn finish(self) -> QueryResult<Self::Output> {
        let ValuesOfKeys { groups, values, .. } = self;
        let pairs = values.iter().map(|&(group, _)| group).zip(0..);
        let places = groups.place_of_each::<R>(pairs)?;
        let of_row = |group: Option<usize>| match places[group?] {
            NONE => None,
            place => Some(values[place as usize].1.clone()),
        };
        let of_rows = groups.keys.parents.map(|group| of_row(group).unwrap_or_default());
        Ok((Values::new(of_rows), values.len()))
    }
}
