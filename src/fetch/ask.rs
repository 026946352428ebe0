//! What is asked of a database for one relation. Asking is left to `blocking` and `asynchronous`.

use crate::clause::narrow::Narrow;
use crate::clause::stated::Preset;
use crate::clause::terms::Terms;
use crate::database::backend::Database;
use crate::database::key_in::KeyIn;
use crate::database::keys::Keys;
use crate::database::selection::Readable;
use crate::fetch::answer::{Answer, Wanted};
use crate::fetch::connect::{Connect, Expected};
use crate::fetch::direct_rows::DirectRows;
use crate::fetch::linked_rows::LinkedRows;
use crate::fetch::question::{Question, in_lists};
use crate::model::key::{Key, KeyBound, KeyColumns, KeySqlType, Keyed};
use crate::model::relation::{PrimaryKey, Relation, Source, Target};
use crate::route::Route;
use crate::route::asked::{BesideRows, InRows};
use crate::route::here::Here;
use crate::sql::rows::{AllRows, Rows};
use crate::sql::sent::OneKey;
use diesel::QueryResult;
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::{QueryFragment, QueryId};

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
pub(crate) type QuestionOf<'q, A, DB, R> = Question<
    <A as Ask<'q, DB, R>>::Query,
    <A as Ask<'q, DB, R>>::OneKey,
    <A as Ask<'q, DB, R>>::Key,
    <A as Ask<'q, DB, R>>::Answer,
>;

/// The key of `M` in its columns `C`.
pub(crate) type KeyOf<M, C> = <M as Keyed<C>>::Key;

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
pub(crate) fn preset<'q, R, DB, N>(narrow: N) -> Terms<'q, DB>
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
