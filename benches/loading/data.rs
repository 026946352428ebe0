//! The rows the tasks read, the same at every start.

use blog::schema::{post_tags, posts, tags, users};
use blog::{Post, TABLES, Tag, User};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::path::{Path, PathBuf};

const USERS: i32 = 10_000;
const USERS_WITHOUT_POSTS: usize = 2_065;
const POSTS: i32 = 100_000;
const POSTS_OF_BUSIEST: usize = 1_000;
const POSTS_WITHOUT_AUTHOR: usize = 1_000;
const TAGS: i32 = 200;
const TAGS_OF_POST: i32 = 3;

/// The tasks with many users read the first so many.
pub(crate) const USERS_READ: i32 = 1_000;

/// The joins read the first so many.
pub(crate) const USERS_JOINED: i32 = 100;

/// A user with 8 posts.
pub(crate) const ONE_USER: i32 = 2_000;
const POSTS_OF_ONE: usize = 8;

/// In what order posts are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stored {
    /// As many people write them.
    Mixed,
    /// One author's after those of another.
    ByAuthor,
}

/// The part of a checksum that a post under its author gives; the order of posts does not matter.
pub(crate) fn of_post(user: &User, post: &Post) -> u64 {
    let text = post.title.len() + post.content.as_ref().map_or(0, String::len);
    user.id as u64 * post.id as u64 + text as u64
}

/// The part that a tag under its post gives.
pub(crate) fn of_tag(post: &Post, tag: &Tag) -> u64 {
    post.id as u64 * tag.id as u64 + tag.name.len() as u64
}

/// The file with the rows, which is made if it is not there; whoever changes how numbers it anew.
pub(crate) fn file(stored: Stored) -> QueryResult<PathBuf> {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("loading-{stored:?}-1.sqlite"));
    if !file.exists() {
        write(stored, &file)?;
    }
    Ok(file)
}

/// The blog's tables in memory, with those rows.
pub(crate) fn database(stored: Stored) -> QueryResult<SqliteConnection> {
    let mut conn = empty()?;
    let file = file(stored)?;
    let attach = diesel::sql_query("ATTACH ? AS stored");
    attach.bind::<Text, _>(file.to_string_lossy()).execute(&mut conn)?;
    conn.batch_execute(include_str!("copy.sql"))?;
    Ok(conn)
}

fn empty() -> QueryResult<SqliteConnection> {
    let mut conn = SqliteConnection::establish(":memory:").expect("a database in memory");
    conn.batch_execute(TABLES)?;
    Ok(conn)
}

fn write(stored: Stored, file: &Path) -> QueryResult<()> {
    let mut conn = empty()?;
    conn.transaction(|conn| {
        insert_users_and_tags(conn)?;
        insert_posts(stored, conn)?;
        insert_post_tags(conn)
    })?;
    let write = diesel::sql_query("VACUUM INTO ?");
    write.bind::<Text, _>(file.to_string_lossy()).execute(&mut conn)?;
    Ok(())
}

fn insert_users_and_tags(conn: &mut SqliteConnection) -> QueryResult<()> {
    for id in 1..=USERS {
        let row = (users::id.eq(id), users::username.eq(format!("user number {id}")));
        diesel::insert_into(users::table).values(row).execute(conn)?;
    }
    for id in 1..=TAGS {
        let row = (tags::id.eq(id), tags::name.eq(format!("tag number {id}")));
        diesel::insert_into(tags::table).values(row).execute(conn)?;
    }
    Ok(())
}

fn insert_posts(stored: Stored, conn: &mut SqliteConnection) -> QueryResult<()> {
    for (author, id) in authors(stored).into_iter().zip(1..) {
        let row = (
            posts::id.eq(id),
            posts::title.eq(format!("The post with the number {id}")),
            posts::content.eq("All work and no play. ".repeat(8)),
            posts::user_id.eq(author),
        );
        diesel::insert_into(posts::table).values(row).execute(conn)?;
    }
    Ok(())
}

fn insert_post_tags(conn: &mut SqliteConnection) -> QueryResult<()> {
    let mut random = Random(2);
    for post in 1..=POSTS {
        let first = random.below(TAGS as usize) as i32;
        for step in 0..TAGS_OF_POST {
            let tag = (first + step * 61) % TAGS + 1;
            let row = (post_tags::post_id.eq(post), post_tags::tag_id.eq(tag));
            diesel::insert_into(post_tags::table).values(row).execute(conn)?;
        }
    }
    Ok(())
}

/// The author of each post.
fn authors(stored: Stored) -> Vec<Option<i32>> {
    let mut random = Random(1);
    let mut users: Vec<i32> = (1..=USERS).filter(|&user| user != ONE_USER).collect();
    random.shuffle(&mut users);
    let [busiest, writers @ ..] = &users[USERS_WITHOUT_POSTS..] else {
        unreachable!("more users than users without posts");
    };
    let mut authors = vec![None; POSTS_WITHOUT_AUTHOR];
    authors.extend([Some(*busiest)].repeat(POSTS_OF_BUSIEST));
    authors.extend([Some(ONE_USER)].repeat(POSTS_OF_ONE));
    while authors.len() < POSTS as usize {
        authors.push(Some(writers[random.below(writers.len())]));
    }
    match stored {
        Stored::Mixed => random.shuffle(&mut authors),
        Stored::ByAuthor => authors.sort_unstable(),
    }
    authors
}

/// A linear congruential generator, with Knuth's constants.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn shuffle<T>(&mut self, values: &mut [T]) {
        for place in (1..values.len()).rev() {
            values.swap(place, self.below(place + 1));
        }
    }
}
