//! Errors that conjoin itself detects in loaded rows.

use diesel::QueryResult;
use std::fmt::{self, Debug, Display};

/// The reason that a load failed although the database reported no error.
///
/// Loads return Diesel's [`QueryResult`], so this error is wrapped in a
/// [`diesel::result::Error::DeserializationError`]; [`Error::of`] extracts it.
///
/// ```
/// use conjoin::Error;
///
/// fn explain(error: &diesel::result::Error) -> String {
///     match Error::of(error) {
///         Some(Error::MissingRow { relation, key }) => format!("{relation} leads nowhere: {key}"),
///         Some(other) => other.to_string(),
///         None => error.to_string(),
///     }
/// }
/// # assert_eq!(explain(&diesel::result::Error::NotFound), "Record not found");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A `NOT NULL` foreign key refers to a row that does not exist.
    MissingRow {
        /// The relation, such as `Post::author`.
        relation: &'static str,
        /// The key that matches no row.
        key: String,
    },
    /// A `has_one` or `belongs_to` matches two rows for one key.
    SecondRow {
        /// The relation, such as `User::profile`.
        relation: &'static str,
        /// The key with more than one row.
        key: String,
    },
    /// The database returned a row whose key equals no parent's: the two columns have different
    /// collations or types.
    StrayRow {
        /// The relation, such as `User::posts`.
        relation: &'static str,
        /// The key of the row.
        key: String,
    },
    /// `.per_parent(…)` found more rows of a parent than requested: several share one primary key,
    /// which is possible in a view.
    NotUnique {
        /// The relation, such as `User::posts`.
        relation: &'static str,
        /// The key of the parent.
        key: String,
    },
    /// `.per_parent(…)` or its `offset` was called with a number below zero.
    NegativeRows {
        /// The relation, such as `User::posts`.
        relation: &'static str,
        /// The number.
        rows: i64,
    },
    /// A recursive relation leads to a row whose primary key is `NULL`, or such a row was to be linked.
    NullPrimaryKey {
        /// The relation, such as `Category::children`.
        relation: &'static str,
    },
    /// `.batches(…)` was called with a number of rows below one.
    EmptyBatches {
        /// The number of rows.
        rows: i64,
    },
    /// `.batches(…)` was called on a query with an order, a limit, an offset or a lock of its own.
    UnsuitableForBatches,
    /// The key that orders the batches is `NULL`, or the database compares it differently than Rust, so that
    /// the batches would never end.
    EndlessBatches,
    /// A row was to be created with two values for one column, or a link.
    ColumnTwice {
        /// The relation, such as `User::posts`.
        relation: &'static str,
        /// The column, such as `user_id`.
        column: &'static str,
    },
    /// `.set(…)` was called with so many rows that their keys do not fit into one statement.
    TooManyTargets {
        /// The relation, such as `Post::tags`.
        relation: &'static str,
        /// The maximum number of rows.
        most: usize,
    },
    /// `.set(…)` was called in a transaction that does not see what others have committed since it began.
    StaleSnapshot {
        /// The relation, such as `Post::tags`.
        relation: &'static str,
    },
    /// The database inserted fewer rows than it was sent, or did not return all of them: a trigger leaves some
    /// out. Nothing was kept.
    RowsLeftOut {
        /// The relation whose new rows they are, such as `User::posts`, or the model of the first ones.
        relation: &'static str,
        /// The number of rows in the statement.
        rows: usize,
        /// How many of them were created.
        created: usize,
    },
    /// New rows have keys of their own, and MariaDB and MySQL do not tell which rows they are.
    UnknownKeys {
        /// The relation whose new rows they are, such as `User::posts`, or the model of the first ones.
        relation: &'static str,
    },
    /// A level of the graph grew past 4 294 967 294 rows or links.
    TooManyRows,
    /// [`snapshot`](crate::snapshot) was called on a connection whose transaction does not read one
    /// state of the database.
    NoSnapshot {
        /// Why it does not, and what to do.
        reason: &'static str,
    },
    /// Rows that were given by hand are not what a load could return.
    IllFormed {
        /// The relation, such as `User::posts`, or the model of the first rows.
        relation: &'static str,
        /// Which row does not fit, and why.
        reason: String,
    },
}

impl Error {
    /// Returns the conjoin error inside a Diesel error, if there is one.
    ///
    /// ```
    /// use conjoin::Error;
    ///
    /// let error = diesel::result::Error::from(Error::TooManyRows);
    /// assert_eq!(Error::of(&error), Some(&Error::TooManyRows));
    /// assert_eq!(Error::of(&diesel::result::Error::NotFound), None);
    /// ```
    pub fn of(error: &diesel::result::Error) -> Option<&Error> {
        match error {
            diesel::result::Error::DeserializationError(inner)
            | diesel::result::Error::QueryBuilderError(inner) => inner.downcast_ref(),
            _ => None,
        }
    }

