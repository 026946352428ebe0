//! What is asked of a database for one relation. Asking is left to `blocking` and `asynchronous`.

use super::answer::{Answer, DirectRows, LinkedRows, Wanted};
use super::backend::{Database, binds};
use super::connect::Connect;
use super::key_in::KeyIn;
use super::keys::{Keys, Window, list_length};
use super::narrow::Narrow;
use super::selection::{Readable, Selection};
use super::sent::{OneKey, Sent, Varying};
use super::statement::{Backward, Forward, LinkedStatement, Statement};
use crate::key::{BelongsTo, Columns, Key, KeyColumns, Keyed, Reversed, Unread};
use crate::relation::{Relation, Source, Target};
use crate::route::Linked;
use crate::stated::Preset;
use diesel::QueryResult;
use diesel::query_builder::{QueryFragment, QueryId};
use std::marker::PhantomData;
use std::sync::Arc;

/// Keys by which a database can be asked for the rows of the relation `R`.
pub trait Ask<'q, DB: Database, R: Relation>: Sized {
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

/// The question that keys ask of a database.
pub(super) type QuestionOf<'q, K, DB, R> = Question<
    <K as Ask<'q, DB, R>>::Query,
    <K as Ask<'q, DB, R>>::OneKey,
    <K as Ask<'q, DB, R>>::Key,
    <K as Ask<'q, DB, R>>::Answer,
>;

/// A statement, how often to send it, and what becomes of its rows.
pub struct Question<Q, Id, K, A> {
    /// Nothing when there is no key to ask for.
    pub(super) query: Option<Q>,
    pub(super) answer: A,
    turns: Turns<K>,
    id: PhantomData<fn() -> Id>,
}

enum Turns<K> {
    /// One key and nothing else: a statement that is known by its type.
    OneKey,
    Once,
    /// One execution for each window of keys.
    Windows {
        window: Arc<Window<K>>,
        room: usize,
        /// Whether a long list is filled up to one that stays prepared.
        fill: bool,
        start: usize,
    },
    Done,
}

/// How a statement goes to the database.
pub(super) enum Turn<'s, Q, Id> {
    OneKey(Sent<'s, Q, Id>),
    Varying(Sent<'s, Q, Varying>),
}

impl<Q, Id, K: Key, A> Question<Q, Id, K, A> {
    fn about_one(query: Q, answer: A, only_key: bool) -> Self {
        let turns = if only_key { Turns::OneKey } else { Turns::Once };
        Question { query: Some(query), answer, turns, id: PhantomData }
    }

    /// Asks for a window of keys at a time, never for more than the database can bind.
    fn about_many<DB: Database, Columns: KeyColumns>(
        window: Arc<Window<K>>,
        query: impl FnOnce(Arc<Window<K>>) -> Q,
        answer: A,
        only_keys: bool,
    ) -> QueryResult<Self>
    where
        Q: QueryFragment<DB>,
    {
        if window.keys.is_empty() {
            return Ok(Question { query: None, answer, turns: Turns::Done, id: PhantomData });
        }
        let query = query(Arc::clone(&window));
        let room = DB::keys_at_a_time(Columns::LEN, || {
            if only_keys {
                return Ok(0);
            }
            window.set(0..0);
            binds::<DB, _>(&query)
        })?;
        let fill = only_keys && in_lists::<DB, Columns>();
        let turns = Turns::Windows { window, room, fill, start: 0 };
        Ok(Question { query: Some(query), answer, turns, id: PhantomData })
    }

    /// The next statement to send, and what takes in its rows.
    pub(super) fn next(&mut self) -> Option<(Turn<'_, Q, Id>, &mut A)> {
        let query = self.query.as_ref()?;
        let turn = match &mut self.turns {
            Turns::Done => return None,
            Turns::OneKey => Turn::OneKey(Sent::new(query)),
            Turns::Once => Turn::Varying(Sent::new(query)),
            Turns::Windows { window, room, fill, start } => {
                let left = window.keys.len() - *start;
                if left == 0 {
                    return None;
                }
                let keys = left.min(*room);
                let length = if *fill { list_length(keys) } else { keys };
                window.set(*start..*start + length);
                *start += keys;
                return Some((Turn::Varying(Sent::new(query)), &mut self.answer));
            }
        };
        self.turns = Turns::Done;
        Some((turn, &mut self.answer))
    }
}

impl<'q, DB, R, S, T> Ask<'q, DB, R> for Columns<S, T>
where
    DB: Database,
    R: Relation<Cardinality: Connect> + Statement<'q, DB, Forward, Row = Target<R>>,
    R::Filter: Preset<<R as Statement<'q, DB, Forward>>::Query>,
    R::Order: Preset<<R as Statement<'q, DB, Forward>>::Query>,
    Source<R>: Keyed<S, Key = KeyType<'q, DB, R, Forward>>,
    Target<R>: Keyed<T> + Readable<DB>,
{
    type Query = <R as Statement<'q, DB, Forward>>::Query;
    type OneKey = OneKey<R, Forward, Selection<Target<R>, DB>>;
    type Key = KeyType<'q, DB, R, Forward>;
    type Answer = DirectRows<R, T, Self::Key>;

    fn ask<N: Narrow<Self::Query>>(
        sources: &[Source<R>],
        narrow: N,
        whole: bool,
    ) -> QueryResult<QuestionOf<'q, Self, DB, R>> {
        direct::<DB, R, R, Forward, S, T, N>(sources, narrow, whole)
    }
}

