//! How an aggregate is written where it is loaded.

use crate::database::backend::Database;

/// The function, and what the database makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `COUNT(*)`
    Count,
    /// `TRUE`, beside the keys that there are rows for.
    Exists,
    /// `MIN(column)`
    Min,
    /// `MAX(column)`
    Max,
    /// `COALESCE(SUM(column), 0)`
    Sum,
    /// The same of integers whose sum some database takes for a decimal number.
    LargeSum,
    /// `AVG(column)`
    Avg,
    /// The same of integers, as a floating-point number.
    IntegerAvg,
}

impl Form {
    /// What its method is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Form::Count => "count",
            Form::Exists => "exists",
            Form::Min => "min",
            Form::Max => "max",
            Form::Sum | Form::LargeSum => "sum",
            Form::Avg | Form::IntegerAvg => "avg",
        }
    }

    /// What stands around the column.
    pub(crate) fn around(self, database: &impl Database) -> (&'static str, &'static str) {
        match self {
            Form::Count => ("COUNT(DISTINCT ", ")"),
            Form::Exists => ("", ""),
            Form::Min => ("MIN(", ")"),
            Form::Max => ("MAX(", ")"),
            Form::Sum => ("COALESCE(SUM(", "), 0)"),
            Form::LargeSum => database.around_large_sum(),
            Form::Avg => ("AVG(", ")"),
            Form::IntegerAvg => database.around_integer_avg(),
        }
    }

    /// Whether rows that repeat, and are known by so many columns, have to be made distinct before.
    pub(crate) fn distinct(self, columns: usize) -> bool {
        match self {
            Form::Exists | Form::Min | Form::Max => false,
            Form::Count => columns > 1,
            Form::Sum | Form::LargeSum | Form::Avg | Form::IntegerAvg => true,
        }
    }
}
