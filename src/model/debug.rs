//! How a row prints for debugging: itself, then what was loaded with it.

use crate::model::level::Level;
use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt::{self, Debug, DebugStruct, Formatter};

/// Edges whose relations can be printed.
pub trait DebugEdges {
    /// Adds the loaded relations of the row `index`; `own` are the rows of its level.
    fn debug(&self, index: usize, own: &dyn DebugRows, relations: &mut DebugStruct<'_, '_>);
}

/// A slot that can be printed.
pub trait DebugSlot {
    /// Adds what it has for the row `index`, if anything; `own` are the rows of its level.
    fn debug(
        &self,
        name: &str,
        index: usize,
        own: &dyn DebugRows,
        relations: &mut DebugStruct<'_, '_>,
    );
}

/// Rows that print with their relations.
pub trait DebugRows {
    /// Prints a row.
    fn debug(&self, index: usize, f: &mut Formatter<'_>) -> fmt::Result;
}

/// The rows of a level, each of which prints its relations once: in a tree, they may lead back to it.
pub(crate) struct Printed<'g, M, E> {
    level: &'g Level<'g, M, E>,
    rows: RefCell<HashSet<usize>>,
}

impl<'g, M, E> Printed<'g, M, E> {
    pub(crate) fn new(level: &'g Level<'g, M, E>) -> Self {
        Printed { level, rows: RefCell::default() }
    }
}

impl<M: Debug, E: DebugEdges> DebugRows for Printed<'_, M, E> {
    fn debug(&self, index: usize, f: &mut Formatter<'_>) -> fmt::Result {
        self.level.rows.get(index).fmt(f)?;
        let mut relations = f.debug_struct("");
        if !self.rows.borrow_mut().insert(index) {
            return relations.finish_non_exhaustive();
        }
        self.level.edges.debug(index, self, &mut relations);
        relations.finish()
    }
}

/// A value that prints as a function does.
pub(crate) fn shown(print: impl Fn(&mut Formatter<'_>) -> fmt::Result) -> impl Debug {
    struct Shown<F>(F);

    impl<F: Fn(&mut Formatter<'_>) -> fmt::Result> Debug for Shown<F> {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            self.0(f)
        }
    }

    Shown(print)
}
