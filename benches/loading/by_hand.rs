//! The tasks as one writes them by hand with Diesel's associations.

use super::data::{ONE_USER, USERS_JOINED, USERS_READ, of_post, of_tag};
use super::task::{Timed, of_pairs, of_users, timed};
use blog::schema::{post_tags, posts, tags, users};
use blog::{Post, Tag, User};
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

type Conn = SqliteConnection;

/// What grouping tags by post needs of an association: `tag_id` is left out, being in the tag.
#[derive(Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = post_tags, primary_key(post_id), belongs_to(Post))]
struct PostTag {
    post_id: i32,
}

type WithPosts = (User, Vec<Post>);
type Tagged = (Post, Vec<(PostTag, Tag)>);

fn users(conn: &mut Conn) -> QueryResult<Vec<User>> {
    users::table.filter(users::id.le(USERS_READ)).select(User::as_select()).load(conn)
}

fn with_posts(users: Vec<User>, conn: &mut Conn) -> QueryResult<Vec<WithPosts>> {
    let posts = Post::belonging_to(&users).select(Post::as_select()).load(conn)?;
    let posts = posts.grouped_by(&users);
    Ok(users.into_iter().zip(posts).collect::<Vec<_>>())
}

pub(crate) fn users_with_posts(conn: &mut Conn) -> Timed {
    timed(|| with_posts(users(conn)?, conn), |users| of_posts(users))
}

pub(crate) fn users_with_posts_in_order(conn: &mut Conn) -> Timed {
    timed(
        || {
            let users = users(conn)?;
            let posts = Post::belonging_to(&users).select(Post::as_select());
            let posts = posts.order_by(posts::id).load(conn)?.grouped_by(&users);
            Ok(users.into_iter().zip(posts).collect::<Vec<_>>())
        },
        |users| of_posts(users),
    )
}

pub(crate) fn all_users_with_posts(conn: &mut Conn) -> Timed {
    timed(
        || with_posts(users::table.select(User::as_select()).load(conn)?, conn),
        |users| of_posts(users),
    )
}

pub(crate) fn users_with_tags(conn: &mut Conn) -> Timed {
    timed(
        || {
            let users = users(conn)?;
            let posts = Post::belonging_to(&users).select(Post::as_select()).load(conn)?;
            let tags = PostTag::belonging_to(&posts)
                .inner_join(tags::table)
                .select((PostTag::as_select(), Tag::as_select()))
                .load::<(PostTag, Tag)>(conn)?;
            let tags = tags.grouped_by(&posts);
            let posts: Vec<Tagged> = posts.into_iter().zip(tags).collect();
            let posts = posts.grouped_by(&users);
            Ok(users.into_iter().zip(posts).collect::<Vec<_>>())
        },
        |users| of_tags(users),
    )
}

pub(crate) fn joined(conn: &mut Conn) -> Timed {
    let users = users::table.inner_join(posts::table).filter(users::id.le(USERS_JOINED));
    let rows = users.select(<(User, Post)>::as_select());
    timed(|| rows.load(conn), |rows| of_pairs(rows.iter().map(|(user, post)| (user, Some(post)))))
}

pub(crate) fn outer_joined(conn: &mut Conn) -> Timed {
    let users = users::table.left_join(posts::table).filter(users::id.le(USERS_JOINED));
    let rows = users.select(<(User, Option<Post>)>::as_select());
    timed(
        || rows.load(conn),
        |rows: &Vec<(User, Option<Post>)>| {
            of_pairs(rows.iter().map(|(user, post)| (user, post.as_ref())))
        },
    )
}

pub(crate) fn one_user(conn: &mut Conn) -> Timed {
    timed(
        || {
            let user = users::table.find(ONE_USER).select(User::as_select()).first(conn)?;
            let posts = Post::belonging_to(&user).select(Post::as_select()).load(conn)?;
            Ok(vec![(user, posts)])
        },
        |users| of_posts(users),
    )
}

pub(crate) fn users_with_latest_posts(conn: &mut Conn) -> Timed {
    let latest = sql::<Bool>(
        "posts.id IN (SELECT id FROM (SELECT id, ROW_NUMBER() OVER \
         (PARTITION BY user_id ORDER BY id DESC) AS number FROM posts WHERE user_id <= 1000) \
         WHERE number <= 3)",
    );
    timed(
        || {
            let users = users(conn)?;
            let posts = Post::belonging_to(&users).filter(latest).select(Post::as_select());
            let posts = posts.order_by(posts::id.desc()).load(conn)?.grouped_by(&users);
            Ok(users.into_iter().zip(posts).collect::<Vec<_>>())
        },
        |users| of_posts(users),
    )
}

pub(crate) fn users_with_any_post(conn: &mut Conn) -> Timed {
    let posts = posts::table.filter(posts::user_id.eq(users::id.nullable()));
    let users = users::table.filter(exists(posts.filter(posts::title.like("%number 77%"))));
    let users = users.select(User::as_select());
    timed(|| users.load(conn), |users| of_users(users))
}

fn of_posts(users: &[WithPosts]) -> u64 {
    let of_one =
        |(user, posts): &WithPosts| posts.iter().map(|post| of_post(user, post)).sum::<u64>();
    users.iter().map(of_one).sum()
}

fn of_tags(users: &[(User, Vec<Tagged>)]) -> u64 {
    let of_one = |user: &User, (post, tags): &Tagged| {
        of_post(user, post) + tags.iter().map(|(_, tag)| of_tag(post, tag)).sum::<u64>()
    };
    users.iter().flat_map(|(user, posts)| posts.iter().map(move |post| of_one(user, post))).sum()
}
