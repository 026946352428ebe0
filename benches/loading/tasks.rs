//! The tasks; each side has code for each.

use super::side::data::Stored;

pub(crate) struct Task {
    /// As the sides know it, apart from what follows a `-`.
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) stored: Stored,
    /// Of how many runs the fastest counts in a round.
    pub(crate) runs: u32,
}

const fn task(name: &'static str, runs: u32, what: &'static str) -> Task {
    Task { name, what, stored: Stored::Mixed, runs }
}

const fn by_author(name: &'static str, runs: u32, what: &'static str) -> Task {
    Task { name, what, stored: Stored::ByAuthor, runs }
}

pub(crate) static TASKS: [Task; 14] = [
    task("T1", 5, "1 000 users, their posts"),
    by_author("T1-stored", 5, "the same, stored by author"),
    task("T1o", 5, "the same, ordered in each user"),
    task("T2", 2, "all 10 000 users, their posts"),
    task("T2deep", 1, "all users, posts, tags"),
    task("T3", 3, "1 000 users, posts, tags"),
    by_author("T3-stored", 3, "the same, stored by author"),
    task("T4", 20, "100 users joined with posts"),
    task("T4left", 20, "the same by an outer join"),
    task("T5", 200, "one user, 8 posts"),
    task("page", 100, "20 users, their posts"),
    task("T6", 5, "latest 3 posts of 1 000 users"),
    task("T7", 2, "users with a certain post"),
    task("T7u", 3, "the same, `.uncorrelated()`"),
];
