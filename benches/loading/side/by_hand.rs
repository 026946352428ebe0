//! The tasks as one writes them by hand with Diesel's associations.

use super::Conn;
use crate::loading::side::data::{of_pairs, of_post, of_tag, of_users};
use crate::loading::side::protocol::*;
use blog::schema::{post_tags, posts, tags, users};
use blog::{Post, Tag, User};
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

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
        "T7" | "T7u" => users_with_any_post(conn),
        "parents" => users_with_posts(parents(exponent), conn),
        "children" => one_user(user_with_children(exponent), conn),
        _ => panic!("no task {task}"),
    }
}

/// What grouping tags by post needs of an association: `tag_id` is left out, being in the tag.
#[derive(Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = post_tags, primary_key(post_id), belongs_to(Post))]
struct PostTag {
    post_id: i32,
}

type WithPosts = (User, Vec<Post>);
type Tagged = (Post, Vec<(PostTag, Tag)>);

fn users(read: i32, conn: &mut Conn) -> QueryResult<Vec<User>> {
    users::table.filter(users::id.le(read)).select(User::as_select()).load(conn)
}

fn with_posts(users: Vec<User>, conn: &mut Conn) -> QueryResult<Vec<WithPosts>> {
    let posts = Post::belonging_to(&users).select(Post::as_select()).load(conn)?;
    let posts = posts.grouped_by(&users);
    Ok(users.into_iter().zip(posts).collect::<Vec<_>>())
}

fn users_with_posts(read: i32, conn: &mut Conn) -> Timed {
    timed(|| with_posts(users(read, conn)?, conn), |users| of_posts(users))
}

fn users_with_posts_in_order(conn: &mut Conn) -> Timed {
    timed(
        || {
            let users = users(USERS_READ, conn)?;
            let posts = Post::belonging_to(&users).select(Post::as_select());
            let posts = posts.order_by(posts::id).load(conn)?.grouped_by(&users);
            Ok(users.into_iter().zip(posts).collect::<Vec<_>>())
        },
        |users| of_posts(users),
    )
}

fn all_users_with_posts(conn: &mut Conn) -> Timed {
    timed(
        || with_posts(users::table.select(User::as_select()).load(conn)?, conn),
        |users| of_posts(users),
    )
}

fn with_tags(users: Vec<User>, conn: &mut Conn) -> QueryResult<Vec<(User, Vec<Tagged>)>> {
    let posts = Post::belonging_to(&users).select(Post::as_select()).load(conn)?;
    let tags = PostTag::belonging_to(&posts)
        .inner_join(tags::table)
        .select((PostTag::as_select(), Tag::as_select()))
        .load::<(PostTag, Tag)>(conn)?;
    let tags = tags.grouped_by(&posts);
    let posts: Vec<Tagged> = posts.into_iter().zip(tags).collect();
    let posts = posts.grouped_by(&users);
    Ok(users.into_iter().zip(posts).collect())
}

fn users_with_tags(conn: &mut Conn) -> Timed {
    timed(|| with_tags(users(USERS_READ, conn)?, conn), |users| of_tags(users))
}

fn all_users_with_tags(conn: &mut Conn) -> Timed {
    timed(
        || with_tags(users::table.select(User::as_select()).load(conn)?, conn),
        |users| of_tags(users),
    )
}

fn joined(conn: &mut Conn) -> Timed {
    let users = users::table.inner_join(posts::table).filter(users::id.le(USERS_JOINED));
    let rows = users.select(<(User, Post)>::as_select());
    timed(|| rows.load(conn), |rows| of_pairs(rows.iter().map(|(user, post)| (user, Some(post)))))
}

fn outer_joined(conn: &mut Conn) -> Timed {
    let users = users::table.left_join(posts::table).filter(users::id.le(USERS_JOINED));
    let rows = users.select(<(User, Option<Post>)>::as_select());
    timed(
        || rows.load(conn),
        |rows: &Vec<(User, Option<Post>)>| {
            of_pairs(rows.iter().map(|(user, post)| (user, post.as_ref())))
        },
    )
}

fn one_user(id: i32, conn: &mut Conn) -> Timed {
    timed(
        || {
            let user = users::table.find(id).select(User::as_select()).first(conn)?;
            let posts = Post::belonging_to(&user).select(Post::as_select()).load(conn)?;
            Ok(vec![(user, posts)])
        },
        |users| of_posts(users),
    )
}

fn users_with_latest_posts(conn: &mut Conn) -> Timed {
    let latest = sql::<Bool>(
        "posts.id IN (SELECT id FROM (SELECT id, ROW_NUMBER() OVER \
         (PARTITION BY user_id ORDER BY id DESC) AS place FROM posts WHERE user_id <= 1000) \
         AS placed WHERE place <= 3)",
    );
    timed(
        || {
            let users = users(USERS_READ, conn)?;
            let posts = Post::belonging_to(&users).filter(latest).select(Post::as_select());
            let posts = posts.order_by(posts::id.desc()).load(conn)?.grouped_by(&users);
            Ok(users.into_iter().zip(posts).collect::<Vec<_>>())
        },
        |users| of_posts(users),
    )
}

fn users_with_any_post(conn: &mut Conn) -> Timed {
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
