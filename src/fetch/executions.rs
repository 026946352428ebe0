//! The executions of a statement: one, or one for each list of keys.

use crate::database::backend::{Database, binds, stays_prepared};
use crate::database::keys::ParentKeys;
use crate::database::strategy::{FULL, list_length};
use crate::model::key::{Key, KeyColumns};
use crate::sql::sent::{FullList, Links, Uncached, UntypedQuery};
use diesel::QueryResult;
use diesel::query_builder::QueryFragment;
use std::marker::PhantomData;
use std::mem;
use std::ops::Range;

/// A statement, how often to send it, and what collects its rows.
pub struct Fetch<Q, Id, A> {
    query: Q,
    pub(crate) collector: A,
    executions: Executions,
    without_keys: WithoutKeys<A>,
    /// How many keys are to be sent once more, after the others.
    again: fn(&mut Q, &mut A) -> usize,
    /// Limits an execution to a part of the keys.
    limit: fn(Part<'_, Q, A>),
    /// Whether the statement contains a recursive query.
    recursive: bool,
    id: PhantomData<fn() -> Id>,
}

/// A part of the keys, and what is to be limited to it.
pub(crate) struct Part<'f, Q, A> {
    pub(crate) query: &'f mut Q,
    pub(crate) collector: &'f mut A,
    pub(crate) keys: Range<usize>,
    /// Set if the statement then is the one for links alone.
    pub(crate) links_alone: &'f mut bool,
}

enum Executions {
    /// One key and nothing else: the statement is identified by its type.
    OneKey,
    Once,
    /// One execution for each chunk of keys.
    Chunks {
        left: Range<usize>,
        room: usize,
        /// Whether a list is padded to a length that stays prepared.
        fill: bool,
        /// Whether a full list is all that the statement depends on.
        by_type: bool,
    },
    Done,
}

/// The execution without keys, before those with them.
enum WithoutKeys<A> {
    No,
    Next(fn(&A) -> bool),
    Sent(fn(&A) -> bool),
}

