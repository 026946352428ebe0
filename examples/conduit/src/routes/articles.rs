use crate::auth::{Reader, UserId};
use crate::database::{Backend, Connection};
use crate::error::{Error, Result};
use crate::models::{Article, Tag, User};
use crate::payload::Payload;
use crate::schema::{articles, tags, users};
use crate::state::State as App;
use crate::views::{self, ArticleView};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use chrono::{NaiveDateTime, Utc};
use conjoin::{create, key, prelude::*, snapshot_async};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind::UniqueViolation, Error::DatabaseError};
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use slug::slugify;
use std::collections::BTreeSet;
use validator::Validate;

#[derive(Serialize)]
pub struct Body {
    pub article: ArticleView,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Bodies {
    pub articles: Vec<ArticleView>,
    pub articles_count: i64,
}

/// Which articles to list.
#[derive(Deserialize)]
pub struct Filter {
    pub tag: Option<String>,
    pub author: Option<String>,
    pub favorited: Option<String>,
}

#[derive(Deserialize)]
pub struct Page {
    #[serde(default = "twenty")]
    pub limit: i64,
    #[serde(default)]
    pub offset: i64,
}

fn twenty() -> i64 {
    20
}

#[derive(Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
pub struct New {
    #[validate(length(min = 1, max = 200, message = "must have 1 to 200 characters"))]
    title: String,
    #[validate(length(min = 1, message = "can't be blank"))]
    description: String,
    #[validate(length(min = 1, message = "can't be blank"))]
    body: String,
    #[serde(default)]
    #[validate(length(max = 20, message = "has more than 20 tags"))]
    tag_list: Vec<String>,
}

#[derive(Deserialize, Validate)]
pub struct Update {
    #[validate(length(min = 1, max = 200, message = "must have 1 to 200 characters"))]
    title: Option<String>,
    #[validate(length(min = 1, message = "can't be blank"))]
    description: Option<String>,
    #[validate(length(min = 1, message = "can't be blank"))]
    body: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = articles)]
struct NewArticle<'a> {
    author_id: i32,
    slug: String,
    title: &'a str,
    description: &'a str,
    body: &'a str,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

impl<'a> NewArticle<'a> {
    fn new(author_id: i32, New { title, description, body, .. }: &'a New) -> Self {
        let now = Utc::now().naive_utc();
        let (slug, created_at, updated_at) = (new_slug(title), now, now);
        NewArticle { author_id, slug, title, description, body, created_at, updated_at }
    }
}

#[derive(AsChangeset)]
#[diesel(table_name = articles)]
struct Changes {
    slug: Option<String>,
    title: Option<String>,
    description: Option<String>,
    body: Option<String>,
    updated_at: NaiveDateTime,
}

pub async fn list(
    State(app): State<App>,
    Reader(reader): Reader,
    Query(filter): Query<Filter>,
    Query(page): Query<Page>,
) -> Result<Json<Bodies>> {
    let conn = &mut *app.connection().await?;
    listed(|| filter.query(), page, reader, conn).await
}

pub async fn feed(
    State(app): State<App>,
    UserId(reader): UserId,
    Query(page): Query<Page>,
) -> Result<Json<Bodies>> {
    let followed = Article::author.has(User::followers.contains(key(reader)));
    let query = || articles::table.into_boxed().filter(followed.clone());
    listed(query, page, Some(reader), &mut *app.connection().await?).await
}

pub async fn get(
    State(app): State<App>,
    Reader(reader): Reader,
    Path(slug): Path<String>,
) -> Result<Json<Body>> {
    shown(&slug, reader, &mut *app.connection().await?).await
}

pub async fn post(
    State(app): State<App>,
    UserId(author): UserId,
    Payload(new): Payload<New>,
) -> Result<(StatusCode, Json<Body>)> {
    let conn = &mut *app.connection().await?;
    let mut created = insert(author, &new, conn).await;
    // Somebody else may have created one of the tags meanwhile.
    if let Err(DatabaseError(UniqueViolation, _)) = created {
        created = insert(author, &new, conn).await;
    }
    Ok((StatusCode::CREATED, Json(Body { article: created? })))
}

