//! What the API shows of the rows, and how that is loaded.

use crate::database::{Backend, Connection};
use crate::models::{Article, ArticleAccessors, Comment, CommentAccessors, User, article, comment};
use crate::schema::{articles, comments};
use chrono::NaiveDateTime;
use conjoin::{key, prelude::*};
use diesel::prelude::*;
use serde::{Serialize, Serializer};

#[derive(Serialize)]
pub struct ProfileView {
    username: String,
    bio: Option<String>,
    image: Option<String>,
    following: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ArticleView {
    pub slug: String,
    pub title: String,
    pub description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    pub tag_list: Vec<String>,
    #[serde(serialize_with = "utc")]
    pub created_at: NaiveDateTime,
    #[serde(serialize_with = "utc")]
    pub updated_at: NaiveDateTime,
    pub favorited: bool,
    pub favorites_count: i64,
    pub author: ProfileView,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CommentView {
    id: i32,
    #[serde(serialize_with = "utc")]
    created_at: NaiveDateTime,
    #[serde(serialize_with = "utc")]
    updated_at: NaiveDateTime,
    body: String,
    author: ProfileView,
}

fn utc<S: Serializer>(time: &NaiveDateTime, serializer: S) -> Result<S::Ok, S::Error> {
    time.and_utc().serialize(serializer)
}

/// What depends on who reads an article: how many favour it, whether the reader does, and whether
/// the reader follows its author.
type Seen = (i64, bool, bool);

impl ProfileView {
    pub fn new(user: &User, following: bool) -> Self {
        let User { username, bio, image, .. } = user;
        let (username, bio, image) = (username.clone(), bio.clone(), image.clone());
        ProfileView { username, bio, image, following }
    }
}

impl ArticleView {
    pub fn new<A>(article: A, (favorites_count, favorited, following): Seen) -> Self
    where
        A: Has<article::author> + Has<article::tags>,
    {
        ArticleView {
            slug: article.slug.clone(),
            title: article.title.clone(),
            description: article.description.clone(),
            body: Some(article.body.clone()),
            tag_list: article.tags().map(|tag| tag.name.clone()).collect(),
            created_at: article.created_at,
            updated_at: article.updated_at,
            favorited,
            favorites_count,
            author: ProfileView::new(&article.author(), following),
        }
    }

    /// As lists show it.
    pub fn without_body(self) -> Self {
        ArticleView { body: None, ..self }
    }
}

impl CommentView {
    pub fn new(comment: impl Has<comment::author>, following: bool) -> Self {
        CommentView {
            id: comment.id,
            created_at: comment.created_at,
            updated_at: comment.updated_at,
            body: comment.body.clone(),
            author: ProfileView::new(&comment.author(), following),
        }
    }
}

/// Loads articles as the reader sees them, in three statements.
pub async fn articles(
    query: articles::BoxedQuery<'_, Backend>,
    reader: Option<i32>,
    conn: &mut Connection,
) -> QueryResult<Vec<ArticleView>> {
    let reader = reader.map(key);
    let articles = query
        .with(Article::author)
        .with(Article::tags)
        .also_select::<Seen, _>((
            Article::fans.count(),
            Article::fans.contains(reader).correlated(),
            Article::author.has(User::followers.contains(reader).correlated()),
        ))
        .load(conn)
        .await?;
    Ok(articles.iter().map(|(article, seen)| ArticleView::new(article, *seen)).collect())
}

/// Loads comments as the reader sees them, in two statements.
pub async fn comments(
    query: comments::BoxedQuery<'_, Backend>,
    reader: Option<i32>,
    conn: &mut Connection,
) -> QueryResult<Vec<CommentView>> {
    let followed = User::followers.contains(reader.map(key)).correlated();
    let comments = query
        .with(Comment::author)
        .also_select::<bool, _>(Comment::author.has(followed))
        .load(conn)
        .await?;
    Ok(comments.iter().map(|(comment, following)| CommentView::new(comment, *following)).collect())
}
