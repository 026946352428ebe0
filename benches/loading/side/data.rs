//! The rows the tasks read, the same at every start.

use super::protocol::{MOST_PARENTS, ONE_USER};
use blog::{Post, Tag, User};

const USERS: i32 = 10_000;
const USERS_WITHOUT_POSTS: usize = 2_065;
const POSTS: i32 = 100_000;
const POSTS_OF_BUSIEST: usize = 1_000;
const POSTS_WITHOUT_AUTHOR: usize = 1_000;
const POSTS_OF_ONE: usize = 8;
pub(crate) const TAGS: i32 = 200;
const TAGS_OF_POST: i32 = 3;

/// What is stored, and in what order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stored {
    /// Posts as many people write them.
    Mixed,
    /// One author's posts after those of another.
    ByAuthor,
    /// 10⁶ users with one post each, then users with 1 to 10⁵ posts.
    Growing,
}

/// The name and the URL of a database on a server.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) fn database_of(server: &str, stored: Stored) -> (String, String) {
    let name = format!("conjoin_loading_{stored:?}").to_lowercase();
    let (server, _) = server.rsplit_once('/').expect("the URL of a database");
    let url = format!("{server}/{name}");
    (name, url)
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

/// The checksum of joined rows.
pub(crate) fn of_pairs<'r>(pairs: impl Iterator<Item = (&'r User, Option<&'r Post>)>) -> u64 {
    let of_post = |user, post: Option<&Post>| post.map_or(0, |post| of_post(user, post));
    pairs.map(|(user, post)| user.username.len() as u64 + of_post(user, post)).sum()
}

/// The checksum of users alone.
pub(crate) fn of_users(users: &[User]) -> u64 {
    users.iter().map(|user| user.id as u64 + user.username.len() as u64).sum()
}

/// The author of each post.
pub(crate) fn authors(stored: Stored) -> Vec<Option<i32>> {
    if stored == Stored::Growing {
        let children =
            |exponent| [MOST_PARENTS + 1 + exponent as i32].repeat(10_usize.pow(exponent));
        return (1..=MOST_PARENTS).chain((0..=5).flat_map(children)).map(Some).collect();
    }
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
        _ => authors.sort_unstable(),
    }
    authors
}

/// The users, by their ids.
pub(crate) fn users(stored: Stored) -> std::ops::RangeInclusive<i32> {
    1..=if stored == Stored::Growing { MOST_PARENTS + 6 } else { USERS }
}

/// The post and the tag of each link.
pub(crate) fn post_tags(stored: Stored) -> impl Iterator<Item = (i32, i32)> {
    let mut random = Random(2);
    let posts = 1..=if stored == Stored::Growing { 0 } else { POSTS };
    posts.flat_map(move |post| {
        let first = random.below(TAGS as usize) as i32;
        (0..TAGS_OF_POST).map(move |step| (post, (first + step * 61) % TAGS + 1))
    })
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
