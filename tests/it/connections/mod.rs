//! Connections that relations load over: Diesel's, pooled, in a transaction, of one's own.

mod caches;
mod own_types;
pub(crate) mod pools;
mod repositories;
mod snapshots;
mod transactions;
mod wrapped;

use crate::database::DB;
use blog::schema::users;
use blog::{Post, User};
use conjoin::prelude::*;
use diesel::connection::LoadConnection;
use diesel::prelude::*;

/// The number of posts and of tags of each user, over any connection to the database.
pub(crate) fn counts<C>(conn: &mut C) -> QueryResult<Vec<(usize, usize)>>
where
    C: LoadConnection<Backend = DB>,
{
    let users = users::table.order_by(users::id).with(User::posts.with(Post::tags)).load(conn)?;
    let mut counts = Vec::new();
    for user in &users {
        let tags = user.posts().map(|post| post.tags().len()).sum();
        counts.push((user.posts().len(), tags));
    }
    Ok(counts)
}

/// What [`counts`] finds in the blog as it is seeded.
pub(crate) const SEEDED: [(usize, usize); 3] = [(2, 3), (1, 1), (0, 0)];