/// How a statement goes to the database.
pub(crate) enum Execution<'s, Q, Id> {
    OneKey(UntypedQuery<'s, Q, Id>),
    FullList(UntypedQuery<'s, Q, FullList<Id>>),
    /// A full list for links alone.
    Links(UntypedQuery<'s, Q, Links<Id>>),
    Uncached(UntypedQuery<'s, Q, Uncached>),
}

impl<'s, Q> Execution<'s, Q, Uncached> {
    /// A statement that is sent as it is.
    pub(crate) fn of(query: &'s Q) -> Self {
        Execution::Uncached(UntypedQuery::new(query, false))
    }
}

impl<Q, Id, A> Fetch<Q, Id, A> {
    /// Fetches by keys, several of them in chunks, never more than the database can bind.
    pub(crate) fn about<DB: Database, Columns: KeyColumns, K: Key>(
        keys: ParentKeys<K>,
        query: impl FnOnce(ParentKeys<K>) -> Q,
        mut collector: A,
        only_keys: bool,
        limit: fn(Part<'_, Q, A>),
    ) -> QueryResult<Self>
    where
        Q: QueryFragment<DB>,
    {
        let several = match &keys {
            ParentKeys::One(_) => None,
            ParentKeys::Many(chunk) => Some(chunk.range()),
        };
        let mut query = query(keys);
        let executions = match several {
            None if only_keys => Executions::OneKey,
            None => Executions::Once,
            Some(keys) if keys.is_empty() => Executions::Done,
            Some(left) => {
                let in_lists = in_lists::<DB, Columns>();
                // What the statement is apart from its keys.
                if in_lists && !only_keys {
                    let (query, collector) = (&mut query, &mut collector);
                    limit(Part { query, collector, keys: 0..0, links_alone: &mut false });
                }
                let fill = in_lists && (only_keys || stays_prepared::<DB, _>(&query)?);
                let others = || if only_keys { Ok(0) } else { binds::<DB, _>(&query) };
                let room = DB::keys_at_a_time(Columns::LEN, others)?;
                Executions::Chunks { left, room, fill, by_type: in_lists && only_keys }
            }
        };
        let (without_keys, id) = (WithoutKeys::No, PhantomData);
        let again = |_: &mut Q, _: &mut A| 0;
        Ok(Fetch { query, collector, executions, without_keys, again, limit, recursive: false, id })
    }

    /// Asks after the last list of keys which are to be sent once more: `again` gives them to the statement
    /// and returns their number.
    pub(crate) fn with_keys_again(self, again: fn(&mut Q, &mut A) -> usize) -> Self {
        Fetch { again, ..self }
    }

    /// First without keys, and with them only if that finds nothing: `expect` tells the statement and
    /// the collector, `is_empty` whether it found nothing.
    pub(crate) fn without_keys_first(
        mut self,
        expect: fn(&mut Q, &mut A),
        is_empty: fn(&A) -> bool,
    ) -> Self {
        expect(&mut self.query, &mut self.collector);
        self.without_keys = WithoutKeys::Next(is_empty);
        self
    }

    pub(crate) fn is_recursive(&self) -> bool {
        self.recursive
    }

    /// Records that the statement contains a recursive query.
    pub(crate) fn recursive(self, recursive: bool) -> Self {
        Fetch { recursive, ..self }
    }

    /// The statement.
    pub(crate) fn statement(&self) -> UntypedQuery<'_, Q, Uncached> {
        UntypedQuery::new(&self.query, self.recursive)
    }

    /// The next statement to send, and what collects its rows.
    pub(crate) fn next(&mut self) -> Option<(Execution<'_, Q, Id>, &mut A)> {
        match self.without_keys {
            WithoutKeys::Next(is_empty) => {
                self.without_keys = WithoutKeys::Sent(is_empty);
                let query = UntypedQuery::new(&self.query, self.recursive);
                return Some((Execution::Uncached(query), &mut self.collector));
            }
            WithoutKeys::Sent(is_empty) if !is_empty(&self.collector) => return None,
            WithoutKeys::Sent(_) | WithoutKeys::No => self.without_keys = WithoutKeys::No,
        }
        let Fetch { query, collector, executions, .. } = self;
        let execution: fn(_, _) -> _ = match executions {
            Executions::Done => return None,
            Executions::Chunks { left, room, fill, by_type } => {
                if left.start == left.end {
                    *left = 0..(self.again)(query, collector);
                }
                if left.start == left.end {
                    return None;
                }
                let keys = left.len().min(*room);
                let length = if *fill { list_length(keys, *room) } else { keys };
                let (part, links_alone) = (left.start..left.start + length, &mut false);
                left.start += keys;
                (self.limit)(Part { query, collector, keys: part, links_alone });
                match (*by_type && length == FULL, links_alone) {
                    (true, false) => Execution::full_list,
                    (true, true) if keys == FULL => Execution::links,
                    _ => Execution::uncached,
                }
            }
            once => match mem::replace(once, Executions::Done) {
                Executions::OneKey => Execution::one_key,
                _ => Execution::uncached,
            },
        };
        Some((execution(query, self.recursive), collector))
    }
}

impl<'s, Q, Id> Execution<'s, Q, Id> {
    fn one_key(query: &'s Q, recursive: bool) -> Self {
        Execution::OneKey(UntypedQuery::new(query, recursive))
    }

    fn full_list(query: &'s Q, recursive: bool) -> Self {
        Execution::FullList(UntypedQuery::new(query, recursive))
    }

    fn links(query: &'s Q, recursive: bool) -> Self {
        Execution::Links(UntypedQuery::new(query, recursive))
    }

    fn uncached(query: &'s Q, recursive: bool) -> Self {
        Execution::Uncached(UntypedQuery::new(query, recursive))
    }
}

/// Whether several keys are a list of binds.
pub(crate) fn in_lists<DB: Database, Columns: KeyColumns>() -> bool {
    DB::LISTS || Columns::LEN > 1
}
