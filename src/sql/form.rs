//! How an aggregate is written in the statement that loads it.

use crate::database::backend::Database;

/// The function, and its form in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `COUNT(*)`
    Count,
    /// `TRUE`, for the keys that have rows.
    Exists,
    /// `MIN(column)`
    Min,
    /// `MAX(column)`
    Max,
    /// `COALESCE(SUM(column), 0)`
    Sum,
    /// The same for integers whose sum is a decimal number in some database.
    LargeSum,
    /// `AVG(column)`
    Avg,
    /// The same for integers, as a floating-point number.
    IntegerAvg,
}

impl Form {
    /// The name of its method.
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

    /// The SQL around the column.
    pub(crate) fn around(self, database: &impl Database) -> (&'static str, &'static str) {
        match self {
            Form::Count => ("COUNT(DISTINCT ", ")"),
            Form::Exists => ("", ""),
            Form::Min => ("MIN(", ")"),
            Form::Max => ("MAX(", ")"),
            Form::Sum => ("COALESCE(SUM(", "), 0)"),
            Form::LargeSum => database.dialect().large_sum,
            Form::Avg => ("AVG(", ")"),
            Form::IntegerAvg => database.dialect().integer_avg,
        }
    }

    /// Whether repeated rows, identified by this many columns, must be made distinct first.
    pub(crate) fn distinct(self, columns: usize) -> bool {
        match self {
            Form::Exists | Form::Min | Form::Max => false,
            Form::Count => columns > 1,
            Form::Sum | Form::LargeSum | Form::Avg | Form::IntegerAvg => true,
        }
    }
}