impl<'q, DB, R, B> Ask<'q, DB, R> for Reversed<B>
where
    DB: Database,
    R: Relation,
    B: BelongsTo + Relation<Keys: AskBack<'q, DB, R, B>>,
{
    type Query = <B::Keys as AskBack<'q, DB, R, B>>::Query;
    type OneKey = <B::Keys as AskBack<'q, DB, R, B>>::OneKey;
    type Key = <B::Keys as AskBack<'q, DB, R, B>>::Key;
    type Answer = <B::Keys as AskBack<'q, DB, R, B>>::Answer;

    fn ask<N: Narrow<Self::Query>>(
        sources: &[Source<R>],
        narrow: N,
        whole: bool,
    ) -> QueryResult<QuestionOf<'q, Self, DB, R>> {
        B::Keys::ask_back(sources, narrow, whole)
    }
}

/// The keys of the belongs_to `B`, by which a database can be asked for the rows of its other side.
pub trait AskBack<'q, DB: Database, R: Relation, B>: Sized {
    /// As [`Ask::Query`].
    type Query: QueryFragment<DB>;
    /// As [`Ask::OneKey`].
    type OneKey: QueryId + 'static;
    /// As [`Ask::Key`].
    type Key: Key;
    /// As [`Ask::Answer`].
    type Answer: Answer<DB, R>;

    /// As [`Ask::ask`].
    fn ask_back<N: Narrow<Self::Query>>(
        sources: &[Source<R>],
        narrow: N,
        whole: bool,
    ) -> QueryResult<Question<Self::Query, Self::OneKey, Self::Key, Self::Answer>>;
}

impl<'q, DB, R, B, S, T> AskBack<'q, DB, R, B> for Columns<S, T>
where
    DB: Database,
    R: Relation<Cardinality: Connect>,
    R::Filter: Preset<<B as Statement<'q, DB, Backward>>::Query>,
    R::Order: Preset<<B as Statement<'q, DB, Backward>>::Query>,
    B: Statement<'q, DB, Backward, Row = Target<R>> + 'static,
    Source<R>: Keyed<T, Key = KeyType<'q, DB, B, Backward>>,
    Target<R>: Keyed<S> + Readable<DB>,
{
    type Query = <B as Statement<'q, DB, Backward>>::Query;
    type OneKey = OneKey<B, Backward, Selection<Target<R>, DB>>;
    type Key = KeyType<'q, DB, B, Backward>;
    type Answer = DirectRows<R, S, Self::Key>;

    fn ask_back<N: Narrow<Self::Query>>(
        sources: &[Source<R>],
        narrow: N,
        whole: bool,
    ) -> QueryResult<DirectQuestion<'q, DB, R, B, Backward, S>> {
        direct::<DB, R, B, Backward, T, S, N>(sources, narrow, whole)
    }
}

impl<'q, DB, R, B, Table, Id, S, T> AskBack<'q, DB, R, B> for Unread<Table, Id, S, T>
where
    DB: Database,
    R: Relation<Cardinality: Connect>,
    R::Filter: Preset<<B as LinkedStatement<'q, DB, Backward>>::Query>,
    R::Order: Preset<<B as LinkedStatement<'q, DB, Backward>>::Query>,
    B: LinkedStatement<'q, DB, Backward, Row = Target<R>> + 'static,
    Source<R>: Keyed<T, Key = LinkedKey<'q, DB, B, Backward>>,
    Target<R>: Readable<DB>,
{
    type Query = <B as LinkedStatement<'q, DB, Backward>>::Query;
    type OneKey = OneKey<B, Backward, Selection<Target<R>, DB>>;
    type Key = LinkedKey<'q, DB, B, Backward>;
    type Answer = LinkedRows<'q, DB, R, B, Backward>;

    fn ask_back<N: Narrow<Self::Query>>(
        sources: &[Source<R>],
        narrow: N,
        whole: bool,
    ) -> QueryResult<LinkedQuestion<'q, DB, R, B, Backward>> {
        linked::<DB, R, B, Backward, T, N>(sources, narrow, whole)
    }
}

