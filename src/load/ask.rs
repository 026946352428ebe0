//! What is asked of a database for one relation. Asking is left to `blocking` and `asynchronous`.

use super::answer::{Answer, DirectRows, LinkedRows, Wanted};
use super::backend::Database;
use super::connect::Connect;
use super::key_in::KeyIn;
use super::keys::Keys;
use super::narrow::Narrow;
use super::question::{Question, in_lists};
use super::selection::{Readable, Selection};
use super::sent::OneKey;
use super::statement::{Backward, Forward, LinkedStatement, PathStatement, Statement};
use crate::key::{BelongsTo, Columns, Key, KeyColumns, Keyed, Path, Reversed, Unread};
use crate::relation::{KeysOf, Relation, Source, Target};
use crate::route::{Here, Linked, Route, Step};
use crate::stated::Preset;
use diesel::QueryResult;
use diesel::query_builder::{QueryFragment, QueryId};
use std::marker::PhantomData;
use std::sync::Arc;

/// How the rows of the relation `R` are asked for, which its keys decide.
pub trait Asked<R> {
    /// [`ByStatement`] or [`ByLinkedStatement`].
    type By;
}

/// How the rows of a relation are asked for.
pub(super) type By<R> = <KeysOf<R> as Asked<R>>::By;

/// By the statement of `B`, whose rows hold the key of the columns `S` in their columns `T`.
#[derive(Debug)]
pub struct ByStatement<B, Direction, S, T>(PhantomData<(B, Direction, S, T)>);

/// By the statement of `L`, which finds the key of the columns `S` by the way `W`.
#[derive(Debug)]
pub struct ByLinkedStatement<L, Direction, S, W>(PhantomData<(L, Direction, S, W)>);

impl<R, S, T> Asked<R> for Columns<S, T> {
    type By = ByStatement<R, Forward, S, T>;
}

impl<R, K: Linked> Asked<R> for K {
    type By = ByLinkedStatement<R, Forward, K::Source, K::Route>;
}

impl<R, First, Rest> Asked<R> for Path<First, Rest>
where
    Self: Step,
{
    type By =
        ByLinkedStatement<PathStatement<R>, Forward, <Self as Step>::Source, <Self as Step>::Route>;
}

impl<R, B: BelongsTo + Relation<Keys: AskedBack<B>>> Asked<R> for Reversed<B> {
    type By = <B::Keys as AskedBack<B>>::By;
}

/// How the rows of the other side of the belongs_to `B` are asked for.
pub trait AskedBack<B> {
    /// As [`Asked::By`].
    type By;
}

impl<B, S, T> AskedBack<B> for Columns<S, T> {
    type By = ByStatement<B, Backward, T, S>;
}

impl<B, Table, Id, S, T> AskedBack<B> for Unread<Table, Id, S, T> {
    type By = ByLinkedStatement<B, Backward, T, Here<S>>;
}

/// The columns of a row that refer to others, and the way back from those.
pub trait Refers {
    /// The columns.
    type Columns: KeyColumns;
    /// The way back.
    type Route: Route;
}

impl<B, Direction, S: KeyColumns, T: KeyColumns> Refers for ByStatement<B, Direction, S, T> {
    type Columns = S;
    type Route = Here<T>;
}

impl<L, Direction, S: KeyColumns, W: Route> Refers for ByLinkedStatement<L, Direction, S, W> {
    type Columns = S;
    type Route = W;
}

/// Asks a database for the rows of the relation `R`.
pub trait Ask<'q, DB: Database, R: Relation> {
    /// The relation's statement, boxed, before the keys are added.
    type Query: QueryFragment<DB>;
    /// Tells the statement for one key, without a filter, from all others.
    type OneKey: QueryId + 'static;
    /// The type of the parents' keys.
    type Key: Key;
    /// Takes in the rows.
    type Answer: Answer<DB, R>;

    /// The question for all rows that `sources` refer to.
    fn ask<N: Narrow<Self::Query>>(
        sources: &[Source<R>],
        narrow: N,
        whole: bool,
    ) -> QueryResult<QuestionOf<'q, Self, DB, R>>;
}

