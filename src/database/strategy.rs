//! The statements by which the rows of a relation are found: every choice, with what was measured for it.
//!
//! Figures are instructions on SQLite, for 10 000 users, 100 000 posts and 300 000 links to 200 tags
//! (`scripts/bench`). How one database differs from another in a choice is in its [`Dialect`]; the first
//! rows of each parent are chosen there alone.
//!
//! [`Dialect`]: crate::database::dialect::Dialect

use crate::database::dialect::Dialect;

/// The number of keys in a full list.
///
/// Preparing a list takes 2 000 instructions per key, and 130 KB: the tags of 10 000 posts load with 16 % fewer
/// instructions in ten statements than in one.
pub(crate) const FULL: usize = 1024;

/// The lengths of the lists that stay prepared. A shorter list is padded, since other lengths would fill the
/// cache of prepared statements.
///
/// Preparing takes 30 000 instructions and 2 000 per key, a key that is padded 1 300; on MariaDB it takes a
/// round trip to the server, half the time of a statement for few rows. Powers of two save as much, and are
/// twice as many statements. Up to four keys are sent as they are, so that a log shows no more.
const LENGTHS: [usize; 8] = [2, 3, 4, 8, 32, 128, 512, FULL];

/// The longest list in a query by the keys of several rows: more could make that query, of which nothing else is
/// known, exceed the binds of a statement.
pub(crate) const PADDED_IN_A_QUERY: usize = 128;

/// The length of the list in which this many keys are sent, if it has room for so many.
pub(crate) fn list_length(keys: usize, room: usize) -> usize {
    let longer = LENGTHS.into_iter().find(|&length| length >= keys);
    longer.filter(|&length| keys > 1 && length <= room).unwrap_or(keys)
}

/// Whether a statement with a list of this length is kept prepared; one without keys is.
pub(crate) fn keeps_prepared(length: usize) -> bool {
    length == 0 || LENGTHS.contains(&length)
}

/// What is known before the rows of a relation are fetched.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    /// Whether the parents are all rows of their table, and so are those of their parents.
    pub(crate) all_parents: bool,
    /// Whether the parents refer to the rows, and not the rows to them.
    pub(crate) refers: bool,
    /// Whether the database compares the keys as Rust does; asked only if it matters.
    pub(crate) exact: fn() -> bool,
    /// The range of the keys, if they are integers; asked only if it matters.
    pub(crate) integers: fn() -> Option<(i64, i64)>,
    /// The number of columns of a key.
    pub(crate) columns: usize,
    /// Whether keys are bound one by one.
    pub(crate) in_lists: bool,
    /// The number of keys.
    pub(crate) keys: usize,
}

impl Known {
    /// Whether rows are first read without keys, `WHERE user_id IS NOT NULL`, and those of no parent passed
    /// over; with them only if that finds nothing.
    ///
    /// One scan in the order of the table, instead of a statement for each full list, which find rows
    /// by as many look-ups in no order: the posts of all users take 0.7 of the instructions. One list
    /// is sent as such, since a small table may lead to few rows of a large one.
    ///
    /// Only for integers: with other keys, whether a row belongs to nobody is for the database to say.
    pub(crate) fn without_keys(self) -> bool {
        let Known { all_parents, refers, integers, in_lists, keys, .. } = self;
        keys > FULL && all_parents && !refers && in_lists && integers().is_some()
    }

    /// Whether the keys are sent in several lists.
    pub(crate) fn several_lists(self) -> bool {
        self.in_lists && self.keys > FULL
    }

    /// Whether links are read alone, and then what they lead to, by its own keys.
    ///
    /// Where one array takes all keys there is no first list, see [`links_alone`]. On PostgreSQL 1 000 users
    /// with their posts and 200 tags take 0.8 of the time so; where each of 30 000 links leads to a tag of its
    /// own, the two statements take 0.9 to 1.2 of the time of the join.
    pub(crate) fn links_first(self) -> bool {
        !self.in_lists && self.keys > FULL
    }

    /// Whether the order of the rows begins with their key, `ORDER BY posts.user_id, posts.id`.
    ///
    /// Only the order within a parent matters. SQLite finds the keys of a list in ascending order: an
    /// index gives that order for nothing, or leaves a small sort for each key instead of one of all rows.
    ///
    /// Not for a key of several columns, whose rows come in no order; nor without keys, where the order
    /// of the table may be the one that is wanted. And only for exact keys: two spellings of a text would
    /// be sorted apart, and be of one parent.
    pub(crate) fn key_before_order(self, dialect: &Dialect) -> bool {
        let several = self.keys != 1 && !self.without_keys();
        several && dialect.key_before_order && self.columns == 1 && (self.exact)()
    }
}

/// The most binds of a filter beside which the key may precede an order.
///
/// More are a list. If it is one of primary keys, SQLite takes the order from the index of the key, whose entries
/// end with them, and looks up each pair from both lists: for 500 parents and 1 000 keys in the filter that takes
/// 51 ms instead of 1.4, for 10 000 and 20 000 it takes 20 s instead of 15 ms.
pub(crate) const FEW_BINDS: usize = 64;

/// Whether links are read without the rows that they lead to, after a list of keys of this many parents that
/// was the first to lead to this many targets.
///
/// `SELECT post_id, tag_id FROM post_tags …` reads one index; with the tags, each link seeks one of the same
/// 200 rows. The tags of 10 047 posts take 0.72 of the instructions; on MariaDB, 0.7 of the time.
///
/// A parent with a link to another target is read once more, with its targets, and takes 1.6 times of reading
/// it so at once. The first list is always read with its targets: nothing changes where there is one.
pub(crate) fn links_alone(new: usize, parents: usize) -> bool {
    new * 4 <= parents
}

/// Whether a list after such a one may be: not if most parents have a target of their own. Then one more
/// number is read of each target for nothing.
pub(crate) fn may_read_links_alone(new: usize, parents: usize) -> bool {
    new < parents
}

#[cfg(test)]
mod tests {
    use super::{keeps_prepared, list_length};

    #[test]
    fn lists_have_a_length_that_is_kept_if_there_is_room() {
        let of = |keys| list_length(keys, 1024);
        assert_eq!(
            [1, 2, 4, 5, 8, 9, 33, 129, 513, 1024].map(of),
            [1, 2, 4, 8, 8, 32, 128, 512, 1024, 1024]
        );
        assert!((2..=1024).all(|keys| of(keys) >= keys && keeps_prepared(of(keys))));
        // Beside so many other binds that no more keys fit.
        assert_eq!(list_length(200, 266), 200);
        assert_eq!(list_length(5_000, 10_000), 5_000);
    }
}
