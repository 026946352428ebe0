//! Aggregates as plans: what to say, what to ask for, and what becomes of the answers.

use super::Loadable;
use super::answer::{Intake, read};
use super::ask::{Asked as AskedBy, By, Refers};
use super::backend::Database;
use super::filters::{Condition, WriteCondition};
use super::grouped::Grouped;
use super::joined::Apart;
use super::key_in::Bind;
use super::keys::Keys;
use super::plan::Plan;
use super::question::{Question, in_lists};
use super::sent::Varying;
use super::tree::{Allow, FitsBeside};
use crate::aggregate::{Aggregate, Count, Exists, Form, Value, Yields};
use crate::correlated::Correlates;
use crate::end::Itself;
use crate::error::Error;
use crate::filter::{Existing, Matches};
use crate::graph::Values;
use crate::key::{Key, KeyBound, KeySqlType, Keyed, WriteColumns};
use crate::relation::{Model, Relation, Source, Target};
use crate::route::{Route, WriteRoute};
use crate::stated::WriteAnd;
use diesel::QueryResult;
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::QueryFragment;
use diesel::row::Row;
use std::marker::PhantomData;

/// An aggregate that will be loaded: the function `F` of the column `C`, of the rows of `R` that the
/// filters `N` leave.
#[derive(Debug, Clone)]
#[must_use = "a plan does nothing until it is given to the `.with(…)` of a query"]
pub struct PlannedValues<R, F, C, N> {
    column: C,
    condition: N,
    function: PhantomData<fn() -> (R, F)>,
}

