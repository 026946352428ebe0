//! The tasks with conjoin.

use super::data::{ONE_USER, USERS_READ, of_post, of_tag};
use crate::timed;
use blog::{Post, User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;
use std::time::Duration;

pub(crate) fn users_with_posts(conn: &mut SqliteConnection) -> QueryResult<(Duration, u64)> {
    timed(
        || users::table.filter(users::id.le(USERS_READ)).with(User::posts).load(conn),
        |users| {
            let posts = users.iter().flat_map(|user| user.posts().map(move |post| (user, post)));
            posts.map(|(user, post)| of_post(user.row(), post.row())).sum()
        },
    )
}

pub(crate) fn users_with_counts(conn: &mut SqliteConnection) -> QueryResult<(Duration, u64)> {
    timed(
        || users::table.filter(users::id.le(USERS_READ)).with(User::posts.count()).load(conn),
        |users| users.iter().map(|user| user.id as u64 * user.count(User::posts) as u64).sum(),
    )
}

pub(crate) fn users_with_posts_and_tags(
    conn: &mut SqliteConnection,
) -> QueryResult<(Duration, u64)> {
    timed(
        || {
            let users = users::table.filter(users::id.le(USERS_READ));
            users.with(User::posts.with(Post::tags)).load(conn)
        },
        |users| {
            let mut sum = 0;
            for user in users {
                for post in user.posts() {
                    let tags = post.tags().map(|tag| of_tag(post.row(), tag.row()));
                    sum += of_post(user.row(), post.row()) + tags.sum::<u64>();
                }
            }
            sum
        },
    )
}

pub(crate) fn one_user_with_posts(conn: &mut SqliteConnection) -> QueryResult<(Duration, u64)> {
    timed(
        || users::table.find(ONE_USER).with(User::posts).first(conn),
        |user| user.posts().map(|post| of_post(user, post.row())).sum(),
    )
}
