//! Links that are read before what they lead to, which is then read by its own keys.

use crate::database::keys::{Index, KeyList};
use crate::model::links::NONE;

/// The links of a relation whose keys are integers on both sides.
///
/// A link that holds anything but an integer leads where only the database knows: its parent is asked about
/// once more, and read with its targets.
pub(crate) struct LinksFirst {
    /// The distinct keys that the links hold.
    keys: Vec<i64>,
    index: Index<i64>,
    /// A parent's group and the place of such a key, for each link.
    links: Vec<(u32, u32)>,
    /// The index of the target with each of the keys, or [`NONE`].
    targets: Vec<u32>,
    /// The groups of the parents to be asked about once more.
    again: Vec<u32>,
    /// Whether all of them are: of a target without an integer, only the database knows which links lead there.
    all_again: bool,
}

impl LinksFirst {
    pub(crate) fn new() -> Self {
        let (keys, links, targets, again) = Default::default();
        let index = Index::with_capacity(0);
        LinksFirst { keys, index, links, targets, again, all_again: false }
    }

    /// A link was read.
    pub(crate) fn add(&mut self, group: u32, key: Option<i64>) {
        let Some(key) = key else {
            self.again.push(group);
            return;
        };
        let next = self.keys.len() as u32;
        let place = self.index.find_or_insert(&key, &self.keys, next);
        if place == next {
            self.keys.push(key);
        }
        self.links.push((group, place));
    }

    /// Whether all links were read, and what they lead to comes next.
    pub(crate) fn is_complete(&self) -> bool {
        !self.targets.is_empty()
    }

    /// The keys that links hold, for the statement that reads the targets, if it has not been sent.
    pub(crate) fn keys(&mut self) -> Option<KeyList<i64>> {
        if self.is_complete() || self.keys.is_empty() {
            return None;
        }
        self.targets = vec![NONE; self.keys.len()];
        Some(KeyList::new(self.keys.clone(), false))
    }

    /// The target with this key was read.
    pub(crate) fn found(&mut self, key: Option<i64>, target: u32) {
        match key.and_then(|key| self.index.find(&key, &self.keys)) {
            Some(place) => self.targets[place as usize] = target,
            None => self.all_again = true,
        }
    }

    /// The groups of parents and the targets that links lead to, also those of the parents to be asked about once
    /// more, whose groups follow in ascending order.
    pub(crate) fn finish(self) -> (Vec<(u32, u32)>, Vec<u32>) {
        let LinksFirst { links, targets, mut again, all_again, .. } = self;
        if all_again {
            again.extend(links.iter().map(|(group, _)| group));
        }
        again.sort_unstable();
        again.dedup();
        let known = links.into_iter().map(|(group, place)| (group, targets[place as usize]));
        (known.filter(|&(_, target)| target != NONE).collect(), again)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The links of three parents; the second also has one to no integer.
    fn links() -> LinksFirst {
        let mut links = LinksFirst::new();
        let read = [(0, Some(7)), (1, Some(8)), (1, None), (2, Some(9)), (2, Some(7))];
        read.into_iter().for_each(|(group, key)| links.add(group, key));
        assert_eq!(links.keys().map(|keys| keys.keys), Some(vec![7, 8, 9]));
        assert!(links.is_complete() && links.keys().is_none());
        links
    }

    #[test]
    fn a_link_leads_to_the_target_with_its_key() {
        let mut links = links();
        links.found(Some(8), 0);
        links.found(Some(7), 1);
        // There is no 9; the second parent has a link of which only the database knows.
        assert_eq!(links.finish(), (vec![(0, 1), (1, 0), (2, 1)], vec![1]));
    }

    #[test]
    fn a_target_without_an_integer_has_all_parents_asked_about_once_more() {
        let mut links = links();
        links.found(Some(7), 0);
        links.found(None, 1);
        assert_eq!(links.finish().1, [0, 1, 2]);
    }

    #[test]
    fn without_keys_there_are_no_targets_to_read() {
        let mut links = LinksFirst::new();
        links.add(0, None);
        assert!(links.keys().is_none());
        assert_eq!(links.finish(), (Vec::new(), vec![0]));
    }
}
