//! The tasks.

use crate::protocol::{
    self, ONE_USER, Timed, USERS_JOINED, USERS_OF_PAGE, USERS_READ, parents, user_with_children,
};
use crate::source::{Row, Source, Statement};
use std::cmp::Reverse;
use std::collections::HashMap;

struct User {
    id: i32,
    username: String,
}

struct Post {
    id: i32,
    title: String,
    content: Option<String>,
    user_id: Option<i32>,
}

struct Tag {
    id: i32,
    name: String,
}

pub fn run(source: &impl Source, task: &str) -> Timed<String> {
    let sql = source.sql();
    let (task, exponent) = task.split_once('-').unwrap_or((task, ""));
    match task {
        "T1" => timed(|| users_with_posts(source, USERS_READ, sql.posts_of_users), of_users),
        "T1o" => timed(|| users_with_posts(source, USERS_READ, sql.posts_in_order), of_users),
        "T2" => timed(|| all_users_with_posts(source), of_users),
        "T3" => timed(|| users_with_tags(source), of_tagged),
        "T2deep" => timed(|| all_users_with_tags(source), of_tagged),
        "T4" => timed(|| joined(source, sql.inner), of_pairs),
        "T4left" => timed(|| joined(source, sql.left), of_pairs),
        "T5" => timed(|| one_user(source, ONE_USER), of_users),
        "page" => timed(|| users_with_posts(source, USERS_OF_PAGE, sql.posts_of_page), of_users),
        "T6" => timed(|| users_with_latest_posts(source), of_users),
        "T7" | "T7u" => timed(
            || rows(source, sql.with_post, &[], |row| user(row, 0)),
            |users| users.iter().map(|user| user.id as u64 + user.username.len() as u64).sum(),
        ),
        "parents" => {
            timed(|| users_with_posts(source, parents(exponent), sql.posts_of_users), of_users)
        }
        "children" => timed(|| one_user(source, user_with_children(exponent)), of_users),
        _ => panic!("no task {task}"),
    }
}

/// Nothing here fails but by a panic.
fn timed<T>(load: impl FnOnce() -> T, checksum: impl FnOnce(&T) -> u64) -> Timed<String> {
    protocol::timed(|| Ok(load()), checksum)
}

type WithPosts = (User, Vec<Post>);
/// The indexes of the tags of each post.
type Tagged = (Vec<(User, Vec<(Post, Vec<u32>)>)>, Vec<Tag>);

fn user(row: &dyn Row, at: usize) -> User {
    User { id: row.integer(at), username: row.text(at + 1) }
}

fn post(row: &dyn Row, at: usize) -> Post {
    Post {
        id: row.integer(at),
        title: row.text(at + 1),
        content: row.optional_text(at + 2),
        user_id: row.optional_integer(at + 3),
    }
}

fn rows<T>(
    source: &impl Source,
    sql: &'static str,
    binds: &[i32],
    read: impl Fn(&dyn Row) -> T,
) -> Vec<T> {
    let mut rows = Vec::new();
    source.statement(sql).rows(binds, |row| rows.push(read(row)));
    rows
}

fn users_with_posts(source: &impl Source, read: i32, sql: &'static str) -> Vec<WithPosts> {
    let users = rows(source, source.sql().users, &[read], |row| user(row, 0));
    with_posts(source, sql, users)
}

/// The fastest statement on SQLite finds them in another order.
fn users_with_latest_posts(source: &impl Source) -> Vec<WithPosts> {
    let mut users = users_with_posts(source, USERS_READ, source.sql().latest_posts);
    for (_, posts) in &mut users {
        posts.sort_unstable_by_key(|post| Reverse(post.id));
    }
    users
}

fn with_posts(source: &impl Source, sql: &'static str, users: Vec<User>) -> Vec<WithPosts> {
    let ids: Vec<i32> = users.iter().map(|user| user.id).collect();
    let mut users: Vec<WithPosts> = users.into_iter().map(|user| (user, Vec::new())).collect();
    let places = places(&ids);
    let mut last = (0, 0);
    source.statement(sql).rows_of(&ids, |row| {
        let post = post(row, 0);
        let key = post.user_id.expect("one of the keys");
        if key != last.0 {
            last = (key, places[&key]);
        }
        users[last.1].1.push(post);
    });
    users
}

fn places(ids: &[i32]) -> HashMap<i32, usize> {
    ids.iter().copied().zip(0..).collect()
}

