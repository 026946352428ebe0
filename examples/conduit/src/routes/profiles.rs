use crate::auth::{Reader, UserId};
use crate::database::Connection;
use crate::error::{Error, Result};
use crate::models::User;
use crate::schema::users;
use crate::state::State as App;
use crate::views::ProfileView;
use axum::Json;
use axum::extract::{Path, State};
use conjoin::{key, keys, prelude::*};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::Serialize;

#[derive(Serialize)]
pub struct Body {
    profile: ProfileView,
}

pub async fn get(
    State(app): State<App>,
    Reader(reader): Reader,
    Path(username): Path<String>,
) -> Result<Json<Body>> {
    profile(&username, reader, &mut *app.connection().await?).await
}

pub async fn follow(
    State(app): State<App>,
    UserId(reader): UserId,
    Path(username): Path<String>,
) -> Result<Json<Body>> {
    let conn = &mut *app.connection().await?;
    let user = user(&username, conn).await?;
    if user.id == reader {
        return Err(Error::invalid("username", "is your own"));
    }
    user.link(User::followers, keys([reader])).execute(conn).await?;
    profile(&username, Some(reader), conn).await
}

pub async fn unfollow(
    State(app): State<App>,
    UserId(reader): UserId,
    Path(username): Path<String>,
) -> Result<Json<Body>> {
    let conn = &mut *app.connection().await?;
    let user = user(&username, conn).await?;
    user.unlink(User::followers, keys([reader])).execute(conn).await?;
    profile(&username, Some(reader), conn).await
}

async fn user(username: &str, conn: &mut Connection) -> Result<User> {
    let user = users::table.filter(users::username.eq(username)).select(User::as_select());
    user.first(conn).await.optional()?.ok_or(Error::NotFound("user"))
}

async fn profile(username: &str, reader: Option<i32>, conn: &mut Connection) -> Result<Json<Body>> {
    let following = User::followers.contains(reader.map(key)).correlated();
    let (user, following): (User, bool) = users::table
        .filter(users::username.eq(username))
        .select((User::as_select(), following))
        .first(conn)
        .await
        .optional()?
        .ok_or(Error::NotFound("user"))?;
    Ok(Json(Body { profile: ProfileView::new(&user, following) }))
}
