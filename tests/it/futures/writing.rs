//! Writing through relations with `.await`.

use super::pools::deadpool;
use super::{connect, wait};
use crate::database::{Asynchronous, DB};
use crate::place::Place;
use crate::server::{is_retried, isolate};
use blog::schema::{post_tags, posts, tags, users};
use blog::{Post, Tag, User, tokio};
use conjoin::prelude::*;
use diesel::prelude::*;
use diesel::result::Error::{DatabaseError, RollbackTransaction};
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};

/// The second post, and all three tags.
async fn rows(conn: &mut Asynchronous) -> (Post, Vec<Tag>) {
    let post = posts::table.find(2).first(conn).await.unwrap();
    (post, tags::table.order_by(tags::id).load(conn).await.unwrap())
}

async fn links(conn: &mut Asynchronous) -> Vec<i32> {
    let links = post_tags::table.filter(post_tags::post_id.eq(2)).order_by(post_tags::tag_id);
    links.select(post_tags::tag_id).load(conn).await.unwrap()
}

/// Over any connection to the database.
async fn tag<C>(post: &Post, tags: &[Tag], conn: &mut C) -> QueryResult<()>
where
    C: AsyncConnection<Backend = DB>,
{
    post.set(Post::tags, tags).execute(conn).await
}

#[test]
fn links_are_written_in_pools_tasks_and_transactions() {
    let place = Place::new();
    wait(async {
        let conn = &mut connect(&place).await;
        let (post, tags) = rows(conn).await;
        let mut pooled = deadpool(&place, 1).get().await.unwrap();
        let (first, others) = (post.clone(), tags.clone());
        let task = async move {
            tag(&first, &others, &mut pooled).await?;
            first.unlink(Post::tags, &others[..1]).execute(&mut pooled).await
        };
        assert_eq!(tokio::spawn(task).await.unwrap(), Ok::<usize, _>(1));
        assert_eq!(links(conn).await, [2, 3]);

        let undone = conn.transaction::<(), _, _>(async |conn| {
            post.link(Post::tags, &tags).execute(conn).await?;
            tag(&post, &tags[..1], conn).await?;
            Err(RollbackTransaction)
        });
        assert_eq!(undone.await, Err(RollbackTransaction));
        assert_eq!(links(conn).await, [2, 3]);
    });
}

#[test]
fn of_two_sets_at_a_time_one_is_left() {
    let place = Place::new();
    wait(async {
        let (mut a, mut b) = tokio::join!(connect(&place), connect(&place));
        for conn in [&mut a, &mut b] {
            conn.batch_execute(&isolate("READ COMMITTED")).await.unwrap();
        }
        let (post, tags) = rows(&mut a).await;
        let mut conns = (a, b);
        for _ in 0..150 {
            let spawn = |mut conn: Asynchronous, tags: &[Tag]| {
                let (post, tags) = (post.clone(), tags.to_vec());
                tokio::spawn(async move { (tag(&post, &tags, &mut conn).await, conn) })
            };
            let both = (spawn(conns.0, &tags[..2]), spawn(conns.1, &tags[2..]));
            let ((first, a), (second, b)) = (both.0.await.unwrap(), both.1.await.unwrap());
            conns = (a, b);
            let left = links(&mut conns.0).await;
            let fits = first.is_ok() && left == [1, 2] || second.is_ok() && left == [3];
            assert!(fits, "{first:?} and {second:?} left {left:?}");
            for error in [first, second].into_iter().filter_map(Result::err) {
                let retried = matches!(&error, DatabaseError(_, it) if is_retried(it.message()));
                assert!(retried, "{error:?}");
            }
        }
    });
}

#[test]
fn rows_are_created_and_assigned_by_the_statements_of_diesel() {
    let place = Place::new();
    wait(async {
        let conn = &mut connect(&place).await;
        let users: Vec<User> = users::table.order_by(users::id).load(conn).await.unwrap();
        let new = (posts::id.eq(100), posts::title.eq("New"));
        users[2].create(User::posts, new).execute(conn).await.unwrap();
        let post: Post = users[2].related(User::posts).first(conn).await.unwrap();
        assert_eq!((post.id, post.user_id), (100, Some(3)));
        let posts: Vec<Post> = posts::table.load(conn).await.unwrap();
        posts.assign(Post::author, &users[1]).execute(conn).await.unwrap();
        post.unassign(Post::author).execute(conn).await.unwrap();
        let count = users[1].related(User::posts).count().get_result::<i64>(conn).await;
        assert_eq!(count, Ok(posts.len() as i64 - 1));
    });
}
