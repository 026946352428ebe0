//! What is asked of a database for one relation. Asking is left to `blocking` and `asynchronous`.

use super::answer::{Answer, Wanted};
use super::backend::Database;
use super::connect::{Connect, Expected};
use super::direct_rows::DirectRows;
use super::key_in::KeyIn;
use super::keys::Keys;
use super::linked_rows::LinkedRows;
use super::narrow::Narrow;
use super::question::{Question, in_lists};
use super::rows::{AllRows, Rows};
use super::selection::Readable;
use super::sent::OneKey;
use super::terms::Terms;
use crate::key::{
    BelongsTo, Columns, Key, KeyBound, KeyColumns, KeySqlType, Keyed, Path, Reversed, Unread,
};
use crate::relation::{KeysOf, PrimaryKey, Relation, Source, Target};
use crate::route::{Here, Linked, Route, Step};
use crate::stated::Preset;
use diesel::QueryResult;
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::{QueryFragment, QueryId};
use std::marker::PhantomData;

/// How the rows of a relation are asked for, which its keys decide.
pub trait Asked {
    /// [`InRows`] or [`BesideRows`].
    type By;
}

/// How the rows of a relation are asked for.
pub(super) type By<R> = <KeysOf<R> as Asked>::By;

/// The columns `S` of a row are looked for in the columns `T` of the rows that are asked for.
#[derive(Debug)]
pub struct InRows<S, T>(PhantomData<(S, T)>);

/// The columns `S` of a row are looked for by the way `W`, and read beside the rows.
#[derive(Debug)]
pub struct BesideRows<S, W>(PhantomData<(S, W)>);

impl<S, T> Asked for Columns<S, T> {
    type By = InRows<S, T>;
}

impl<K: Linked> Asked for K {
    type By = BesideRows<K::Source, K::Route>;
}

impl<First, Rest> Asked for Path<First, Rest>
where
    Self: Step,
{
    type By = BesideRows<<Self as Step>::Source, <Self as Step>::Route>;
}

impl<B: BelongsTo + Relation<Keys: AskedBack>> Asked for Reversed<B> {
    type By = <B::Keys as AskedBack>::By;
}

/// How the rows of the other side of a belongs_to are asked for, which its keys decide.
pub trait AskedBack {
    /// As [`Asked::By`].
    type By;
}

impl<S, T> AskedBack for Columns<S, T> {
    type By = InRows<T, S>;
}

impl<Table, Id, S, T> AskedBack for Unread<Table, Id, S, T> {
    type By = BesideRows<T, Here<S>>;
}

/// The columns of a row that refer to others, and the way back from those.
pub trait Refers {
    /// The columns.
    type Columns: KeyColumns;
    /// The way back.
    type Route: Route;
    /// Whether they are read beside the rows.
    const BESIDE: bool;
}

impl<S: KeyColumns, T: KeyColumns> Refers for InRows<S, T> {
    type Columns = S;
    type Route = Here<T>;
    const BESIDE: bool = false;
}

impl<S: KeyColumns, W: Route> Refers for BesideRows<S, W> {
    type Columns = S;
    type Route = W;
    const BESIDE: bool = true;
}

/// Asks a database for the rows of the relation `R`.
pub trait Ask<'q, DB: Database, R: Relation> {
    /// The relation's statement.
    type Query: QueryFragment<DB>;
    /// Tells the statement for one key, without a filter, from all others.
    type OneKey: QueryId + 'static;
    /// The type of the parents' keys.
    type Key: Key;
    /// Takes in the rows.
    type Answer: Answer<DB, R>;

    /// The question for all rows that `sources` refer to.
    fn ask<N: Narrow<'q, DB>>(
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

/// The key of `M` in its columns `C`.
pub(super) type KeyOf<M, C> = <M as Keyed<C>>::Key;

/// The condition that rows of `R` are those that the columns `S` lead to by the way `W`.
type KeysIn<R, S, W> = KeyIn<Target<R>, W, KeyBound<S>, KeyOf<Source<R>, S>>;

/// What takes in the rows that are read beside their keys.
type LinkedRowsOf<R, S, W> =
    LinkedRows<R, S, W, KeyOf<Source<R>, S>, KeyOf<Target<R>, PrimaryKey<Target<R>>>>;

/// The statement for those rows.
type RowsOf<'q, DB, R, S, W> = AllRows<'q, DB, Target<R>, W, KeysIn<R, S, W>>;

