use super::articles;
use crate::auth::{Reader, UserId};
use crate::error::{Error, Result};
use crate::models::{Article, Comment};
use crate::payload::Payload;
use crate::schema::{articles as articles_table, comments};
use crate::state::State as App;
use crate::views::{self, CommentView};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::Utc;
use conjoin::prelude::*;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use validator::Validate;

#[derive(Serialize)]
pub struct Body {
    comment: CommentView,
}

#[derive(Serialize)]
pub struct Bodies {
    comments: Vec<CommentView>,
}

#[derive(Deserialize, Validate)]
pub struct New {
    #[validate(length(min = 1, message = "can't be blank"))]
    body: String,
}

pub async fn list(
    State(app): State<App>,
    Reader(reader): Reader,
    Path(slug): Path<String>,
) -> Result<Json<Bodies>> {
    let conn = &mut *app.connection().await?;
    let article = articles::row(&slug, conn).await?;
    let query = comments::table.filter(comments::article_id.eq(article.id)).order_by(comments::id);
    Ok(Json(Bodies { comments: views::comments(query.into_boxed(), reader, conn).await? }))
}

pub async fn create(
    State(app): State<App>,
    UserId(author): UserId,
    Path(slug): Path<String>,
    Payload(new): Payload<New>,
) -> Result<Json<Body>> {
    let conn = &mut *app.connection().await?;
    let article = articles::row(&slug, conn).await?;
    let now = Utc::now().naive_utc();
    let new = (
        comments::author_id.eq(author),
        comments::body.eq(new.body),
        comments::created_at.eq(now),
        comments::updated_at.eq(now),
    );
    let comment: Comment = article
        .create(Article::comments, new)
        .returning(Comment::as_returning())
        .get_result(conn)
        .await?;
    let created = comments::table.into_boxed().filter(comments::id.eq(comment.id));
    let comment = views::comments(created, Some(author), conn).await?.pop();
    Ok(Json(Body { comment: comment.ok_or(Error::NotFound("comment"))? }))
}

pub async fn delete(
    State(app): State<App>,
    UserId(reader): UserId,
    Path((slug, id)): Path<(String, i32)>,
) -> Result<StatusCode> {
    let conn = &mut *app.connection().await?;
    let comment: Comment = comments::table
        .find(id)
        .filter(Comment::article.has(articles_table::slug.eq(slug)))
        .select(Comment::as_select())
        .first(conn)
        .await
        .optional()?
        .ok_or(Error::NotFound("comment"))?;
    if comment.author_id != reader {
        return Err(Error::Forbidden);
    }
    diesel::delete(comments::table.find(comment.id)).execute(conn).await?;
    Ok(StatusCode::NO_CONTENT)
}
