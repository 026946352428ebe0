//! The tasks with conjoin.

use super::Conn;
use crate::loading::side::data::{of_pairs, of_post, of_tag, of_users};
use crate::loading::side::protocol::*;
use blog::schema::{posts, users};
use blog::{Post, User, post, user};
use conjoin::{Has, HasSome, prelude::*};
use diesel::prelude::*;
use std::ops::Deref;

type Timed = super::super::protocol::Timed<diesel::result::Error>;

pub(crate) fn run(task: &str, conn: &mut Conn) -> Timed {
    let (task, exponent) = task.split_once('-').unwrap_or((task, ""));
    match task {
        "T1" => users_with_posts(USERS_READ, conn),
        "T1o" => users_with_posts_in_order(conn),
        "T2" => all_users_with_posts(conn),
        "T2deep" => all_users_with_tags(conn),
        "T3" => users_with_tags(conn),
        "T4" => joined(conn),
        "T4left" => outer_joined(conn),
        "T5" => one_user(ONE_USER, conn),
        "T6" => users_with_latest_posts(conn),
        "page" => users_with_posts(USERS_OF_PAGE, conn),
        "T7" => users_with_any_post(conn),
        "T7u" => users_with_uncorrelated_post(conn),
        "parents" => users_with_posts(parents(exponent), conn),
        "children" => one_user(user_with_children(exponent), conn),
        _ => panic!("no task {task}"),
    }
}

fn users_with_posts(read: i32, conn: &mut Conn) -> Timed {
    let users = users::table.filter(users::id.le(read));
    timed(|| users.with(User::posts).load(conn), |users| of_posts(users.iter()))
}

fn users_with_posts_in_order(conn: &mut Conn) -> Timed {
    let users = users::table.filter(users::id.le(USERS_READ));
    let posts = User::posts.order_by(posts::id);
    timed(|| users.with(posts).load(conn), |users| of_posts(users.iter()))
}

fn all_users_with_posts(conn: &mut Conn) -> Timed {
    timed(|| users::table.with(User::posts).load(conn), |users| of_posts(users.iter()))
}

fn users_with_tags(conn: &mut Conn) -> Timed {
    let users = users::table.filter(users::id.le(USERS_READ));
    let posts = User::posts.with(Post::tags);
    timed(|| users.with(posts).load(conn), |users| of_tags(users.iter()))
}

fn all_users_with_tags(conn: &mut Conn) -> Timed {
    let posts = User::posts.with(Post::tags);
    timed(|| users::table.with(posts).load(conn), |users| of_tags(users.iter()))
}

fn joined(conn: &mut Conn) -> Timed {
    let users = users::table.join(User::posts).filter(users::id.le(USERS_JOINED));
    let rows = users.select(<(User, Post)>::as_select());
    timed(|| rows.load(conn), |rows| of_pairs(rows.iter().map(|(user, post)| (user, Some(post)))))
}

fn outer_joined(conn: &mut Conn) -> Timed {
    let users = users::table.outer_join(User::posts).filter(users::id.le(USERS_JOINED));
    let rows = users.select(<(User, Option<Post>)>::as_select());
    timed(
        || rows.load(conn),
        |rows: &Vec<(User, Option<Post>)>| {
            of_pairs(rows.iter().map(|(user, post)| (user, post.as_ref())))
        },
    )
}

fn one_user(id: i32, conn: &mut Conn) -> Timed {
    let user = users::table.find(id).with(User::posts);
    timed(|| user.first(conn), |user| of_posts([user.node()].into_iter()))
}

fn users_with_latest_posts(conn: &mut Conn) -> Timed {
    let users = users::table.filter(users::id.le(USERS_READ));
    let latest = User::posts.order_by(posts::id.desc()).per_parent(3);
    timed(|| users.with(latest).load(conn), |users| of_posts(users.iter()))
}

fn users_with_any_post(conn: &mut Conn) -> Timed {
    let any = User::posts.any(posts::title.like("%number 77%"));
    let users = users::table.filter(any).select(User::as_select());
    timed(|| users.load(conn), |users| of_users(users))
}

fn users_with_uncorrelated_post(conn: &mut Conn) -> Timed {
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
