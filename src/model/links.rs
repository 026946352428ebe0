//! How edges are stored: indexes into the next level, never a vector per parent.

use crate::model::error::index;
use diesel::QueryResult;
use std::ops::Range;

/// The edges of a to-many relation: for each row, a range of `targets`.
///
/// Rows with the same key share a range, so a parent that appears twice sees its children twice.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Links {
    ranges: Vec<Range<u32>>,
    targets: Vec<u32>,
}

/// The edges of a to-one relation: for each row the index of its target, if any.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OptionalLinks {
    targets: Vec<u32>,
}

/// Links that lead from row to row, of either kind.
pub trait Follow {
    /// The indexes of the related rows of a row.
    #[doc(hidden)]
    fn follow(&self, row: usize) -> &[u32];
}

impl Follow for Links {
    fn follow(&self, row: usize) -> &[u32] {
        self.of(row)
    }
}

impl Follow for OptionalLinks {
    fn follow(&self, row: usize) -> &[u32] {
        let target = &self.targets[row..=row];
        if target == [NONE] { &[] } else { target }
    }
}

/// The key of each parent: rows with equal keys are one group, `NULL` keys are in none.
#[derive(Debug, Default)]
pub(crate) struct Parents {
    of: Vec<u32>,
}

/// Targets sorted by group: those of `group` are at `starts[group]..starts[group + 1]`.
#[derive(Debug)]
pub(crate) struct GroupedTargets {
    starts: Vec<u32>,
    targets: Vec<u32>,
}

/// Means "no row" and "no group"; `index` keeps levels from growing that large.
pub(crate) const NONE: u32 = u32::MAX;

impl Links {
    /// The indexes of the related rows of a row.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub fn targets(
        &self,
        row: usize,
    ) -> impl ExactSizeIterator<Item = usize> + DoubleEndedIterator {
        self.of(row).iter().map(|&target| target as usize)
    }

    pub(crate) fn of(&self, row: usize) -> &[u32] {
        let range = &self.ranges[row];
        &self.targets[range.start as usize..range.end as usize]
    }

    /// The links of a single row to all targets.
    pub(crate) fn all(targets: u32) -> Self {
        let all = 0..targets;
        Links { ranges: Vec::from([all.clone()]), targets: all.collect() }
    }

    pub(crate) fn new(parents: &Parents, sorted: GroupedTargets) -> Self {
        let ranges = parents.map(|group| match group {
            Some(group) => sorted.starts[group]..sorted.starts[group + 1],
            None => 0..0,
        });
        Links { ranges, targets: sorted.targets }
    }
}

impl OptionalLinks {
    /// The index of the related row of a row, if it has one.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub fn target(&self, row: usize) -> Option<usize> {
        self.of(row)
    }

    pub(crate) fn of(&self, row: usize) -> Option<usize> {
        let target = self.targets[row];
        (target != NONE).then_some(target as usize)
    }

    pub(crate) fn expect(&self, row: usize) -> usize {
        self.targets[row] as usize
    }

    /// The link of a single row.
    pub(crate) fn to(target: Option<u32>) -> Self {
        OptionalLinks { targets: vec![target.unwrap_or(NONE)] }
    }

    /// `found[group]` is the row for the group's key, or `NONE`.
    pub(crate) fn new(parents: &Parents, found: &[u32]) -> Self {
        let targets = parents.map(|group| group.map_or(NONE, |group| found[group]));
        OptionalLinks { targets }
    }
}

impl Parents {
    pub(crate) fn with_capacity(rows: usize) -> Self {
        Parents { of: Vec::with_capacity(rows) }
    }

    #[inline]
    pub(crate) fn push(&mut self, group: Option<u32>) {
        self.of.push(group.unwrap_or(NONE));
    }

    /// The group of a row.
    pub(crate) fn group(&self, row: u32) -> Option<u32> {
        self.of.get(row as usize).copied().filter(|&group| group != NONE)
    }

    pub(crate) fn map<T>(&self, mut link: impl FnMut(Option<usize>) -> T) -> Vec<T> {
        let group = |&group: &u32| (group != NONE).then_some(group as usize);
        self.of.iter().map(|of| link(group(of))).collect()
    }
}

impl GroupedTargets {
    /// A stable counting sort of `(group, target)` pairs.
    pub(crate) fn new(
        groups: usize,
        pairs: impl ExactSizeIterator<Item = (u32, u32)> + Clone,
    ) -> QueryResult<Self> {
        index(pairs.len())?;
        // Counted two places up and summed, `starts[group + 1]` is where the group begins; filling
        // moves it to where the group ends, which is where the next one begins.
        let mut starts = vec![0_u32; groups + 2];
        for (group, _) in pairs.clone() {
            starts[group as usize + 2] += 1;
        }
        for group in 1..starts.len() {
            starts[group] += starts[group - 1];
        }
        let mut targets = vec![0; pairs.len()];
        for (group, target) in pairs {
            let next = &mut starts[group as usize + 1];
            targets[*next as usize] = target;
            *next += 1;
        }
        starts.pop();
        Ok(GroupedTargets { starts, targets })
    }

    /// A group with more than `targets` targets.
    pub(crate) fn longer_than(&self, targets: usize) -> Option<usize> {
        self.starts.windows(2).position(|ends| (ends[1] - ends[0]) as usize > targets)
    }

    /// Keeps a target once per group: an association table may contain the same pair twice.
    pub(crate) fn without_repeats(mut self, level: usize) -> Self {
        let mut last_group = vec![NONE; level];
        let mut kept = 0;
        for group in 0..self.starts.len() - 1 {
            let range = self.starts[group] as usize..self.starts[group + 1] as usize;
            self.starts[group] = kept as u32;
            for place in range {
                let target = self.targets[place];
                let last = &mut last_group[target as usize];
                if *last != group as u32 {
                    *last = group as u32;
                    self.targets[kept] = target;
                    kept += 1;
                }
            }
        }
        self.targets.truncate(kept);
        if let Some(end) = self.starts.last_mut() {
            *end = kept as u32;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(groups: usize, pairs: &[(u32, u32)], parents: &[Option<u32>]) -> Links {
        let sorted =
            GroupedTargets::new(groups, pairs.iter().copied()).unwrap().without_repeats(10);
        let of = parents.iter().map(|group| group.unwrap_or(NONE)).collect();
        Links::new(&Parents { of }, sorted)
    }

    #[test]
    fn targets_keep_their_order_within_a_group() {
        let links = links(3, &[(2, 0), (0, 1), (2, 2), (0, 3)], &[Some(0), Some(1), Some(2)]);
        assert_eq!([links.of(0), links.of(1), links.of(2)], [&[1, 3][..], &[], &[0, 2]]);
    }

    #[test]
    fn a_repeated_pair_counts_once_and_other_groups_stay_whole() {
        let links = links(2, &[(0, 5), (0, 5), (1, 5), (0, 6)], &[Some(0), Some(1)]);
        assert_eq!([links.of(0), links.of(1)], [&[5, 6][..], &[5]]);
    }

    #[test]
    fn equal_keys_share_targets_and_null_has_none() {
        let links = links(1, &[(0, 4)], &[Some(0), None, Some(0)]);
        assert_eq!([links.of(0), links.of(1), links.of(2)], [&[4][..], &[], &[4]]);
    }
}
