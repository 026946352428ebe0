//! Some rows of each parent.

use crate::clause::narrow::Narrow;
use crate::clause::stated::Preset;
use crate::database::backend::Database;
use crate::database::keys::Keys;
use crate::database::selection::Readable;
use crate::fetch::answer::Wanted;
use crate::fetch::ask::{Ask, KeyOf, preset};
use crate::fetch::connect::Connect;
use crate::fetch::connect::Expected;
use crate::fetch::direct_rows::DirectRows;
use crate::fetch::linked_rows::LinkedRows;
use crate::fetch::question::{Question, in_lists};
use crate::model::key::{Key, KeyBound, KeyColumns, Keyed};
use crate::model::relation::{Relation, Source, Target};
use crate::route::Route;
use crate::route::asked::{BesideRows, InRows};
use crate::route::here::Here;
use crate::sql::rows::Rows;
use crate::sql::sent::Varying;
use crate::sql::sliced::{Slice, Sliced};
use diesel::QueryResult;
use diesel::query_builder::QueryFragment;

/// Asks a database for some rows of each parent of the relation `R`.
pub trait AskPerParent<'q, DB: Database, R: Relation>: Ask<'q, DB, R> {
    /// The statement.
    type Statement: QueryFragment<DB>;

    /// The question for some rows of each of `sources`.
    fn ask_per_parent<N: Narrow<'q, DB>>(
        sources: &[Source<R>],
        narrow: N,
        slice: Slice,
    ) -> QueryResult<QuestionPerParent<'q, Self, DB, R>>;
}

/// The question that is asked of a database.
pub(crate) type QuestionPerParent<'q, A, DB, R> = Question<
    <A as AskPerParent<'q, DB, R>>::Statement,
    Varying,
    <A as Ask<'q, DB, R>>::Key,
    <A as Ask<'q, DB, R>>::Answer,
>;

/// The statement for some rows of each parent.
type SlicedOf<'q, DB, R, S, W> = Sliced<'q, DB, Target<R>, W, KeyBound<S>, KeyOf<Source<R>, S>>;

impl<'q, DB, R, S, T> AskPerParent<'q, DB, R> for InRows<S, T>
where
    Self: Ask<'q, DB, R, Key = KeyOf<Source<R>, S>, Answer = DirectRows<R, S, T, KeyOf<Source<R>, S>>>,
    DB: Database,
    R: Relation<Cardinality: Connect, Filter: Preset<'q, DB>, Order: Preset<'q, DB>>,
    S: KeyColumns,
    T: KeyColumns,
    Source<R>: Keyed<S>,
    Target<R>: Readable<DB, PrimaryKey: Default>,
    SlicedOf<'q, DB, R, S, Here<T>>: QueryFragment<DB>,
{
    type Statement = SlicedOf<'q, DB, R, S, Here<T>>;

    fn ask_per_parent<N: Narrow<'q, DB>>(
        sources: &[Source<R>],
        narrow: N,
        slice: Slice,
    ) -> QueryResult<QuestionPerParent<'q, Self, DB, R>> {
        slice.check(R::NAME)?;
        let rows = Rows::new(preset::<R, _, _>(narrow));
        let query = |keys| Sliced::new(rows, keys, slice);
        let wanted = Wanted::of(sources, in_lists::<DB, T>())?;
        Question::about::<DB, T>(
            wanted.keys(),
            query,
            DirectRows::new(wanted, expected(slice)),
            false,
        )
    }
}

impl<'q, DB, R, S, W, I> AskPerParent<'q, DB, R> for BesideRows<S, W>
where
    Self: Ask<
            'q,
            DB,
            R,
            Key = KeyOf<Source<R>, S>,
            Answer = LinkedRows<R, S, W, KeyOf<Source<R>, S>, I>,
        >,
    DB: Database,
    R: Relation<Cardinality: Connect, Filter: Preset<'q, DB>, Order: Preset<'q, DB>>,
    S: KeyColumns,
    W: Route,
    I: Key,
    Source<R>: Keyed<S>,
    Target<R>: Readable<DB, PrimaryKey: Default>,
    SlicedOf<'q, DB, R, S, W>: QueryFragment<DB>,
{
    type Statement = SlicedOf<'q, DB, R, S, W>;

    fn ask_per_parent<N: Narrow<'q, DB>>(
        sources: &[Source<R>],
        narrow: N,
        slice: Slice,
    ) -> QueryResult<QuestionPerParent<'q, Self, DB, R>> {
        slice.check(R::NAME)?;
        let rows = Rows::new(preset::<R, _, _>(narrow)).beside_keys();
        let query = |keys| Sliced::new(rows, keys, slice);
        let keys = Keys::of(sources.iter().map(Keyed::key), in_lists::<DB, W::Near>())?;
        let wanted = keys.wanted();
        Question::about::<DB, W::Near>(wanted, query, LinkedRows::new(keys, expected(slice)), false)
    }
}

/// No parent is to have more rows than it was asked for.
fn expected(slice: Slice) -> Expected {
    Expected::AtMost(usize::try_from(slice.rows).unwrap_or(usize::MAX))
}
