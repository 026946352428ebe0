//! Loading over the connections of diesel-async, as an application does: with `.await`.

mod concurrent;
pub(crate) mod dropping;
pub(crate) mod pools;
mod sending;
mod snapshots;
mod writing;

use crate::database::{Asynchronous, DB};
use crate::place::Place;
use blog::schema::users;
use blog::tokio::runtime::Runtime;
use blog::{Post, User};
use conjoin::prelude::*;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncConnectionCore};
use std::sync::LazyLock;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// Waits for a future on a runtime with several threads.
pub(crate) fn wait<F: Future>(future: F) -> F::Output {
    RUNTIME.block_on(future)
}

pub(crate) async fn connect(place: &Place) -> Asynchronous {
    Asynchronous::establish(&place.url).await.unwrap()
}

/// The number of posts and of tags of each user, over any connection to the database.
pub(crate) async fn counts<C>(conn: &mut C) -> QueryResult<Vec<(usize, usize)>>
where
    C: AsyncConnectionCore<Backend = DB>,
{
    let query = users::table.order_by(users::id).with(User::posts.with(Post::tags));
    let users = query.load(conn).await?;
    let mut counts = Vec::new();
    for user in &users {
        let tags = user.posts().map(|post| post.tags().len()).sum();
        counts.push((user.posts().len(), tags));
    }
    Ok(counts)
}

/// What [`counts`] finds in the blog as it is seeded.
pub(crate) const SEEDED: [(usize, usize); 3] = [(2, 3), (1, 1), (0, 0)];
