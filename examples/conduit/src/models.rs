//! The tables' rows, and how they are related.

use crate::schema::{article_tags, articles, comments, favorites, follows, tags, users};
use chrono::NaiveDateTime;
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(Debug, Queryable, Selectable, Identifiable, Relations)]
#[diesel(table_name = users)]
#[relations(
    has_many(articles: Article, back_populates = author),
    has_many(comments: Comment, back_populates = author),
    many_to_many(favorites: Article, through = favorites, back_populates = fans),
    many_to_many(
        following: User, through = follows(follower_id, followed_id), back_populates = followers
    ),
    many_to_many(
        followers: User, through = follows(followed_id, follower_id), back_populates = following
    ),
)]
pub struct User {
    pub id: i32,
    pub username: String,
    pub email: String,
    pub password_hash: String,
    pub bio: Option<String>,
    pub image: Option<String>,
}

#[derive(Debug, Queryable, Selectable, Identifiable, Relations)]
#[diesel(table_name = articles)]
#[relations(
    belongs_to(author: User, back_populates = articles),
    has_many(comments: Comment, back_populates = article, order_by = comments::id),
    many_to_many(
        tags: Tag, through = article_tags, back_populates = articles, order_by = tags::name
    ),
    many_to_many(fans: User, through = favorites, back_populates = favorites),
)]
pub struct Article {
    pub id: i32,
    pub author_id: i32,
    pub slug: String,
    pub title: String,
    pub description: String,
    pub body: String,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

#[derive(Debug, Queryable, Selectable, Identifiable, Relations)]
#[diesel(table_name = tags)]
#[relations(many_to_many(articles: Article, through = article_tags, back_populates = tags))]
pub struct Tag {
    pub id: i32,
    pub name: String,
}

#[derive(Debug, Queryable, Selectable, Identifiable, Relations)]
#[diesel(table_name = comments)]
#[relations(
    belongs_to(article: Article, back_populates = comments),
    belongs_to(author: User, back_populates = comments),
)]
pub struct Comment {
    pub id: i32,
    pub article_id: i32,
    pub author_id: i32,
    pub body: String,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}