/// The question that is asked of a database.
pub(super) type QuestionOf<'q, A, DB, R> = Question<
    <A as Ask<'q, DB, R>>::Query,
    <A as Ask<'q, DB, R>>::OneKey,
    <A as Ask<'q, DB, R>>::Key,
    <A as Ask<'q, DB, R>>::Answer,
>;

impl<'q, DB, R, B, Direction, S, T> Ask<'q, DB, R> for ByStatement<B, Direction, S, T>
where
    DB: Database,
    R: Relation<Cardinality: Connect, Filter: Preset<B::Query>, Order: Preset<B::Query>>,
    B: Statement<'q, DB, Direction, Row = Target<R>> + 'static,
    Direction: 'static,
    Source<R>: Keyed<S, Key = B::Key>,
    Target<R>: Keyed<T> + Readable<DB>,
{
    type Query = B::Query;
    type OneKey = OneKey<B, Direction, Selection<Target<R>, DB>>;
    type Key = B::Key;
    type Answer = DirectRows<R, T, B::Key>;

    fn ask<N: Narrow<B::Query>>(
        sources: &[Source<R>],
        narrow: N,
        whole: bool,
    ) -> QueryResult<QuestionOf<'q, Self, DB, R>> {
        let only_keys = N::IS_NOOP && is_plain::<R, B::Query>();
        match Wanted::of(sources, in_lists::<DB, B::Column>())? {
            Wanted::One(key) => {
                let query = B::of(preset::<R, _, _>(B::base(), narrow), KeyIn::one(key.clone()));
                let rows = DirectRows::new(Wanted::One(key), whole);
                Ok(Question::about_one(query, rows, only_keys))
            }
            Wanted::Many(keys) => {
                let window = Arc::clone(&keys.window);
                let query =
                    |window| B::of(preset::<R, _, _>(B::base(), narrow), KeyIn::window(window));
                let rows = DirectRows::new(Wanted::Many(keys), whole);
                Question::about_many::<DB, B::Column>(window, query, rows, only_keys)
            }
        }
    }
}

impl<'q, DB, R, L, Direction, S, W> Ask<'q, DB, R> for ByLinkedStatement<L, Direction, S, W>
where
    DB: Database,
    R: Relation<Cardinality: Connect, Filter: Preset<L::Query>, Order: Preset<L::Query>>,
    L: LinkedStatement<'q, DB, Direction, Row = Target<R>> + 'static,
    Direction: 'static,
    W: Route,
    Source<R>: Keyed<S, Key = L::Key>,
    Target<R>: Readable<DB>,
{
    type Query = L::Query;
    type OneKey = OneKey<L, Direction, Selection<Target<R>, DB>>;
    type Key = L::Key;
    type Answer = LinkedRows<'q, DB, R, L, Direction>;

    fn ask<N: Narrow<L::Query>>(
        sources: &[Source<R>],
        narrow: N,
        whole: bool,
    ) -> QueryResult<QuestionOf<'q, Self, DB, R>> {
        let only_keys = N::IS_NOOP && is_plain::<R, L::Query>();
        let keys = Keys::of(sources.iter().map(Keyed::key), in_lists::<DB, L::Near>())?;
        if let [key] = &keys.window.keys[..] {
            let query = L::of(preset::<R, _, _>(L::base(), narrow), KeyIn::one(key.clone()));
            return Ok(Question::about_one(query, LinkedRows::new(keys, whole), only_keys));
        }
        let window = Arc::clone(&keys.window);
        let query = |window| L::of(preset::<R, _, _>(L::base(), narrow), KeyIn::window(window));
        let rows = LinkedRows::new(keys, whole);
        Question::about_many::<DB, L::Near>(window, query, rows, only_keys)
    }
}

/// Narrows a statement as the plan says, and as the relation states.
pub(super) fn preset<R, Q, N>(query: Q, narrow: N) -> Q
where
    R: Relation<Filter: Preset<Q>, Order: Preset<Q>>,
    N: Narrow<Q>,
{
    // The plan's order replaces the relation's, but no `or_filter` gets round its filter.
    R::Filter::preset(narrow.narrow(R::Order::preset(query)))
}

/// Whether a relation states neither.
fn is_plain<R, Q>() -> bool
where
    R: Relation<Filter: Preset<Q>, Order: Preset<Q>>,
{
    !R::Filter::SET && !R::Order::SET
}
