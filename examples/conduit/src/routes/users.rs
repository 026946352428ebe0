use crate::auth::{UserId, hash, verify};
use crate::error::{Error, Result};
use crate::models::User;
use crate::payload::Payload;
use crate::schema::users;
use crate::state::State as App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use validator::Validate;

#[derive(Serialize)]
pub struct Body {
    user: UserView,
}

#[derive(Serialize)]
struct UserView {
    email: String,
    token: String,
    username: String,
    bio: Option<String>,
    image: Option<String>,
}

#[derive(Deserialize, Validate)]
pub struct Login {
    email: String,
    password: String,
}

#[derive(Deserialize, Validate)]
pub struct Registration {
    #[validate(length(min = 1, max = 50, message = "must have 1 to 50 characters"))]
    username: String,
    #[validate(email(message = "is not an address"))]
    email: String,
    #[validate(length(min = 8, max = 200, message = "must have 8 to 200 characters"))]
    password: String,
}

#[derive(Deserialize, Validate)]
pub struct Update {
    #[validate(length(min = 1, max = 50, message = "must have 1 to 50 characters"))]
    username: Option<String>,
    #[validate(email(message = "is not an address"))]
    email: Option<String>,
    #[validate(length(min = 8, max = 200, message = "must have 8 to 200 characters"))]
    password: Option<String>,
    bio: Option<String>,
    image: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = users)]
struct NewUser {
    username: String,
    email: String,
    password_hash: String,
}

#[derive(AsChangeset)]
#[diesel(table_name = users)]
struct Changes {
    username: Option<String>,
    email: Option<String>,
    password_hash: Option<String>,
    bio: Option<String>,
    image: Option<String>,
}

pub async fn register(
    State(app): State<App>,
    Payload(new): Payload<Registration>,
) -> Result<(StatusCode, Json<Body>)> {
    let Registration { username, email, password } = new;
    let new = NewUser { username, email, password_hash: hash(password).await? };
    let user = diesel::insert_into(users::table)
        .values(new)
        .returning(User::as_returning())
        .get_result(&mut app.connection().await?)
        .await?;
    Ok((StatusCode::CREATED, body(user, &app)?))
}

pub async fn log_in(State(app): State<App>, Payload(login): Payload<Login>) -> Result<Json<Body>> {
    let user = users::table.filter(users::email.eq(login.email)).select(User::as_select());
    let user = user.first(&mut app.connection().await?).await.optional()?;
    let user = user.ok_or(Error::Unauthorized)?;
    verify(login.password, user.password_hash.clone()).await?;
    body(user, &app)
}

pub async fn current(State(app): State<App>, user: UserId) -> Result<Json<Body>> {
    let user = user.load(&mut *app.connection().await?).await?;
    body(user, &app)
}

pub async fn update(
    State(app): State<App>,
    user: UserId,
    Payload(update): Payload<Update>,
) -> Result<Json<Body>> {
    let Update { username, email, password, bio, image } = update;
    let password_hash = match password {
        Some(password) => Some(hash(password).await?),
        None => None,
    };
    let mut conn = app.connection().await?;
    let changed = diesel::update(users::table.find(user.0))
        .set(Changes { username, email, password_hash, bio, image })
        .returning(User::as_returning())
        .get_result(&mut conn)
        .await
        .optional_empty_changeset()?;
    let user = match changed {
        Some(changed) => changed,
        None => user.load(&mut conn).await?,
    };
    body(user, &app)
}

fn body(user: User, app: &App) -> Result<Json<Body>> {
    let token = app.keys.token(&user)?;
    let User { username, email, bio, image, .. } = user;
    Ok(Json(Body { user: UserView { email, token, username, bio, image } }))
}