fn one_user(source: &impl Source, id: i32) -> Vec<WithPosts> {
    let mut users = rows(source, source.sql().user, &[id], |row| user(row, 0));
    let posts = rows(source, source.sql().posts_of_user, &[id], |row| post(row, 0));
    vec![(users.remove(0), posts)]
}

fn all_users_with_posts(source: &impl Source) -> Vec<WithPosts> {
    let mut users = rows(source, source.sql().all_users, &[], |row| (user(row, 0), Vec::new()));
    let places: HashMap<i32, usize> = users.iter().map(|(user, _)| user.id).zip(0..).collect();
    source.statement(source.sql().all_posts).rows(&[], |row| {
        if let Some(&place) = places.get(&row.integer(3)) {
            users[place].1.push(post(row, 0));
        }
    });
    users
}

fn tags(source: &impl Source) -> (Vec<Tag>, HashMap<i32, u32>) {
    let tags = rows(source, source.sql().all_tags, &[], |row| Tag {
        id: row.integer(0),
        name: row.text(1),
    });
    let places = tags.iter().map(|tag| tag.id).zip(0..).collect();
    (tags, places)
}

fn users_with_tags(source: &impl Source) -> Tagged {
    let users = users_with_posts(source, USERS_READ, source.sql().posts_of_users);
    let (mut users, posts) = untagged(users);
    let (tags, places) = tags(source);
    let mut ids: Vec<i32> = posts.keys().copied().collect();
    ids.sort_unstable();
    let mut last = (0, (0, 0));
    source.statement(source.sql().links).rows_of(&ids, |row| {
        let post = row.integer(0);
        if post != last.0 {
            last = (post, posts[&post]);
        }
        let (user, post) = last.1;
        users[user].1[post].1.extend(places.get(&row.integer(1)));
    });
    (users, tags)
}

type Untagged = (Vec<(User, Vec<(Post, Vec<u32>)>)>, HashMap<i32, (usize, usize)>);

/// Posts without tags yet, and where each post is.
fn untagged(users: Vec<WithPosts>) -> Untagged {
    let mut places = HashMap::new();
    let mut untagged = Vec::with_capacity(users.len());
    for (place, (user, posts)) in users.into_iter().enumerate() {
        places.extend(posts.iter().enumerate().map(|(post, row)| (row.id, (place, post))));
        untagged.push((user, posts.into_iter().map(|post| (post, Vec::new())).collect()));
    }
    (untagged, places)
}

fn all_users_with_tags(source: &impl Source) -> Tagged {
    let (tags, places) = tags(source);
    let (mut users, posts) = untagged(all_users_with_posts(source));
    source.statement(source.sql().all_links).rows(&[], |row| {
        if let Some(&(user, post)) = posts.get(&row.integer(0)) {
            users[user].1[post].1.extend(places.get(&row.integer(1)));
        }
    });
    (users, tags)
}

fn joined(source: &impl Source, sql: &'static str) -> Vec<(User, Option<Post>)> {
    rows(source, sql, &[USERS_JOINED], |row| {
        let post = row.optional_integer(2).map(|_| post(row, 2));
        (user(row, 0), post)
    })
}

fn of_post(user: &User, post: &Post) -> u64 {
    let text = post.title.len() + post.content.as_ref().map_or(0, String::len);
    std::hint::black_box(post.user_id);
    user.id as u64 * post.id as u64 + text as u64
}

fn of_users(users: &Vec<WithPosts>) -> u64 {
    let of_user =
        |(user, posts): &WithPosts| posts.iter().map(|post| of_post(user, post)).sum::<u64>();
    users.iter().map(of_user).sum()
}

fn of_pairs(pairs: &Vec<(User, Option<Post>)>) -> u64 {
    let of_pair = |(user, post): &(User, Option<Post>)| {
        user.username.len() as u64 + post.as_ref().map_or(0, |post| of_post(user, post))
    };
    pairs.iter().map(of_pair).sum()
}

fn of_tagged((users, tags): &Tagged) -> u64 {
    let mut sum = 0;
    for (user, posts) in users {
        for (post, links) in posts {
            let of_tag = |&place: &u32| {
                let tag = &tags[place as usize];
                post.id as u64 * tag.id as u64 + tag.name.len() as u64
            };
            sum += of_post(user, post) + links.iter().map(of_tag).sum::<u64>();
        }
    }
    sum
}
