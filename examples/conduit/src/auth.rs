//! Who sends a request: passwords, tokens, and the extractors that read them.

use crate::database::Connection;
use crate::error::{Error, Result};
use crate::models::User;
use crate::schema::users;
use crate::state::State;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::{header::AUTHORIZATION, request::Parts};
use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use jsonwebtoken::{DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

const VALID: TimeDelta = TimeDelta::days(30);

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: i32,
    exp: i64,
}

/// Signs and checks tokens.
#[derive(Clone)]
pub struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Keys {
    pub fn new(secret: &[u8]) -> Self {
        let (encoding, decoding) =
            (EncodingKey::from_secret(secret), DecodingKey::from_secret(secret));
        Keys { encoding, decoding }
    }

    pub fn token(&self, user: &User) -> Result<String> {
        let claims = Claims { sub: user.id, exp: (Utc::now() + VALID).timestamp() };
        jsonwebtoken::encode(&Header::default(), &claims, &self.encoding).map_err(Error::internal)
    }

    fn user_id(&self, token: &str) -> Result<i32> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &Validation::default());
        Ok(claims.map_err(|_| Error::Unauthorized)?.claims.sub)
    }
}

/// Hashing takes long on purpose, and must not hold up other requests.
pub async fn hash(password: String) -> Result<String> {
    let hash = spawn_blocking(move || Argon2::default().hash_password(password.as_bytes())).await;
    Ok(hash.map_err(Error::internal)?.map_err(Error::internal)?.to_string())
}

pub async fn verify(password: String, hash: String) -> Result<()> {
    let verified = spawn_blocking(move || {
        let hash = PasswordHash::new(&hash)?;
        Argon2::default().verify_password(password.as_bytes(), &hash)
    });
    verified.await.map_err(Error::internal)?.map_err(|_| Error::Unauthorized)
}

/// The id of the user who sends the request, if any.
pub struct Reader(pub Option<i32>);

impl<S> FromRequestParts<S> for Reader
where
    S: Send + Sync,
    State: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let Some(header) = parts.headers.get(AUTHORIZATION) else { return Ok(Reader(None)) };
        let token = header.to_str().ok().and_then(|header| header.strip_prefix("Token "));
        let token = token.ok_or(Error::Unauthorized)?;
        Ok(Reader(Some(State::from_ref(state).keys.user_id(token)?)))
    }
}

/// The id of the user who sends the request.
pub struct UserId(pub i32);

impl<S> FromRequestParts<S> for UserId
where
    S: Send + Sync,
    State: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let Reader(reader) = Reader::from_request_parts(parts, state).await?;
        reader.map(UserId).ok_or(Error::Unauthorized)
    }
}

impl UserId {
    /// The user, who may have been deleted since the token was issued.
    pub async fn load(self, conn: &mut Connection) -> Result<User> {
        let user = users::table.find(self.0).select(User::as_select());
        user.first(conn).await.optional()?.ok_or(Error::Unauthorized)
    }
}
