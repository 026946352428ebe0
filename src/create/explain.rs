//! Which new row an error is about.

use crate::create::found::KeyOf;
use crate::model::error::Error;
use diesel::QueryResult;
use diesel::result::DatabaseErrorInformation;
use diesel::result::Error::DatabaseError;

/// The rows of a statement: those of the relation, or of the model, from this one on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) relation: &'static str,
    pub(crate) first: usize,
    pub(crate) rows: usize,
}

impl Place {
    /// The error of the statement with the place in its message; of what kind it is and all that the
    /// database says stays.
    pub(crate) fn explain(self, error: diesel::result::Error) -> diesel::result::Error {
        match error {
            DatabaseError(kind, cause) => {
                let message = format!("{self}: {}", cause.message());
                DatabaseError(kind, Box::new(Explained { message, cause }))
            }
            error => error,
        }
    }

    /// The query for rows whose keys are known, if it is one.
    pub(crate) fn found<Q>(self, query: Option<Q>) -> QueryResult<Q> {
        query.ok_or_else(|| self.unknown())
    }

    /// Whether all rows were found by such keys.
    pub(crate) fn check_found(self, found: usize, keys: KeyOf) -> QueryResult<()> {
        match (found, keys) {
            // The database did not generate them: they have a default of another kind.
            (0, KeyOf::Database) => Err(self.unknown()),
            _ => self.check(found),
        }
    }

    fn unknown(self) -> diesel::result::Error {
        Error::UnknownKeys { relation: self.relation }.into()
    }

    /// Whether all rows were created.
    pub(crate) fn check(self, created: usize) -> QueryResult<()> {
        let Place { relation, rows, .. } = self;
        match created == rows {
            true => Ok(()),
            false => Err(Error::RowsLeftOut { relation, rows, created }.into()),
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Place { relation, first, rows: 1 } => {
                write!(f, "new row {} of `{relation}`", first + 1)
            }
            Place { relation, first: 0, .. } => write!(f, "new rows of `{relation}`"),
            Place { relation, first, rows } => {
                write!(f, "new rows {} to {} of `{relation}`", first + 1, first + rows)
            }
        }
    }
}

/// What the database says, and where.
struct Explained {
    message: String,
    cause: Box<dyn DatabaseErrorInformation + Send + Sync>,
}

impl DatabaseErrorInformation for Explained {
    fn message(&self) -> &str {
        &self.message
    }

    fn details(&self) -> Option<&str> {
        self.cause.details()
    }

    fn hint(&self) -> Option<&str> {
        self.cause.hint()
    }

    fn table_name(&self) -> Option<&str> {
        self.cause.table_name()
    }

    fn column_name(&self) -> Option<&str> {
        self.cause.column_name()
    }

    fn constraint_name(&self) -> Option<&str> {
        self.cause.constraint_name()
    }

    fn statement_position(&self) -> Option<i32> {
        self.cause.statement_position()
    }
}
