//! The tasks with conjoin.

use super::data::{ONE_USER, USERS_JOINED, USERS_READ, of_post, of_tag};
use super::task::{Timed, of_pairs, of_users, timed};
use blog::schema::{posts, users};
use blog::{Post, User, post, user};
use conjoin::{Has, HasSome, prelude::*};
use diesel::prelude::*;
use std::ops::Deref;

type Conn = SqliteConnection;

pub(crate) fn users_with_posts(conn: &mut Conn) -> Timed {
    let users = users::table.filter(users::id.le(USERS_READ));
    timed(|| users.with(User::posts).load(conn), |users| of_posts(users.iter()))
}

pub(crate) fn users_with_posts_in_order(conn: &mut Conn) -> Timed {
    let users = users::table.filter(users::id.le(USERS_READ));
    let posts = User::posts.order_by(posts::id);
    timed(|| users.with(posts).load(conn), |users| of_posts(users.iter()))
}

pub(crate) fn all_users_with_posts(conn: &mut Conn) -> Timed {
    timed(|| users::table.with(User::posts).load(conn), |users| of_posts(users.iter()))
}

pub(crate) fn users_with_tags(conn: &mut Conn) -> Timed {
    let users = users::table.filter(users::id.le(USERS_READ));
    let posts = User::posts.with(Post::tags);
    timed(|| users.with(posts).load(conn), |users| of_tags(users.iter()))
}

pub(crate) fn all_users_with_tags(conn: &mut Conn) -> Timed {
    let posts = User::posts.with(Post::tags);
    timed(|| users::table.with(posts).load(conn), |users| of_tags(users.iter()))
}

pub(crate) fn joined(conn: &mut Conn) -> Timed {
    let users = users::table.join(User::posts).filter(users::id.le(USERS_JOINED));
    let rows = users.select(<(User, Post)>::as_select());
    timed(|| rows.load(conn), |rows| of_pairs(rows.iter().map(|(user, post)| (user, Some(post)))))
}

pub(crate) fn outer_joined(conn: &mut Conn) -> Timed {
    let users = users::table.outer_join(User::posts).filter(users::id.le(USERS_JOINED));
    let rows = users.select(<(User, Option<Post>)>::as_select());
    timed(
        || rows.load(conn),
        |rows: &Vec<(User, Option<Post>)>| {
            of_pairs(rows.iter().map(|(user, post)| (user, post.as_ref())))
        },
    )
}

pub(crate) fn one_user(conn: &mut Conn) -> Timed {
    let user = users::table.find(ONE_USER).with(User::posts);
    timed(|| user.first(conn), |user| of_posts([user.node()].into_iter()))
}

pub(crate) fn users_with_latest_posts(conn: &mut Conn) -> Timed {
    let users = users::table.filter(users::id.le(USERS_READ));
    let latest = User::posts.order_by(posts::id.desc()).per_parent(3);
    timed(|| users.with(latest).load(conn), |users| of_posts(users.iter()))
}

pub(crate) fn users_with_any_post(conn: &mut Conn) -> Timed {
    let any = User::posts.any(posts::title.like("%number 77%"));
    let users = users::table.filter(any).select(User::as_select());
    timed(|| users.load(conn), |users| of_users(users))
}

pub(crate) fn users_with_uncorrelated_post(conn: &mut Conn) -> Timed {
    let any = User::posts.any(posts::title.like("%number 77%")).uncorrelated();
    let users = users::table.filter(any).select(User::as_select());
    timed(|| users.load(conn), |users| of_users(users))
}

fn of_posts<N: HasSome<user::posts> + Deref<Target = User>>(users: impl Iterator<Item = N>) -> u64 {
    users.map(|user| user.get(User::posts).map(|post| of_post(&user, &post)).sum::<u64>()).sum()
}

fn of_tags<N>(users: impl Iterator<Item = N>) -> u64
where
    N: Has<user::posts, Child: Has<post::tags>> + Deref<Target = User>,
{
    let of_one = |user: N, post: N::Child| {
        let tags = post.get(Post::tags).map(|tag| of_tag(&post, &tag));
        of_post(&user, &post) + tags.sum::<u64>()
    };
    users.map(|user| user.get(User::posts).map(|post| of_one(user, post)).sum::<u64>()).sum()
}
