//! Three endpoints on Diesel alone, to compare: what they cost, and what they take to write.

use crate::auth::{Reader, UserId};
use crate::database::{Backend, Connection};
use crate::error::{Error, Result};
use crate::models::{Article, Tag, User};
use crate::routes::articles::{Bodies, Body, Filter, Page};
use crate::schema::{article_tags, articles, favorites, follows, tags, users};
use crate::state::State as App;
use crate::views::{ArticleView, ProfileView};
use axum::extract::{Path, Query, State};
use axum::routing::get;
use axum::{Json, Router};
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};

diesel::joinable!(articles -> users (author_id));
diesel::joinable!(article_tags -> articles (article_id));
diesel::joinable!(article_tags -> tags (tag_id));

#[derive(Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = article_tags, primary_key(article_id, tag_id), belongs_to(Article))]
struct ArticleTag {
    article_id: i32,
    tag_id: i32,
}

pub fn api() -> Router<App> {
    Router::new()
        .route("/articles", get(list))
        .route("/articles/feed", get(feed))
        .route("/articles/{slug}", get(one))
}

async fn list(
    State(app): State<App>,
    Reader(reader): Reader,
    Query(filter): Query<Filter>,
    Query(page): Query<Page>,
) -> Result<Json<Bodies>> {
    listed(|| filtered(&filter), page, reader, &mut *app.connection().await?).await
}

async fn feed(
    State(app): State<App>,
    UserId(reader): UserId,
    Query(page): Query<Page>,
) -> Result<Json<Bodies>> {
    let query = || {
        let followed = follows::table.filter(
            follows::followed_id.eq(articles::author_id).and(follows::follower_id.eq(reader)),
        );
        articles::table.into_boxed().filter(exists(followed))
    };
    listed(query, page, Some(reader), &mut *app.connection().await?).await
}

async fn one(
    State(app): State<App>,
    Reader(reader): Reader,
    Path(slug): Path<String>,
) -> Result<Json<Body>> {
    let query = articles::table.into_boxed().filter(articles::slug.eq(slug));
    let article = shown(query, reader, &mut *app.connection().await?).await?.pop();
    Ok(Json(Body { article: article.ok_or(Error::NotFound("article"))? }))
}

async fn listed<'q>(
    query: impl Fn() -> articles::BoxedQuery<'q, Backend> + Send,
    page: Page,
    reader: Option<i32>,
    conn: &mut Connection,
) -> Result<Json<Bodies>> {
    let latest = (articles::created_at.desc(), articles::id.desc());
    let rows = query().order_by(latest).limit(page.limit.clamp(0, 100)).offset(page.offset.max(0));
    let all = query().count();
    // Not one state of the database on PostgreSQL.
    conn.transaction(async |conn| {
        let articles_count = all.get_result(conn).await?;
        let articles = shown(rows, reader, conn).await?;
        let articles = articles.into_iter().map(ArticleView::without_body).collect();
        Ok(Json(Bodies { articles, articles_count }))
    })
    .await
}

fn filtered(filter: &Filter) -> articles::BoxedQuery<'_, Backend> {
    let mut query = articles::table.into_boxed();
    if let Some(tag) = &filter.tag {
        let tagged = article_tags::table
            .inner_join(tags::table)
            .filter(tags::name.eq(tag))
            .select(article_tags::article_id);
        query = query.filter(articles::id.eq_any(tagged));
    }
    if let Some(author) = &filter.author {
        let author = users::table.filter(users::username.eq(author)).select(users::id);
        query = query.filter(articles::author_id.eq_any(author));
    }
    if let Some(fan) = &filter.favorited {
        let favored = favorites::table
            .inner_join(users::table.on(users::id.eq(favorites::user_id)))
            .filter(users::username.eq(fan))
            .select(favorites::article_id);
        query = query.filter(articles::id.eq_any(favored));
    }
    query
}

async fn shown(
    query: articles::BoxedQuery<'_, Backend>,
    reader: Option<i32>,
    conn: &mut Connection,
) -> QueryResult<Vec<ArticleView>> {
    let favorites_count = favorites::table
        .filter(favorites::article_id.eq(articles::id))
        .select(count_star())
        .single_value();
    let favorited = exists(favorites::table.filter(
        favorites::article_id.eq(articles::id).and(favorites::user_id.nullable().eq(reader)),
    ));
    let following = exists(
        follows::table.filter(
            follows::followed_id
                .eq(articles::author_id)
                .and(follows::follower_id.nullable().eq(reader)),
        ),
    );
    let rows: Vec<(Article, Option<i64>, bool, bool)> = query
        .select((Article::as_select(), favorites_count, favorited, following))
        .load(conn)
        .await?;

    let (loaded, seen): (Vec<Article>, Vec<_>) = rows
        .into_iter()
        .map(|(article, count, favorited, following)| (article, (count, favorited, following)))
        .unzip();
    let author_ids: Vec<i32> = loaded.iter().map(|article| article.author_id).collect();
    let authors: Vec<User> = users::table
        .filter(users::id.eq_any(author_ids))
        .select(User::as_select())
        .load(conn)
        .await?;
    let tags: Vec<(ArticleTag, Tag)> = ArticleTag::belonging_to(&loaded)
        .inner_join(tags::table)
        .order_by(tags::name)
        .select((ArticleTag::as_select(), Tag::as_select()))
        .load(conn)
        .await?;
    let tags = tags.grouped_by(&loaded);

    let views = loaded.into_iter().zip(seen).zip(tags).map(|((article, seen), tags)| {
        let (favorites_count, favorited, following) = seen;
        let author = authors.iter().find(|author| author.id == article.author_id);
        ArticleView {
            slug: article.slug,
            title: article.title,
            description: article.description,
            body: Some(article.body),
            tag_list: tags.into_iter().map(|(_, tag)| tag.name).collect(),
            created_at: article.created_at,
            updated_at: article.updated_at,
            favorited,
            favorites_count: favorites_count.unwrap_or(0),
            author: ProfileView::new(author.expect("a foreign key"), following),
        }
    });
    Ok(views.collect())
}
