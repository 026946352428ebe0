//! The tasks as one writes them by hand with Diesel's associations.

use super::data::{ONE_USER, USERS_READ, of_post, of_tag};
use crate::timed;
use blog::schema::{post_tags, posts, tags, users};
use blog::{Post, Tag, User};
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::HashMap;
use std::time::Duration;

/// What grouping tags by post needs of an association: `tag_id` is left out, being in the tag.
#[derive(Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = post_tags, primary_key(post_id), belongs_to(Post))]
struct PostTag {
    post_id: i32,
}

pub(crate) fn users_with_posts(conn: &mut SqliteConnection) -> QueryResult<(Duration, u64)> {
    timed(
        || {
            let users = users::table
                .filter(users::id.le(USERS_READ))
                .select(User::as_select())
                .load(conn)?;
            let posts = Post::belonging_to(&users).select(Post::as_select()).load(conn)?;
            let posts = posts.grouped_by(&users);
            Ok(users.into_iter().zip(posts).collect::<Vec<(User, Vec<Post>)>>())
        },
        |users| {
            let posts =
                users.iter().flat_map(|(user, posts)| posts.iter().map(move |post| (user, post)));
            posts.map(|(user, post)| of_post(user, post)).sum()
        },
    )
}

pub(crate) fn users_with_counts(conn: &mut SqliteConnection) -> QueryResult<(Duration, u64)> {
    timed(
        || {
            let users = users::table
                .filter(users::id.le(USERS_READ))
                .select(User::as_select())
                .load(conn)?;
            let counts: HashMap<Option<i32>, i64> = Post::belonging_to(&users)
                .group_by(posts::user_id)
                .select((posts::user_id, count_star()))
                .load(conn)?
                .into_iter()
                .collect();
            let count = |user: &User| counts.get(&Some(user.id)).copied().unwrap_or_default();
            Ok(users.into_iter().map(|user| (count(&user), user)).collect::<Vec<(i64, User)>>())
        },
        |users| users.iter().map(|(count, user)| user.id as u64 * *count as u64).sum(),
    )
}

type PostWithTags = (Post, Vec<(PostTag, Tag)>);

pub(crate) fn users_with_posts_and_tags(
    conn: &mut SqliteConnection,
) -> QueryResult<(Duration, u64)> {
    timed(
        || {
            let users = users::table
                .filter(users::id.le(USERS_READ))
                .select(User::as_select())
                .load(conn)?;
            let posts = Post::belonging_to(&users).select(Post::as_select()).load(conn)?;
            let tags = PostTag::belonging_to(&posts)
                .inner_join(tags::table)
                .select((PostTag::as_select(), Tag::as_select()))
                .load::<(PostTag, Tag)>(conn)?;
            let tags = tags.grouped_by(&posts);
            let posts: Vec<PostWithTags> = posts.into_iter().zip(tags).collect();
            let posts = posts.grouped_by(&users);
            Ok(users.into_iter().zip(posts).collect::<Vec<(User, Vec<PostWithTags>)>>())
        },
        |users| {
            let mut sum = 0;
            for (user, posts) in users {
                for (post, tags) in posts {
                    let tags = tags.iter().map(|(_, tag)| of_tag(post, tag));
                    sum += of_post(user, post) + tags.sum::<u64>();
                }
            }
            sum
        },
    )
}

pub(crate) fn one_user_with_posts(conn: &mut SqliteConnection) -> QueryResult<(Duration, u64)> {
    timed(
        || {
            let user = users::table.find(ONE_USER).select(User::as_select()).first(conn)?;
            let posts = Post::belonging_to(&user).select(Post::as_select()).load(conn)?;
            Ok((user, posts))
        },
        |(user, posts)| posts.iter().map(|post| of_post(user, post)).sum(),
    )
}
