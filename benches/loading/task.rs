//! The tasks, and how each side is run.

use super::data::{Stored, of_post};
use super::{by_conjoin, by_hand};
use blog::{Post, User};
use diesel::prelude::*;
use std::time::{Duration, Instant};

/// The time that load and drop took, and a checksum of all that was read.
pub(crate) type Timed = QueryResult<(Duration, u64)>;

/// One way to do a task.
type Run = fn(&mut SqliteConnection) -> Timed;

pub(crate) struct Task {
    /// As `benches/limit` knows it, apart from what follows a `-`.
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) stored: Stored,
    /// None, where SQLite has too few binds for what one would write.
    pub(crate) by_hand: Option<Run>,
    pub(crate) by_conjoin: Run,
    /// How many runs a round is the mean of.
    pub(crate) runs: u32,
}

pub(crate) static TASKS: [Task; 13] = [
    Task {
        name: "T1",
        what: "1 000 users, their posts",
        stored: Stored::Mixed,
        by_hand: Some(by_hand::users_with_posts),
        by_conjoin: by_conjoin::users_with_posts,
        runs: 2,
    },
    Task {
        name: "T1-stored",
        what: "the same, posts stored by author",
        stored: Stored::ByAuthor,
        by_hand: Some(by_hand::users_with_posts),
        by_conjoin: by_conjoin::users_with_posts,
        runs: 2,
    },
    Task {
        name: "T1o",
        what: "the same, each user's posts ordered",
        stored: Stored::Mixed,
        by_hand: Some(by_hand::users_with_posts_in_order),
        by_conjoin: by_conjoin::users_with_posts_in_order,
        runs: 2,
    },
    Task {
        name: "T2",
        what: "all 10 000 users, their posts",
        stored: Stored::Mixed,
        by_hand: Some(by_hand::all_users_with_posts),
        by_conjoin: by_conjoin::all_users_with_posts,
        runs: 1,
    },
    Task {
        name: "T3",
        what: "1 000 users, posts, tags",
        stored: Stored::Mixed,
        by_hand: Some(by_hand::users_with_tags),
        by_conjoin: by_conjoin::users_with_tags,
        runs: 1,
    },
    Task {
        name: "T3-stored",
        what: "the same, posts stored by author",
        stored: Stored::ByAuthor,
        by_hand: Some(by_hand::users_with_tags),
        by_conjoin: by_conjoin::users_with_tags,
        runs: 1,
    },
    Task {
        name: "T2deep",
        what: "all users, posts, tags",
        stored: Stored::Mixed,
        by_hand: None,
        by_conjoin: by_conjoin::all_users_with_tags,
        runs: 1,
    },
    Task {
        name: "T4",
        what: "100 users joined with posts",
        stored: Stored::Mixed,
        by_hand: Some(by_hand::joined),
        by_conjoin: by_conjoin::joined,
        runs: 20,
    },
    Task {
        name: "T4left",
        what: "the same by an outer join",
        stored: Stored::Mixed,
        by_hand: Some(by_hand::outer_joined),
        by_conjoin: by_conjoin::outer_joined,
        runs: 20,
    },
    Task {
        name: "T5",
        what: "one user, 8 posts",
        stored: Stored::Mixed,
        by_hand: Some(by_hand::one_user),
        by_conjoin: by_conjoin::one_user,
        runs: 2000,
    },
    Task {
        name: "T6",
        what: "the latest 3 posts of 1 000 users",
        stored: Stored::Mixed,
        by_hand: Some(by_hand::users_with_latest_posts),
        by_conjoin: by_conjoin::users_with_latest_posts,
        runs: 2,
    },
    Task {
        name: "T7",
        what: "users with a certain post, by `any`",
        stored: Stored::Mixed,
        by_hand: Some(by_hand::users_with_any_post),
        by_conjoin: by_conjoin::users_with_any_post,
        runs: 1,
    },
    Task {
        name: "T7u",
        what: "the same, `.uncorrelated()`",
        stored: Stored::Mixed,
        by_hand: Some(by_hand::users_with_any_post),
        by_conjoin: by_conjoin::users_with_uncorrelated_post,
        runs: 1,
    },
];

/// Loads, reads and drops; reading is not timed.
pub(crate) fn timed<T>(
    load: impl FnOnce() -> QueryResult<T>,
    checksum: impl FnOnce(&T) -> u64,
) -> Timed {
    let start = Instant::now();
    let loaded = load()?;
    let loading = start.elapsed();
    let checksum = checksum(&loaded);
    let start = Instant::now();
    drop(loaded);
    Ok((loading + start.elapsed(), checksum))
}

/// The mean of some runs, after one that warms up.
pub(crate) fn mean(run: Run, runs: u32, conn: &mut SqliteConnection) -> Timed {
    let (_, checksum) = run(conn)?;
    Ok((counted(run, runs, conn)? / runs, checksum))
}

/// What callgrind counts.
#[inline(never)]
fn counted(run: Run, runs: u32, conn: &mut SqliteConnection) -> QueryResult<Duration> {
    (0..runs).map(|_| run(conn).map(|(time, _)| time)).sum()
}

/// The checksum of joined rows.
pub(crate) fn of_pairs<'r>(pairs: impl Iterator<Item = (&'r User, Option<&'r Post>)>) -> u64 {
    let of_post = |user, post: Option<&Post>| post.map_or(0, |post| of_post(user, post));
    pairs.map(|(user, post)| user.username.len() as u64 + of_post(user, post)).sum()
}

/// The checksum of users alone.
pub(crate) fn of_users(users: &[User]) -> u64 {
    users.iter().map(|user| user.id as u64 + user.username.len() as u64).sum()
}
