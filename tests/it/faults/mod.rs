//! Faults: connections that are lost and locks that are not to be had, at a chosen statement of
//! a graph. A load has to do what Diesel does with the same statements sent by hand.

mod locked;
mod torn;

use crate::connection_kind::{self, Inner, Runs};
use crate::place::Place;
use blog::schema::{post_tags, posts, tags, users};
use blog::{Post, Tag, User};
use conjoin::prelude::*;
use diesel::connection::{Connection, InstrumentationEvent, TransactionManager};
use diesel::prelude::*;
use diesel::result::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Something that reads three tables and counts their rows.
pub(crate) type Reads = fn(&mut Inner) -> QueryResult<[usize; 3]>;

/// What [`Reads`] find in the blog as it is seeded.
pub(crate) const SEEDED: [usize; 3] = [3, 3, 4];

pub(crate) fn graph(conn: &mut Inner) -> QueryResult<[usize; 3]> {
    let users = users::table.with(User::posts.with(Post::tags)).run_all(conn)?;
    let posts = users.iter().map(|user| user.posts().len()).sum();
    let tags = users.iter().map(|user| user.posts().map(|it| it.tags().len()).sum::<usize>());
    Ok([users.len(), posts, tags.sum()])
}

/// The statements of the graph.
pub(crate) fn by_hand(conn: &mut Inner) -> QueryResult<[usize; 3]> {
    let users: Vec<User> = users::table.load(conn)?;
    let ids: Vec<_> = users.iter().map(|user| Some(user.id)).collect();
    let posts: Vec<Post> = posts::table.filter(posts::user_id.eq_any(ids)).load(conn)?;
    let ids: Vec<i32> = posts.iter().map(|post| post.id).collect();
    let tags = tags::table.inner_join(post_tags::table).filter(post_tags::post_id.eq_any(ids));
    let tags: Vec<(i32, Tag)> = tags.select((post_tags::post_id, Tag::as_select())).load(conn)?;
    Ok([users.len(), posts.len(), tags.len()])
}

pub(crate) fn connect(place: &Place) -> Inner {
    connection_kind::establish(&place.url)
}

/// How often a connection sent a `SELECT`.
pub(crate) type Sent = Arc<AtomicUsize>;

/// Acts once, right before the connection sends the `SELECT` of that number.
pub(crate) fn before(conn: &mut Inner, number: usize, act: impl FnOnce() + Send + 'static) -> Sent {
    let sent = Sent::default();
    let counter = Arc::clone(&sent);
    let mut act = Some(act);
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event
            && query.to_string().starts_with("SELECT")
            && counter.fetch_add(1, Ordering::Relaxed) + 1 == number
            && let Some(act) = act.take()
        {
            act();
        }
    });
    sent
}

/// What came of it.
#[derive(Debug, PartialEq)]
pub(crate) struct Outcome {
    /// Of which kind the one error is.
    pub(crate) kind: String,
    /// The number of statements up to the error.
    pub(crate) sent: usize,
    /// Whether the connection knows of itself that it is broken.
    pub(crate) broken: bool,
    /// Whether the same can be read afterwards.
    pub(crate) usable: bool,
}

impl Outcome {
    pub(crate) fn of(
        conn: &mut Inner,
        sent: &Sent,
        reads: Reads,
        result: QueryResult<[usize; 3]>,
    ) -> (Self, Error) {
        let error = result.expect_err("it should fail");
        let kind = match &error {
            Error::DatabaseError(kind, text) => {
                assert!(!text.message().is_empty());
                format!("{kind:?}")
            }
            other => format!("{other:?}"),
        };
        let sent = sent.load(Ordering::Relaxed);
        type Transactions = <Inner as Connection>::TransactionManager;
        let broken = Transactions::is_broken_transaction_manager(conn);
        let after = reads(conn);
        assert!(after.is_err() || after == Ok(SEEDED), "{after:?}");
        (Outcome { kind, sent, broken, usable: after.is_ok() }, error)
    }
}
