//! Snapshots while others write: posts move from user to user, and the name of each user has the number
//! of their posts. A graph in which the two differ was torn by a move.
//!
//! `CONJOIN_ALL_ROUNDS=1` loads ten thousand of them.

use crate::connection_kind::{self, Inner};
use crate::database::Blocking;
use crate::place::Place;
use crate::server::{PREPARE, READ_COMMITTED};
use crate::snapshot_kind::{batches, graph};
use blog::schema::{posts, users};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const USERS: i32 = 20;
const POSTS: i32 = 60;

/// Whether the loads are in a snapshot.
#[derive(Clone, Copy)]
pub(crate) enum Reads {
    InSnapshot,
    OneByOne,
}

/// The names of the users, each with the number of posts that were loaded.
pub(crate) type Loaded = Vec<(String, usize)>;

type Load = fn(&mut Inner, Reads) -> QueryResult<Loaded>;

fn rounds() -> usize {
    if std::env::var_os("CONJOIN_ALL_ROUNDS").is_some() { 10_000 } else { 300 }
}

fn name(user: i32, posts: usize) -> String {
    format!("{user}: {posts}")
}

/// Whose each post is.
struct Authors(Vec<i32>);

impl Authors {
    /// A new blog.
    fn new(conn: &mut Blocking) -> Self {
        let authors = Authors((0..POSTS).map(|post| post % USERS).collect());
        for table in ["post_tags", "posts", "profiles", "users"] {
            conn.batch_execute(&format!("DELETE FROM {table}")).unwrap();
        }
        let rows = |user| (users::id.eq(user), users::username.eq(authors.name(user)));
        let rows: Vec<_> = (0..USERS).map(rows).collect();
        diesel::insert_into(users::table).values(rows).execute(conn).unwrap();
        let row = |(post, author): (usize, &i32)| {
            let id = posts::id.eq(post as i32);
            (id, posts::title.eq("a post"), posts::user_id.eq(*author))
        };
        let rows: Vec<_> = authors.0.iter().enumerate().map(row).collect();
        diesel::insert_into(posts::table).values(rows).execute(conn).unwrap();
        authors
    }

    fn name(&self, user: i32) -> String {
        name(user, self.0.iter().filter(|author| **author == user).count())
    }

    /// Gives a post to another user, whose number depends on the round.
    fn move_one(&mut self, conn: &mut Blocking, round: usize) -> QueryResult<()> {
        let post = (round * 7) % self.0.len();
        let (from, to) = (self.0[post], (self.0[post] + 1 + round as i32 % (USERS - 1)) % USERS);
        self.0[post] = to;
        conn.transaction(|conn| {
            let moved = diesel::update(posts::table.find(post as i32));
            moved.set(posts::user_id.eq(to)).execute(conn)?;
            for user in [from, to] {
                let renamed = diesel::update(users::table.find(user));
                renamed.set(users::username.eq(self.name(user))).execute(conn)?;
            }
            Ok(())
        })
    }
}

fn is_torn(loaded: &Loaded) -> bool {
    assert_eq!(loaded.len(), USERS as usize);
    let differs = |(name, posts): &(String, usize)| !name.ends_with(&format!(": {posts}"));
    loaded.iter().any(differs)
}

/// Loads while posts are moved: first until a load is torn, and then in snapshots, of which none may be.
fn load_while_posts_move(load: Load) {
    let place = Place::new();
    let mut others = place.connect();
    others.batch_execute(PREPARE).unwrap();
    let mut authors = Authors::new(&mut others);
    let mut conn = connection_kind::establish(&place.url);
    conn.batch_execute(READ_COMMITTED).unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0.. {
                if done.load(Ordering::Relaxed) {
                    return;
                }
                authors.move_one(&mut others, round).unwrap();
            }
        });
        let torn = |reads, conn: &mut Inner| load(conn, reads).map(|loaded| is_torn(&loaded));
        let shown =
            (0..10_000).map(|_| torn(Reads::OneByOne, &mut conn)).find(|it| it != &Ok(false));
        let snapshots = (0..rounds()).map(|_| torn(Reads::InSnapshot, &mut conn));
        let in_snapshots = snapshots.filter(|it| it != &Ok(false)).collect::<Vec<_>>();
        done.store(true, Ordering::Relaxed);
        assert_eq!(shown, Some(Ok(true)), "no load was torn without a snapshot");
        assert_eq!(in_snapshots, []);
    });
}

#[test]
fn no_graph_is_torn_in_a_snapshot() {
    load_while_posts_move(graph);
}

#[test]
fn no_batches_are_torn_in_a_snapshot() {
    load_while_posts_move(batches);
}
