//! The rows the tasks read, the same at every start.

use blog::schema::{post_tags, posts, profiles, tags, users};
use blog::{Post, Tag, User};
use diesel::prelude::*;

const USERS: i32 = 10_000;
const USERS_WITHOUT_POSTS: usize = 2_065;
const POSTS: i32 = 100_000;
const POSTS_OF_BUSIEST: usize = 1_000;
const POSTS_WITHOUT_AUTHOR: usize = 1_000;
const TAGS: i32 = 200;
const TAGS_OF_POST: i32 = 3;

/// The tasks with many users read the first so many.
pub(crate) const USERS_READ: i32 = 1_000;

/// A user with 8 posts.
pub(crate) const ONE_USER: i32 = 2_000;
const POSTS_OF_ONE: usize = 8;

/// The part of a checksum that a post under its author gives; the order of posts does not matter.
pub(crate) fn of_post(user: &User, post: &Post) -> u64 {
    let text = post.title.len() + post.content.as_ref().map_or(0, String::len);
    user.id as u64 * post.id as u64 + text as u64
}

/// The part that a tag under its post gives.
pub(crate) fn of_tag(post: &Post, tag: &Tag) -> u64 {
    post.id as u64 * tag.id as u64 + tag.name.len() as u64
}

/// The blog's tables with the rows described by the constants above.
pub(crate) fn database() -> QueryResult<SqliteConnection> {
    let mut conn = blog::database()?;
    conn.transaction(|conn| {
        diesel::delete(post_tags::table).execute(conn)?;
        diesel::delete(posts::table).execute(conn)?;
        diesel::delete(profiles::table).execute(conn)?;
        diesel::delete(tags::table).execute(conn)?;
        diesel::delete(users::table).execute(conn)?;
        insert_users_and_tags(conn)?;
        insert_posts(conn)?;
        insert_post_tags(conn)
    })?;
    Ok(conn)
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

fn insert_posts(conn: &mut SqliteConnection) -> QueryResult<()> {
    for (author, id) in authors().into_iter().zip(1..) {
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

/// The author of each post, in no order.
fn authors() -> Vec<Option<i32>> {
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
    random.shuffle(&mut authors);
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
