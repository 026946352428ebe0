//! Rows that hold the key of their parent, or whose key the parent holds.

use crate::database::backend::Database;
use crate::database::selection::Readable;
use crate::fetch::collector::{Fetched, Finish, ParentGroups, RowSink};
use crate::fetch::connect::{Connect, Expected};
use crate::fetch::equal::{FetchEqual, recheck};
use crate::model::error::Error;
use crate::model::key::{Key, Keyed};
use crate::model::relation::{Relation, Target};
use crate::route::key_location::KeyInRow;
use diesel::QueryResult;
use diesel::deserialize::FromSqlRow;
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
use std::marker::PhantomData;
use std::ops::Range;

/// The rows of a relation without an association table: their columns `T` hold the same keys `K` as
/// the columns `S` of the parents.
pub struct DirectRows<R: Relation, S, T, K> {
    wanted: ParentGroups<K>,
    rows: Vec<Target<R>>,
    /// The group of each row, when there are several.
    groups: Vec<u32>,
    expected: Expected,
    columns: PhantomData<fn() -> (S, T)>,
}

/// Room for the rows of one parent, for which most need no more.
const ROWS_OF_ONE: usize = 16;

impl<R: Relation, S, T, K: Key> DirectRows<R, S, T, K> {
    pub(crate) fn new(wanted: ParentGroups<K>, expected: Expected) -> Self {
        let rows = match &wanted {
            ParentGroups::One(_) if !R::REFERS => Vec::with_capacity(ROWS_OF_ONE),
            _ => Vec::new(),
        };
        DirectRows { wanted, rows, groups: Vec::new(), expected, columns: PhantomData }
    }

    /// The next rows are those of this part of the keys.
    pub(crate) fn expect(&mut self, asked: Range<usize>) {
        self.wanted.expect(asked);
    }

    /// The next rows are those of all keys, also of keys that no parent has.
    pub(crate) fn expect_any(&mut self) {
        self.wanted.expect_any();
    }

    /// Whether there are no rows yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<DB, R, S, T, K> RowSink<DB> for DirectRows<R, S, T, K>
where
    DB: Database,
    R: Relation<Cardinality: Connect>,
    Target<R>: Keyed<T> + Readable<DB>,
    K: Key,
{
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        let model = Target::<R>::build_from_row(row).map_err(DeserializationError)?;
        if let ParentGroups::Many(groups) = &mut self.wanted {
            let Some(key) = model.key() else {
                return Err(Error::stray(R::NAME, &format_args!("NULL")));
            };
            let Some(group) = groups.group(key)? else { return Ok(()) };
            self.groups.push(group);
        }
        self.rows.push(model);
        Ok(())
    }
}

impl<DB, R, S, T, K> Finish<DB> for DirectRows<R, S, T, K>
where
    Self: RowSink<DB>,
    KeyInRow<S, T>: FetchEqual<DB, R, K>,
    DB: Database,
    R: Relation<Cardinality: Connect>,
    K: Key,
{
    type Recheck = <KeyInRow<S, T> as FetchEqual<DB, R, K>>::Statement;
    type Matches = <KeyInRow<S, T> as FetchEqual<DB, R, K>>::Matches;
    type Output = Fetched<R>;

    fn recheck(&mut self) -> Option<(Self::Recheck, Self::Matches)> {
        let ParentGroups::Many(groups) = &mut self.wanted else { return None };
        recheck::<DB, R, KeyInRow<S, T>, K>(groups, self.groups.iter().copied())
    }

    fn matched(&mut self, matches: Self::Matches) {
        if let ParentGroups::Many(groups) = &mut self.wanted {
            groups.take_in(matches);
        }
    }

    fn finish(self) -> QueryResult<Fetched<R>> {
        let DirectRows { wanted, rows, groups, expected, .. } = self;
        let known = match wanted {
            ParentGroups::One(key) => {
                return Ok((
                    R::Cardinality::connect_one(R::NAME, &key, rows.len(), expected)?,
                    rows,
                ));
            }
            ParentGroups::Many(known) => known,
        };
        let pairs = groups.iter().enumerate().map(|(row, &group)| (group, row as u32));
        Ok((known.connect::<R>(pairs, None, expected)?, rows))
    }
}
