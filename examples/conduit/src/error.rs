//! What a request can fail with, and how that is answered.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use diesel::result::{
    DatabaseErrorKind::{ForeignKeyViolation, UniqueViolation},
    Error as DatabaseError,
};
use diesel_async::pooled_connection::deadpool::PoolError;
use serde_json::json;
use std::collections::BTreeMap;
use validator::ValidationErrors;

#[derive(Debug)]
pub enum Error {
    /// There is no valid token.
    Unauthorized,
    /// Not the user's own.
    Forbidden,
    /// There is no such thing.
    NotFound(&'static str),
    /// The user or the article was deleted meanwhile.
    Gone,
    /// The body has more bytes than are read.
    TooLarge,
    /// By field, what is wrong with it.
    Invalid(BTreeMap<String, Vec<String>>),
    /// All connections are in use.
    Busy,
    /// Not the client's fault.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub fn invalid(field: &str, what: &str) -> Self {
        Error::Invalid([(field.to_owned(), vec![what.to_owned()])].into())
    }

    pub fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Error::Internal(error.into())
    }

    fn answer(self) -> (StatusCode, BTreeMap<String, Vec<String>>) {
        let body = |text: &str| [("body".to_owned(), vec![text.to_owned()])].into();
        match self {
            Error::Unauthorized => (StatusCode::UNAUTHORIZED, body("log in first")),
            Error::Forbidden => (StatusCode::FORBIDDEN, body("only its author may do that")),
            Error::NotFound(what) => {
                (StatusCode::NOT_FOUND, body(&format!("there is no such {what}")))
            }
            Error::Gone => (StatusCode::CONFLICT, body("has been deleted")),
            Error::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, body("is too long")),
            Error::Invalid(fields) => (StatusCode::UNPROCESSABLE_ENTITY, fields),
            Error::Busy => (StatusCode::SERVICE_UNAVAILABLE, body("try again later")),
            Error::Internal(error) => {
                tracing::error!(%error, "request failed");
                (StatusCode::INTERNAL_SERVER_ERROR, body("something went wrong"))
            }
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, errors) = self.answer();
        (status, Json(json!({ "errors": errors }))).into_response()
    }
}

impl From<DatabaseError> for Error {
    fn from(error: DatabaseError) -> Self {
        match (&error, taken(&error)) {
            (_, Some(field)) => Error::invalid(field, "has already been taken"),
            (DatabaseError::DatabaseError(ForeignKeyViolation, _), _) => Error::Gone,
            _ => Error::internal(error),
        }
    }
}

/// The field of a user whose value another user has. SQLite names the column, PostgreSQL the constraint,
/// which is named after it.
fn taken(error: &DatabaseError) -> Option<&'static str> {
    let DatabaseError::DatabaseError(UniqueViolation, information) = error else { return None };
    ["username", "email"].into_iter().find(|field| information.message().contains(field))
}

impl From<PoolError> for Error {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Timeout(_) => Error::Busy,
            error => Error::internal(error),
        }
    }
}

impl From<ValidationErrors> for Error {
    fn from(errors: ValidationErrors) -> Self {
        let text = |error: &validator::ValidationError| match &error.message {
            Some(message) => message.to_string(),
            None => "is invalid".to_owned(),
        };
        let fields = errors.field_errors();
        let fields = fields
            .into_iter()
            .map(|(field, errors)| (field.to_string(), errors.iter().map(text).collect()));
        Error::Invalid(fields.collect())
    }
}