pub async fn update(
    State(app): State<App>,
    UserId(reader): UserId,
    Path(slug): Path<String>,
    Payload(update): Payload<Update>,
) -> Result<Json<Body>> {
    let conn = &mut *app.connection().await?;
    let Update { title, description, body } = update;
    let slug = diesel::update(articles::table.find(own(&slug, reader, conn).await?.id))
        .set(Changes {
            slug: title.as_deref().map(new_slug),
            title,
            description,
            body,
            updated_at: Utc::now().naive_utc(),
        })
        .returning(articles::slug)
        .get_result::<String>(conn)
        .await?;
    shown(&slug, Some(reader), conn).await
}

pub async fn delete(
    State(app): State<App>,
    UserId(reader): UserId,
    Path(slug): Path<String>,
) -> Result<StatusCode> {
    let conn = &mut *app.connection().await?;
    let article = own(&slug, reader, conn).await?;
    diesel::delete(articles::table.find(article.id)).execute(conn).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An article as the reader sees it.
pub async fn shown(slug: &str, reader: Option<i32>, conn: &mut Connection) -> Result<Json<Body>> {
    let query = articles::table.into_boxed().filter(articles::slug.eq(slug));
    let article = views::articles(query, reader, conn).await?.pop();
    Ok(Json(Body { article: article.ok_or(Error::NotFound("article"))? }))
}

/// The row of an article.
pub async fn row(slug: &str, conn: &mut Connection) -> Result<Article> {
    let article = articles::table.filter(articles::slug.eq(slug)).select(Article::as_select());
    article.first(conn).await.optional()?.ok_or(Error::NotFound("article"))
}

async fn own(slug: &str, reader: i32, conn: &mut Connection) -> Result<Article> {
    let article = row(slug, conn).await?;
    if article.author_id == reader { Ok(article) } else { Err(Error::Forbidden) }
}

/// A page and the number of all, of one state of the database.
async fn listed<'q>(
    query: impl Fn() -> articles::BoxedQuery<'q, Backend> + Send,
    page: Page,
    reader: Option<i32>,
    conn: &mut Connection,
) -> Result<Json<Bodies>> {
    let latest = (articles::created_at.desc(), articles::id.desc());
    let rows = query().order_by(latest).limit(page.limit.clamp(0, 100)).offset(page.offset.max(0));
    let all = query().count();
    snapshot_async(conn, async |conn| {
        let articles_count = all.get_result(conn).await?;
        let articles = views::articles(rows, reader, conn).await?;
        let articles = articles.into_iter().map(ArticleView::without_body).collect();
        Ok(Json(Bodies { articles, articles_count }))
    })
    .await
}

impl Filter {
    /// Few articles have a tag, or are somebody's favourites: `uncorrelated` looks those up first.
    fn query(&self) -> articles::BoxedQuery<'_, Backend> {
        let mut query = articles::table.into_boxed();
        if let Some(tag) = &self.tag {
            query = query.filter(Article::tags.any(tags::name.eq(tag)).uncorrelated());
        }
        if let Some(author) = &self.author {
            query = query.filter(Article::author.has(users::username.eq(author)).uncorrelated());
        }
        if let Some(fan) = &self.favorited {
            query = query.filter(Article::fans.any(users::username.eq(fan)).uncorrelated());
        }
        query
    }
}

/// Creates an article with its tags, of which some may be there.
async fn insert(author: i32, new: &New, conn: &mut Connection) -> QueryResult<ArticleView> {
    let names: BTreeSet<&str> = new.tag_list.iter().map(String::as_str).collect();
    let known = tags::table.filter(tags::name.eq_any(&names)).select(Tag::as_select());
    let known: Vec<Tag> = known.load(conn).await?;
    let unknown = names.iter().filter(|name| known.iter().all(|tag| tag.name != **name));
    let article = create(NewArticle::new(author, new))
        .with(Article::tags, unknown.map(|name| create(tags::name.eq(*name))))
        .link(Article::tags, &known)
        .save(conn)
        .await?;
    let article = article.with(Article::author).load(conn).await?;
    // Nobody has seen it yet, and nobody follows themselves.
    Ok(ArticleView::new(article.node(), (0, false, false)))
}

/// Titles need not be unique, slugs do.
fn new_slug(title: &str) -> String {
    format!("{}-{:08x}", slugify(title), rand::random::<u32>())
}
