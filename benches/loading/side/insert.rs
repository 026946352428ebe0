//! Inserts the rows into empty tables.

use super::super::data::{self, Stored, TAGS};
use super::Conn;
use blog::schema::{post_tags, posts, tags, users};
use diesel::prelude::*;

/// How many rows a statement inserts.
const BATCH: usize = 1_000;

pub(super) fn rows(stored: Stored, conn: &mut Conn) -> QueryResult<()> {
    conn.transaction(|conn| {
        let user = |id| (users::id.eq(id), users::username.eq(format!("user number {id}")));
        in_batches(data::users(stored).map(user), |rows| {
            diesel::insert_into(users::table).values(rows).execute(conn)
        })?;
        let tag = |id| (tags::id.eq(id), tags::name.eq(format!("tag number {id}")));
        in_batches((1..=TAGS).map(tag), |rows| {
            diesel::insert_into(tags::table).values(rows).execute(conn)
        })?;
        let content = "All work and no play. ".repeat(8);
        let post = |(author, id): (Option<i32>, i32)| {
            let title = posts::title.eq(format!("The post with the number {id}"));
            (posts::id.eq(id), title, posts::content.eq(&content), posts::user_id.eq(author))
        };
        in_batches(data::authors(stored).into_iter().zip(1..).map(post), |rows| {
            diesel::insert_into(posts::table).values(rows).execute(conn)
        })?;
        let link = |(post, tag)| (post_tags::post_id.eq(post), post_tags::tag_id.eq(tag));
        in_batches(data::post_tags(stored).map(link), |rows| {
            diesel::insert_into(post_tags::table).values(rows).execute(conn)
        })
    })
}

fn in_batches<R>(
    mut rows: impl Iterator<Item = R>,
    mut insert: impl FnMut(Vec<R>) -> QueryResult<usize>,
) -> QueryResult<()> {
    loop {
        let batch: Vec<R> = rows.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        insert(batch)?;
    }
}