impl<'q, DB, R, S, T> Ask<'q, DB, R> for InRows<S, T>
where
    DB: Database,
    R: Relation<Cardinality: Connect, Filter: Preset<'q, DB>, Order: Preset<'q, DB>>,
    S: KeyColumns,
    T: KeyColumns,
    Source<R>: Keyed<S> + Readable<DB>,
    Target<R>: Keyed<T> + Readable<DB, PrimaryKey: Default>,
    RowsOf<'q, DB, R, S, Here<T>>: QueryFragment<DB>,
    DirectRows<R, S, T, KeyOf<Source<R>, S>>: Answer<DB, R>,
{
    type Query = RowsOf<'q, DB, R, S, Here<T>>;
    type OneKey = OneKey<Self, Target<R>, DB>;
    type Key = KeyOf<Source<R>, S>;
    type Answer = DirectRows<R, S, T, Self::Key>;

    fn ask<N: Narrow<'q, DB>>(
        sources: &[Source<R>],
        narrow: N,
        whole: bool,
    ) -> QueryResult<QuestionOf<'q, Self, DB, R>> {
        let only_keys = N::IS_NOOP && is_plain::<R, DB>();
        let rows = Rows::new(preset::<R, _, _>(narrow));
        let query = |keys| AllRows::new(rows, KeyIn::new(keys));
        let wanted = Wanted::of(sources, in_lists::<DB, T>())?;
        Question::about::<DB, T>(
            wanted.keys(),
            query,
            DirectRows::new(wanted, Expected::of(whole)),
            only_keys,
        )
    }
}

impl<'q, DB, R, S, W> Ask<'q, DB, R> for BesideRows<S, W>
where
    DB: Database,
    R: Relation<Cardinality: Connect, Filter: Preset<'q, DB>, Order: Preset<'q, DB>>,
    S: KeyColumns,
    W: Route,
    Source<R>: Keyed<S, Key: FromSqlRow<KeySqlType<S>, DB>> + Readable<DB>,
    Target<R>: Readable<DB, PrimaryKey: KeyColumns>
        + Keyed<PrimaryKey<Target<R>>, Key: FromSqlRow<KeySqlType<PrimaryKey<Target<R>>>, DB>>,
    RowsOf<'q, DB, R, S, W>: QueryFragment<DB>,
    LinkedRowsOf<R, S, W>: Answer<DB, R>,
{
    type Query = RowsOf<'q, DB, R, S, W>;
    type OneKey = OneKey<Self, Target<R>, DB>;
    type Key = KeyOf<Source<R>, S>;
    type Answer = LinkedRows<R, S, W, Self::Key, KeyOf<Target<R>, PrimaryKey<Target<R>>>>;

    fn ask<N: Narrow<'q, DB>>(
        sources: &[Source<R>],
        narrow: N,
        whole: bool,
    ) -> QueryResult<QuestionOf<'q, Self, DB, R>> {
        let only_keys = N::IS_NOOP && is_plain::<R, DB>();
        let rows = Rows::new(preset::<R, _, _>(narrow)).beside_keys();
        let query = |keys| AllRows::new(rows, KeyIn::new(keys));
        let keys = Keys::of(sources.iter().map(Keyed::key), in_lists::<DB, W::Near>())?;
        let wanted = keys.wanted();
        Question::about::<DB, W::Near>(
            wanted,
            query,
            LinkedRows::new(keys, Expected::of(whole)),
            only_keys,
        )
    }
}

/// What a plan says of the rows of `R`, and what the relation states.
pub(super) fn preset<'q, R, DB, N>(narrow: N) -> Terms<'q, DB>
where
    DB: Database,
    R: Relation<Filter: Preset<'q, DB>, Order: Preset<'q, DB>>,
    N: Narrow<'q, DB>,
{
    let mut terms = Terms::new();
    // The plan's order replaces the relation's, but no `or_filter` gets round its filter.
    R::Order::preset(&mut terms);
    narrow.narrow(&mut terms);
    R::Filter::preset(&mut terms);
    terms
}

/// Whether a relation states neither.
fn is_plain<'q, R, DB>() -> bool
where
    R: Relation<Filter: Preset<'q, DB>, Order: Preset<'q, DB>>,
{
    !R::Filter::SET && !R::Order::SET
}