impl<'q, DB, R, K> Ask<'q, DB, R> for K
where
    DB: Database,
    K: Linked,
    R: Relation<Cardinality: Connect> + LinkedStatement<'q, DB, Forward, Row = Target<R>>,
    R::Filter: Preset<<R as LinkedStatement<'q, DB, Forward>>::Query>,
    R::Order: Preset<<R as LinkedStatement<'q, DB, Forward>>::Query>,
    Source<R>: Keyed<K::Source, Key = LinkedKey<'q, DB, R, Forward>>,
    Target<R>: Readable<DB>,
{
    type Query = <R as LinkedStatement<'q, DB, Forward>>::Query;
    type OneKey = OneKey<R, Forward, Selection<Target<R>, DB>>;
    type Key = LinkedKey<'q, DB, R, Forward>;
    type Answer = LinkedRows<'q, DB, R, R, Forward>;

    fn ask<N: Narrow<Self::Query>>(
        sources: &[Source<R>],
        narrow: N,
        whole: bool,
    ) -> QueryResult<QuestionOf<'q, Self, DB, R>> {
        linked::<DB, R, R, Forward, K::Source, N>(sources, narrow, whole)
    }
}

/// The type of the keys of a statement.
type KeyType<'q, DB, B, Direction> = <B as Statement<'q, DB, Direction>>::Key;

/// The question for the rows of `R`, without an association table, by the statement of `B`.
type DirectQuestion<'q, DB, R, B, Direction, T> = Question<
    <B as Statement<'q, DB, Direction>>::Query,
    OneKey<B, Direction, Selection<Target<R>, DB>>,
    KeyType<'q, DB, B, Direction>,
    DirectRows<R, T, KeyType<'q, DB, B, Direction>>,
>;

fn direct<'q, DB, R, B, Direction, S, T, N>(
    sources: &[Source<R>],
    narrow: N,
    whole: bool,
) -> QueryResult<DirectQuestion<'q, DB, R, B, Direction, T>>
where
    DB: Database,
    R: Relation<Filter: Preset<B::Query>, Order: Preset<B::Query>>,
    B: Statement<'q, DB, Direction>,
    Source<R>: Keyed<S, Key = B::Key>,
    Target<R>: Readable<DB>,
    N: Narrow<B::Query>,
{
    let only_keys = N::IS_NOOP && is_plain::<R, B::Query>();
    let lists = in_lists::<DB, B::Column>();
    match Wanted::of(sources, lists)? {
        Wanted::One(key) => {
            let query = B::of(preset::<R, _, _>(B::base(), narrow), KeyIn::one(key.clone()));
            let rows = DirectRows::new(Wanted::One(key), whole);
            Ok(Question::about_one(query, rows, only_keys))
        }
        Wanted::Many(keys) => {
            let window = Arc::clone(&keys.window);
            let query = |window| B::of(preset::<R, _, _>(B::base(), narrow), KeyIn::window(window));
            let rows = DirectRows::new(Wanted::Many(keys), whole);
            Question::about_many::<DB, B::Column>(window, query, rows, only_keys)
        }
    }
}

/// The type of the keys of a statement with other tables.
type LinkedKey<'q, DB, L, Direction> = <L as LinkedStatement<'q, DB, Direction>>::Key;

/// The question for the rows of `R`, whose keys are in other tables, by the statement of `L`.
type LinkedQuestion<'q, DB, R, L, Direction> = Question<
    <L as LinkedStatement<'q, DB, Direction>>::Query,
    OneKey<L, Direction, Selection<Target<R>, DB>>,
    LinkedKey<'q, DB, L, Direction>,
    LinkedRows<'q, DB, R, L, Direction>,
>;

fn linked<'q, DB, R, L, Direction, S, N>(
    sources: &[Source<R>],
    narrow: N,
    whole: bool,
) -> QueryResult<LinkedQuestion<'q, DB, R, L, Direction>>
where
    DB: Database,
    R: Relation<Filter: Preset<L::Query>, Order: Preset<L::Query>>,
    L: LinkedStatement<'q, DB, Direction>,
    Source<R>: Keyed<S, Key = L::Key>,
    Target<R>: Readable<DB>,
    N: Narrow<L::Query>,
{
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

/// Whether several keys are a list of binds.
fn in_lists<DB: Database, Columns: KeyColumns>() -> bool {
    DB::LISTS || Columns::LEN > 1
}

/// Narrows a statement as the plan says, and as the relation states.
fn preset<R, Q, N>(query: Q, narrow: N) -> Q
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
