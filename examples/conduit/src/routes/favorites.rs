use super::articles::{self, Body};
use crate::auth::UserId;
use crate::error::Result;
use crate::models::User;
use crate::state::State as App;
use axum::Json;
use axum::extract::{Path, State};
use conjoin::prelude::*;

pub async fn add(
    State(app): State<App>,
    user: UserId,
    Path(slug): Path<String>,
) -> Result<Json<Body>> {
    let (conn, id) = (&mut *app.connection().await?, user.0);
    let user = user.load(conn).await?;
    user.link(User::favorites, [&articles::row(&slug, conn).await?]).execute(conn).await?;
    articles::shown(&slug, Some(id), conn).await
}

pub async fn remove(
    State(app): State<App>,
    user: UserId,
    Path(slug): Path<String>,
) -> Result<Json<Body>> {
    let (conn, id) = (&mut *app.connection().await?, user.0);
    let user = user.load(conn).await?;
    user.unlink(User::favorites, [&articles::row(&slug, conn).await?]).execute(conn).await?;
    articles::shown(&slug, Some(id), conn).await
}
