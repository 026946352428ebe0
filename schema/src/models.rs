use crate::schema::{post_tags, posts, profiles, tags, users};
use conjoin::Relations;
use diesel::prelude::*;

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Relations)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[diesel(table_name = users)]
#[relations(
    has_many(posts: Post, back_populates = author),
    has_one(profile: Profile, back_populates = user),
)]
pub struct User {
    pub id: i32,
    pub username: String,
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Associations, Relations)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[diesel(table_name = profiles, belongs_to(User))]
#[relations(belongs_to(user: User, back_populates = profile))]
pub struct Profile {
    pub id: i32,
    pub bio: String,
    pub user_id: i32,
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Associations, Relations)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[diesel(table_name = posts, belongs_to(User))]
#[relations(
    belongs_to(author: User, back_populates = posts),
    many_to_many(tags: Tag, through = post_tags, back_populates = posts),
)]
pub struct Post {
    pub id: i32,
    pub title: String,
    pub content: Option<String>,
    pub user_id: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, Relations)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[diesel(table_name = tags)]
#[relations(many_to_many(posts: Post, through = post_tags, back_populates = tags))]
pub struct Tag {
    pub id: i32,
    pub name: String,
}