impl<R, F, C, N> PlannedValues<R, F, C, N> {
    fn new(column: C, condition: N) -> Self {
        PlannedValues { column, condition, function: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<R, N> Plan for Aggregate<R, Itself, Count, N>
where
    R: Relation<Keys: Correlates>,
{
    type Relation = R;
    type Place = Count;
    type Planned = PlannedValues<R, Count, (), N>;
    type Joins = Apart;

    fn planned(self) -> (Self::Planned, Apart) {
        (PlannedValues::new((), self.into_parts().1), Apart)
    }
}

#[diagnostic::do_not_recommend]
impl<R, F, C, N> Plan for Aggregate<R, Itself, Value<F, C>, N>
where
    R: Relation<Keys: Correlates>,
{
    type Relation = R;
    type Place = F;
    type Planned = PlannedValues<R, F, C, N>;
    type Joins = Apart;

    fn planned(self) -> (Self::Planned, Apart) {
        let (value, condition) = self.into_parts();
        (PlannedValues::new(value.operand(), condition), Apart)
    }
}

#[diagnostic::do_not_recommend]
impl<R, N> Plan for Matches<R, Itself, N, Existing>
where
    R: Relation<Keys: Correlates>,
{
    type Relation = R;
    type Place = Exists;
    type Planned = PlannedValues<R, Exists, (), N>;
    type Joins = Apart;

    fn planned(self) -> (Self::Planned, Apart) {
        (PlannedValues::new((), self.into_condition()), Apart)
    }
}

#[diagnostic::do_not_recommend]
impl<R, F, C, N, Others> FitsBeside<Others> for PlannedValues<R, F, C, N> {}
#[diagnostic::do_not_recommend]
impl<R, F, C, N, Rows> Allow<Rows> for PlannedValues<R, F, C, N> {}

impl<R, F, C, N> Loadable for PlannedValues<R, F, C, N>
where
    R: Relation,
    F: Yields<R, C> + 'static,
    C: 'static,
    N: Condition,
{
    type Loaded = Values<R, F, C, N::Extent>;
}

type SourceKey<R> = <By<R> as Refers>::Columns;
type RouteOf<R> = <By<R> as Refers>::Route;
type KeyOf<R> = <Source<R> as Keyed<SourceKey<R>>>::Key;

/// Asks a database for a value of each of some rows.
pub trait AskValues<DB: Database>: Loadable {
    /// The relation.
    type Relation: Relation;
    /// The statement.
    type Statement: QueryFragment<DB>;
    /// The type of the rows' keys.
    type Key: Key;
    /// Takes in the answers.
    type Answer: Intake<DB>;
    /// What is computed.
    const FORM: Form;

    /// The question.
    fn ask(self, rows: &[Source<Self::Relation>]) -> QueryResult<QuestionOf<Self, DB>>;
    /// The values, one for each row; and of how many keys there was one.
    fn finish(answer: Self::Answer) -> (Self::Loaded, usize);
}

/// The question that is asked of a database.
pub(super) type QuestionOf<P, DB> = Question<
    <P as AskValues<DB>>::Statement,
    Varying,
    <P as AskValues<DB>>::Key,
    <P as AskValues<DB>>::Answer,
>;

impl<DB, R, F, C, N> AskValues<DB> for PlannedValues<R, F, C, N>
where
    DB: Database,
    R: Relation<Keys: AskedBy<By: Refers>, Filter: WriteAnd<DB> + Default>,
    Target<R>: Model<Table: QueryFragment<DB>, PrimaryKey: WriteColumns<DB>>,
    Source<R>: Keyed<SourceKey<R>, Key: FromSqlRow<KeySqlType<SourceKey<R>>, DB>>,
    RouteOf<R>: WriteRoute<DB, Near: WriteColumns<DB>>,
    KeyBound<SourceKey<R>>: Bind<DB, KeyOf<R>>,
    F: Yields<R, C, Value: FromSqlRow<F::SqlType, DB>> + 'static,
    C: QueryFragment<DB> + 'static,
    N: WriteCondition<DB>,
{
    type Relation = R;
    type Statement = Grouped<R, RouteOf<R>, KeyBound<SourceKey<R>>, KeyOf<R>, C, N>;
    type Key = KeyOf<R>;
    type Answer = ValuesOfKeys<R, F, C, KeySqlType<SourceKey<R>>, KeyOf<R>>;
    const FORM: Form = F::FORM;

    fn ask(self, rows: &[Source<R>]) -> QueryResult<QuestionOf<Self, DB>> {
        type Near<R> = <RouteOf<R> as Route>::Near;
        let only_keys = !N::SET && !R::Filter::SET;
        let keys = Keys::of(rows.iter().map(Keyed::key), in_lists::<DB, Near<R>>())?;
        let query = |keys| Grouped::new(F::FORM, self.column, self.condition, keys);
        let wanted = keys.wanted();
        Question::about::<DB, Near<R>>(wanted, query, ValuesOfKeys::new(keys), only_keys)
    }

    fn finish(answer: Self::Answer) -> (Self::Loaded, usize) {
        let ValuesOfKeys { keys, values, answered, .. } = answer;
        let of_row = |group: Option<usize>| group.map(|group| values[group].clone());
        let values = keys.parents.map(|group| of_row(group).unwrap_or_default());
        (Values::new(values), answered)
    }
}

/// The values that were found so far.
pub struct ValuesOfKeys<R, F: Yields<R, C>, C, ST, K> {
    keys: Keys<K>,
    values: Vec<F::Value>,
    answered: usize,
    /// The group of the row before.
    group: u32,
    types: PhantomData<fn() -> (C, ST)>,
}

impl<R, F: Yields<R, C>, C, ST, K: Key> ValuesOfKeys<R, F, C, ST, K> {
    fn new(keys: Keys<K>) -> Self {
        let values = vec![F::Value::default(); keys.len()];
        ValuesOfKeys { keys, values, answered: 0, group: 0, types: PhantomData }
    }
}

impl<DB, R, F, C, ST, K> Intake<DB> for ValuesOfKeys<R, F, C, ST, K>
where
    DB: Database,
    R: Relation,
    F: Yields<R, C, Value: FromSqlRow<F::SqlType, DB>>,
    K: Key + FromSqlRow<ST, DB>,
{
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        let value = row.field_count() - 1;
        let key = read::<K, ST, _>(row, 0..value)?;
        let group = self.keys.find(&key, self.group);
        self.group = group.ok_or_else(|| Error::stray(R::NAME, &key))?;
        self.values[self.group as usize] = read::<F::Value, F::SqlType, _>(row, value..value + 1)?;
        self.answered += 1;
        Ok(())
    }
}
