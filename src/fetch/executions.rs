//! The executions of a statement: one, or one for each list of keys.

use crate::database::backend::{Database, binds};
use crate::database::keys::{KeyChunk, ParentKeys, list_length};
use crate::model::key::{Key, KeyColumns};
use crate::sql::sent::{Uncached, UntypedQuery};
use diesel::QueryResult;
use diesel::query_builder::QueryFragment;
use std::marker::PhantomData;
use std::sync::Arc;

/// A statement, how often to send it, and what collects its rows.
pub struct Fetch<Q, Id, K, A> {
    query: Q,
    pub(crate) collector: A,
    executions: Executions<K>,
    /// Whether the statement contains a recursive query.
    recursive: bool,
    id: PhantomData<fn() -> Id>,
}

enum Executions<K> {
    /// One key and nothing else: the statement is identified by its type.
    OneKey,
    Once,
    /// One execution for each chunk of keys.
    Chunks {
        chunk: Arc<KeyChunk<K>>,
        room: usize,
        /// Whether a long list is padded to a length that stays prepared.
        fill: bool,
        start: usize,
    },
    Done,
}

/// How a statement goes to the database.
pub(crate) enum Execution<'s, Q, Id> {
    OneKey(UntypedQuery<'s, Q, Id>),
    Uncached(UntypedQuery<'s, Q, Uncached>),
}

impl<'s, Q> Execution<'s, Q, Uncached> {
    /// A statement that is sent as it is.
    pub(crate) fn of(query: &'s Q) -> Self {
        Execution::Uncached(UntypedQuery::new(query, false))
    }
}

impl<Q, Id, K: Key, A> Fetch<Q, Id, K, A> {
    fn new(query: Q, collector: A, executions: Executions<K>) -> Self {
        Fetch { query, collector, executions, recursive: false, id: PhantomData }
    }

    /// Fetches by keys, several of them in chunks, never more than the database can bind.
    pub(crate) fn about<DB: Database, Columns: KeyColumns>(
        keys: ParentKeys<K>,
        query: impl FnOnce(ParentKeys<K>) -> Q,
        collector: A,
        only_keys: bool,
    ) -> QueryResult<Self>
    where
        Q: QueryFragment<DB>,
    {
        let chunk = match &keys {
            ParentKeys::One(_) => {
                let executions = if only_keys { Executions::OneKey } else { Executions::Once };
                return Ok(Fetch::new(query(keys), collector, executions));
            }
            ParentKeys::Many(chunk) => Arc::clone(chunk),
        };
        let query = query(keys);
        if chunk.keys.is_empty() {
            return Ok(Fetch::new(query, collector, Executions::Done));
        }
        let room = DB::keys_at_a_time(Columns::LEN, || {
            if only_keys {
                return Ok(0);
            }
            chunk.set(0..0);
            binds::<DB, _>(&query)
        })?;
        let fill = only_keys && in_lists::<DB, Columns>();
        let executions = Executions::Chunks { chunk, room, fill, start: 0 };
        Ok(Fetch::new(query, collector, executions))
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
        let query = &self.query;
        let execution = match &mut self.executions {
            Executions::Done => return None,
            Executions::OneKey => Execution::OneKey(UntypedQuery::new(query, self.recursive)),
            Executions::Once => Execution::Uncached(UntypedQuery::new(query, self.recursive)),
            Executions::Chunks { chunk, room, fill, start } => {
                let left = chunk.keys.len() - *start;
                if left == 0 {
                    return None;
                }
                let keys = left.min(*room);
                let length = if *fill { list_length(keys) } else { keys };
                chunk.set(*start..*start + length);
                *start += keys;
                return Some((
                    Execution::Uncached(UntypedQuery::new(query, self.recursive)),
                    &mut self.collector,
                ));
            }
        };
        self.executions = Executions::Done;
        Some((execution, &mut self.collector))
    }
}

/// Whether several keys are a list of binds.
pub(crate) fn in_lists<DB: Database, Columns: KeyColumns>() -> bool {
    DB::LISTS || Columns::LEN > 1
}
