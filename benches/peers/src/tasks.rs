//! The tasks.

use crate::entities::{post, tag, user};
use crate::protocol::*;
use sea_orm::sea_query::Query;
use sea_orm::{
    DatabaseConnection, DbErr, EntityTrait, LoaderTrait, QueryFilter, QueryOrder, Statement,
};
use std::collections::HashMap;
use tokio::runtime::Runtime;

type Loaded<T> = Result<T, DbErr>;
type WithPosts = Vec<(user::Model, Vec<post::Model>)>;

pub fn run(runtime: &Runtime, conn: &DatabaseConnection, task: &str) -> Timed<DbErr> {
    let first = |users| user::Entity::load().filter(user::COLUMN.id.lte(users));
    let read = || first(USERS_READ);
    let one =
        || user::Entity::load().filter(user::COLUMN.id.eq(ONE_USER)).with(post::Entity).one(conn);
    match task.split('-').next().unwrap_or(task) {
        "T1" => timed(|| runtime.block_on(read().with(post::Entity).all(conn)), of_models),
        "T1o" => timed(|| runtime.block_on(users_with_posts_in_order(conn)), of_users),
        "T2" => {
            let all = || user::Entity::load().with(post::Entity).all(conn);
            timed(|| runtime.block_on(all()), of_models)
        }
        "T2deep" => {
            let all = || user::Entity::load().with((post::Entity, tag::Entity)).all(conn);
            timed(|| runtime.block_on(all()), of_models)
        }
        "T3" => {
            let all = || read().with((post::Entity, tag::Entity)).all(conn);
            timed(|| runtime.block_on(all()), of_models)
        }
        "T4" => timed(|| runtime.block_on(joined(conn)), of_pairs),
        "T4left" => timed(|| runtime.block_on(outer_joined(conn)), of_pairs),
        "T5" => timed(|| Ok(runtime.block_on(one())?.into_iter().collect()), of_models),
        "page" => {
            let page = || first(USERS_OF_PAGE).with(post::Entity).all(conn);
            timed(|| runtime.block_on(page()), of_models)
        }
        "T6" => timed(|| runtime.block_on(users_with_latest_posts(conn)), of_users),
        "T7" => timed(|| runtime.block_on(users_with_any_post(conn)), of_users_alone),
        "T7u" => timed(|| runtime.block_on(users_in_subquery(conn)), of_users_alone),
        _ => panic!("no task {task}"),
    }
}

async fn users_with_posts_in_order(conn: &DatabaseConnection) -> Loaded<WithPosts> {
    let users = user::Entity::find().filter(user::COLUMN.id.lte(USERS_READ)).all(conn).await?;
    let posts = post::Entity::find().order_by_asc(post::COLUMN.id);
    let posts = users.load_many(posts, conn).await?;
    Ok(users.into_iter().zip(posts).collect())
}

async fn joined(conn: &DatabaseConnection) -> Loaded<Vec<(user::Model, Option<post::Model>)>> {
    let users = user::Entity::find().filter(user::COLUMN.id.lte(USERS_JOINED));
    let pairs = users.find_both_related(post::Entity).all(conn).await?;
    Ok(pairs.into_iter().map(|(user, post)| (user, Some(post))).collect())
}

async fn outer_joined(
    conn: &DatabaseConnection,
) -> Loaded<Vec<(user::Model, Option<post::Model>)>> {
    let users = user::Entity::find().filter(user::COLUMN.id.lte(USERS_JOINED));
    users.find_also_related(post::Entity).all(conn).await
}

/// By raw SQL: the alternative is a statement for each user.
async fn users_with_latest_posts(conn: &DatabaseConnection) -> Loaded<WithPosts> {
    let users = user::Entity::find().filter(user::COLUMN.id.lte(USERS_READ)).all(conn).await?;
    let sql = "SELECT id, title, content, user_id FROM (SELECT posts.*, ROW_NUMBER() OVER
        (PARTITION BY user_id ORDER BY id DESC) AS place FROM posts WHERE user_id <= $1) AS placed
        WHERE place <= 3 ORDER BY id DESC";
    let backend = conn.get_database_backend();
    let latest = Statement::from_sql_and_values(backend, sql, [USERS_READ.into()]);
    let mut posts: HashMap<i32, Vec<post::Model>> = HashMap::new();
    for post in post::Entity::find().from_raw_sql(latest).all(conn).await? {
        posts.entry(post.user_id.expect("one of them")).or_default().push(post);
    }
    let with_posts = |user: user::Model| {
        let posts = posts.remove(&user.id).unwrap_or_default();
        (user, posts)
    };
    Ok(users.into_iter().map(with_posts).collect())
}

async fn users_with_any_post(conn: &DatabaseConnection) -> Loaded<Vec<user::Model>> {
    let certain = post::COLUMN.title.like("%number 77%");
    user::Entity::find().has_related(post::Entity, certain).all(conn).await
}

async fn users_in_subquery(conn: &DatabaseConnection) -> Loaded<Vec<user::Model>> {
    let mut authors = Query::select();
    let certain = post::COLUMN.title.like("%number 77%");
    authors.column(post::Column::UserId).from(post::Entity).and_where(certain);
    user::Entity::find().filter(user::COLUMN.id.in_subquery(authors)).all(conn).await
}

fn of_post(user: i32, id: i32, title: &str, content: &Option<String>) -> u64 {
    let text = title.len() + content.as_ref().map_or(0, String::len);
    user as u64 * id as u64 + text as u64
}

fn of_models(users: &Vec<user::ModelEx>) -> u64 {
    let mut sum = 0;
    for user in users {
        for post in &user.posts {
            sum += of_post(user.id, post.id, &post.title, &post.content);
            for tag in &post.tags {
                sum += post.id as u64 * tag.id as u64 + tag.name.len() as u64;
            }
        }
    }
    sum
}

fn of_users(users: &WithPosts) -> u64 {
    let of_post =
        |user: i32, post: &post::Model| of_post(user, post.id, &post.title, &post.content);
    users.iter().flat_map(|(user, posts)| posts.iter().map(|post| of_post(user.id, post))).sum()
}

fn of_pairs(pairs: &Vec<(user::Model, Option<post::Model>)>) -> u64 {
    let of_post =
        |user: i32, post: &post::Model| of_post(user, post.id, &post.title, &post.content);
    let of_pair = |(user, post): &(user::Model, Option<post::Model>)| {
        user.username.len() as u64 + post.as_ref().map_or(0, |post| of_post(user.id, post))
    };
    pairs.iter().map(of_pair).sum()
}

fn of_users_alone(users: &Vec<user::Model>) -> u64 {
    users.iter().map(|user| user.id as u64 + user.username.len() as u64).sum()
}
