//! A statement as it is sent: once, or once for each list of keys.

use crate::database::backend::{Database, binds};
use crate::database::keys::{WantedKeys, Window, list_length};
use crate::model::key::{Key, KeyColumns};
use crate::sql::sent::{Sent, Varying};
use diesel::QueryResult;
use diesel::query_builder::QueryFragment;
use std::marker::PhantomData;
use std::sync::Arc;

/// A statement, how often to send it, and what becomes of its rows.
pub struct Question<Q, Id, K, A> {
    query: Q,
    pub(crate) answer: A,
    turns: Turns<K>,
    /// Whether the statement has a recursive query in it.
    recursive: bool,
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
pub(crate) enum Turn<'s, Q, Id> {
    OneKey(Sent<'s, Q, Id>),
    Varying(Sent<'s, Q, Varying>),
}

impl<'s, Q> Turn<'s, Q, Varying> {
    /// A statement that is sent as it is.
    pub(crate) fn of(query: &'s Q) -> Self {
        Turn::Varying(Sent::new(query, false))
    }
}

impl<Q, Id, K: Key, A> Question<Q, Id, K, A> {
    fn new(query: Q, answer: A, turns: Turns<K>) -> Self {
        Question { query, answer, turns, recursive: false, id: PhantomData }
    }

    /// Asks for keys; of several for a window at a time, never for more than the database can bind.
    pub(crate) fn about<DB: Database, Columns: KeyColumns>(
        keys: WantedKeys<K>,
        query: impl FnOnce(WantedKeys<K>) -> Q,
        answer: A,
        only_keys: bool,
    ) -> QueryResult<Self>
    where
        Q: QueryFragment<DB>,
    {
        let window = match &keys {
            WantedKeys::One(_) => {
                let turns = if only_keys { Turns::OneKey } else { Turns::Once };
                return Ok(Question::new(query(keys), answer, turns));
            }
            WantedKeys::Window(window) => Arc::clone(window),
        };
        let query = query(keys);
        if window.keys.is_empty() {
            return Ok(Question::new(query, answer, Turns::Done));
        }
        let room = DB::keys_at_a_time(Columns::LEN, || {
            if only_keys {
                return Ok(0);
            }
            window.set(0..0);
            binds::<DB, _>(&query)
        })?;
        let fill = only_keys && in_lists::<DB, Columns>();
        let turns = Turns::Windows { window, room, fill, start: 0 };
        Ok(Question::new(query, answer, turns))
    }

    pub(crate) fn is_recursive(&self) -> bool {
        self.recursive
    }

    /// Says that the statement has a recursive query in it.
    pub(crate) fn recursive(self, recursive: bool) -> Self {
        Question { recursive, ..self }
    }

    /// The statement.
    pub(crate) fn statement(&self) -> Sent<'_, Q, Varying> {
        Sent::new(&self.query, self.recursive)
    }

    /// The next statement to send, and what takes in its rows.
    pub(crate) fn next(&mut self) -> Option<(Turn<'_, Q, Id>, &mut A)> {
        let query = &self.query;
        let turn = match &mut self.turns {
            Turns::Done => return None,
            Turns::OneKey => Turn::OneKey(Sent::new(query, self.recursive)),
            Turns::Once => Turn::Varying(Sent::new(query, self.recursive)),
            Turns::Windows { window, room, fill, start } => {
                let left = window.keys.len() - *start;
                if left == 0 {
                    return None;
                }
                let keys = left.min(*room);
                let length = if *fill { list_length(keys) } else { keys };
                window.set(*start..*start + length);
                *start += keys;
                return Some((Turn::Varying(Sent::new(query, self.recursive)), &mut self.answer));
            }
        };
        self.turns = Turns::Done;
        Some((turn, &mut self.answer))
    }
}

/// Whether several keys are a list of binds.
pub(crate) fn in_lists<DB: Database, Columns: KeyColumns>() -> bool {
    DB::LISTS || Columns::LEN > 1
}