    pub(crate) fn missing(relation: &'static str, key: &impl Debug) -> diesel::result::Error {
        Error::MissingRow { relation, key: format!("{key:?}") }.into()
    }

    pub(crate) fn stray(relation: &'static str, key: &impl Debug) -> diesel::result::Error {
        Error::StrayRow { relation, key: format!("{key:?}") }.into()
    }

    pub(crate) fn not_unique(relation: &'static str, key: &impl Debug) -> diesel::result::Error {
        Error::NotUnique { relation, key: format!("{key:?}") }.into()
    }

    pub(crate) fn second(relation: &'static str, key: &impl Debug) -> diesel::result::Error {
        Error::SecondRow { relation, key: format!("{key:?}") }.into()
    }
}

impl From<Error> for diesel::result::Error {
    fn from(error: Error) -> Self {
        use diesel::result::Error::{DeserializationError, QueryBuilderError};
        match error {
            Error::NegativeRows { .. }
            | Error::EmptyBatches { .. }
            | Error::UnsuitableForBatches
            | Error::EndlessBatches
            | Error::ColumnTwice { .. }
            | Error::TooManyTargets { .. }
            | Error::StaleSnapshot { .. }
            | Error::UnknownKeys { .. }
            | Error::NoSnapshot { .. } => QueryBuilderError(Box::new(error)),
            _ => DeserializationError(Box::new(error)),
        }
    }
}

impl std::error::Error for Error {}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::MissingRow { relation, key } => write!(
                f,
                "`{relation}` found no row for the key {key}, which is NOT NULL; either the foreign \
                 key points nowhere or the row was deleted between two statements, \
                 which `conjoin::snapshot` prevents"
            ),
            Error::SecondRow { relation, key } => write!(
                f,
                "`{relation}` leads to one row at most, but there is a second one for the key {key}; \
                 add a unique constraint to the table or declare the relation as has_many"
            ),
            Error::StrayRow { relation, key } => write!(
                f,
                "`{relation}` returned a row with the key {key}, which equals none of the keys that were queried; \
                 give both columns one type and one collation"
            ),
            Error::NotUnique { relation, key } => write!(
                f,
                "`{relation}` found more rows for the key {key} than `.per_parent(…)` allows, because \
                 some of them have the same primary key; declare columns that are unique as the \
                 primary key of that model"
            ),
            Error::NegativeRows { relation, rows } => {
                write!(f, "`{relation}` cannot load or leave out {rows} rows of each parent")
            }
            Error::NullPrimaryKey { relation } => {
                write!(f, "`{relation}` leads to a row whose primary key is NULL")
            }
            Error::EmptyBatches { rows } => write!(f, "a batch cannot have {rows} rows; pass at least 1"),
            Error::UnsuitableForBatches => f.write_str(
                "`.batches(…)` orders and limits the query itself: remove its order, limit, offset and lock; \
                 `.batches_by(…)` loads in another order",
            ),
            Error::EndlessBatches => f.write_str(
                "these batches would never end: a key is `NULL`, or the database does not compare it as Rust \
                 does, as with a date that SQLite stores in a format other than Diesel's",
            ),
            Error::ColumnTwice { relation, column } => write!(
                f,
                "`{relation}` is given the column `{column}` twice; its keys are filled in, and any other \
                 column is to have one value"
            ),
            Error::TooManyTargets { relation, most } => write!(
                f,
                "`{relation}` can be set to {most} rows at most, since the keys of all of them are in \
                 one statement; use `.link(…)` and `.unlink(…)`, which have no limit"
            ),
            Error::StaleSnapshot { relation } => write!(
                f,
                "`{relation}` cannot be set in a transaction with the isolation level REPEATABLE READ: \
                 links that others have added since it began would stay, unseen; use READ COMMITTED, \
                 or SERIALIZABLE and try again after a serialization failure"
            ),
            Error::RowsLeftOut { relation, rows, created } => write!(
                f,
                "of {rows} new rows of `{relation}`, the database created or returned {created}; a trigger of \
                 the table may leave rows out, or change their keys"
            ),
            Error::UnknownKeys { relation } => write!(
                f,
                "new rows of `{relation}` have keys of their own, and MariaDB and MySQL only tell those that \
                 they generate: insert these rows with Diesel, and use `.create(…)` and `.link(…)` of the rows"
            ),
            Error::TooManyRows => write!(
                f,
                "more than {} rows or links in one level of a graph; load fewer rows at a time",
                u32::MAX - 1
            ),
            Error::NoSnapshot { reason } => write!(f, "no snapshot: {reason}"),
            Error::IllFormed { relation, reason } => write!(f, "`{relation}`: {reason}"),
        }
    }
}

/// The length of a level as the next row's index.
#[inline]
pub(crate) fn index(len: usize) -> QueryResult<u32> {
    match u32::try_from(len) {
        Ok(index) if index != u32::MAX => Ok(index),
        _ => Err(Error::TooManyRows.into()),
    }
}
