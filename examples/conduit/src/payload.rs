//! The body of a request.

use crate::error::{Error, Result};
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use validator::Validate;

/// A body like `{"user": {…}}` whose content has been validated.
pub struct Payload<T>(pub T);

#[derive(Deserialize)]
struct Envelope<T> {
    #[serde(alias = "user", alias = "article", alias = "comment")]
    content: T,
}

impl<S: Send + Sync, T: DeserializeOwned + Validate> FromRequest<S> for Payload<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let body = Json::<Envelope<T>>::from_request(request, state).await;
        let content = body.map_err(refused)?.0.content;
        content.validate()?;
        Ok(Payload(content))
    }
}

fn refused(error: JsonRejection) -> Error {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        _ => Error::invalid("body", &error.body_text()),
    }
}
