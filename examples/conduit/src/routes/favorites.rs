use super::articles::{self, Body};
use crate::auth::UserId;
use crate::error::Result;
use crate::models::Article;
use crate::state::State as App;
use axum::Json;
use axum::extract::{Path, State};
use conjoin::{keys, prelude::*};

pub async fn add(
    State(app): State<App>,
    UserId(reader): UserId,
    Path(slug): Path<String>,
) -> Result<Json<Body>> {
    let conn = &mut *app.connection().await?;
    let article = articles::row(&slug, conn).await?;
    article.link(Article::fans, keys([reader])).execute(conn).await?;
    articles::shown(&slug, Some(reader), conn).await
}

pub async fn remove(
    State(app): State<App>,
    UserId(reader): UserId,
    Path(slug): Path<String>,
) -> Result<Json<Body>> {
    let conn = &mut *app.connection().await?;
    let article = articles::row(&slug, conn).await?;
    article.unlink(Article::fans, keys([reader])).execute(conn).await?;
    articles::shown(&slug, Some(reader), conn).await
}
