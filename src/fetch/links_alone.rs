//! Links that are read without the rows that they lead to, where those are known from lists of keys before.

use crate::database::keys::Index;
use crate::database::strategy::{links_alone, may_read_links_alone};

/// The targets of a relation by their primary keys, which are integers on both sides.
///
/// A link is of a known target if the two hold the same integer. Whatever else a column may hold, only the
/// database knows what it equals: then the parent is asked about once more, and read with its targets.
pub(crate) struct LinksAlone {
    /// The primary keys of the targets, in their order.
    keys: Vec<i64>,
    index: Index<i64>,
    /// Whether those of a list after it may.
    possible: bool,
    /// The number of parents in that list.
    parents: usize,
    /// How many targets, or parents with one, it was the first to lead to.
    new: usize,
    /// The groups of the parents to be asked about once more.
    again: Vec<u32>,
}

impl LinksAlone {
    pub(crate) fn new() -> Self {
        let (keys, again) = Default::default();
        let index = Index::with_capacity(0);
        LinksAlone { keys, index, possible: true, parents: 0, new: 0, again }
    }

    /// A list with this many parents comes next. Whether their links are read alone.
    pub(crate) fn next_list(&mut self, parents: usize) -> bool {
        let first = self.parents == 0;
        self.possible &= first || may_read_links_alone(self.new, self.parents);
        let alone = self.possible && !first && links_alone(self.new, self.parents);
        (self.parents, self.new) = (parents, 0);
        alone
    }

    /// Whether the primary keys of targets are to be read as integers too.
    pub(crate) fn wants_keys(&self) -> bool {
        self.possible
    }

    /// A target was read, and its primary key if it is an integer.
    pub(crate) fn add(&mut self, key: Option<i64>, is_new: bool) {
        let Some(key) = key else {
            self.possible = false;
            return;
        };
        if is_new {
            self.index.find_or_insert(&key, &self.keys, self.keys.len() as u32);
            self.keys.push(key);
            self.new += 1;
        }
    }

    /// The index of the target of a link, if it is known; otherwise the parent is asked about once more.
    pub(crate) fn target(&mut self, key: Option<i64>, group: u32) -> Option<u32> {
        let known = key.and_then(|key| self.index.find(&key, &self.keys));
        if known.is_none() && self.again.last() != Some(&group) {
            self.again.push(group);
            self.new += 1;
        }
        known
    }

    /// The groups of the parents to be asked about once more, in ascending order.
    pub(crate) fn again(mut self) -> Vec<u32> {
        self.again.sort_unstable();
        self.again.dedup();
        self.again
    }
}
