//! The statements of the tasks, each the fastest that was found.

use crate::protocol::USERS_OF_PAGE;
use crate::source::LIST;
use std::sync::LazyLock;

pub struct Sql {
    pub users: &'static str,
    pub user: &'static str,
    pub posts_of_user: &'static str,
    pub posts_of_users: &'static str,
    pub posts_of_page: &'static str,
    pub posts_in_order: &'static str,
    pub latest_posts: &'static str,
    pub links: &'static str,
    pub inner: &'static str,
    pub left: &'static str,
    pub all_users: &'static str,
    pub all_posts: &'static str,
    pub all_tags: &'static str,
    pub all_links: &'static str,
    pub with_post: &'static str,
}

pub static SQLITE: LazyLock<Sql> = LazyLock::new(|| {
    // With so many keys that it is worth preparing once.
    let list = format!("IN (?{})", ", ?".repeat(LIST - 1));
    let page = format!("IN (?{})", ", ?".repeat(USERS_OF_PAGE as usize - 1));
    sql(
        "?",
        &list,
        &page,
        &format!(
            "SELECT posts.id, title, content, user_id FROM users CROSS JOIN posts ON posts.id IN
             (SELECT id FROM posts WHERE user_id = users.id ORDER BY id DESC LIMIT 3)
             WHERE users.id {list}"
        ),
    )
});

#[cfg(feature = "postgres")]
pub static POSTGRES: LazyLock<Sql> = LazyLock::new(|| {
    sql(
        "$1",
        "= ANY ($1)",
        "= ANY ($1)",
        "SELECT latest.* FROM unnest($1) AS user_of (id) CROSS JOIN LATERAL
         (SELECT id, title, content, user_id FROM posts WHERE user_id = user_of.id
         ORDER BY id DESC LIMIT 3) AS latest",
    )
});

/// `bind` stands for a value, `list` for a comparison with each of a list, `page` with each of those of a page.
fn sql(bind: &str, list: &str, page: &str, latest_posts: &str) -> Sql {
    let leak = |sql: String| -> &'static str { sql.leak() };
    let posts = "SELECT id, title, content, user_id FROM posts";
    let joined = |join: &str| {
        leak(format!(
            "SELECT users.id, username, posts.id, title, content, user_id FROM users
             {join} JOIN posts ON user_id = users.id WHERE users.id <= {bind}"
        ))
    };
    Sql {
        users: leak(format!("SELECT id, username FROM users WHERE id <= {bind}")),
        user: leak(format!("SELECT id, username FROM users WHERE id = {bind}")),
        posts_of_user: leak(format!("{posts} WHERE user_id = {bind}")),
        posts_of_users: leak(format!("{posts} WHERE user_id {list}")),
        posts_of_page: leak(format!("{posts} WHERE user_id {page}")),
        posts_in_order: leak(format!("{posts} WHERE user_id {list} ORDER BY user_id, id")),
        latest_posts: leak(latest_posts.to_owned()),
        links: leak(format!("SELECT post_id, tag_id FROM post_tags WHERE post_id {list}")),
        inner: joined("INNER"),
        left: joined("LEFT"),
        all_users: "SELECT id, username FROM users",
        all_posts: leak(format!("{posts} WHERE user_id IS NOT NULL")),
        all_tags: "SELECT id, name FROM tags",
        all_links: "SELECT post_id, tag_id FROM post_tags",
        with_post: "SELECT id, username FROM users WHERE id IN
            (SELECT user_id FROM posts WHERE title LIKE '%number 77%')",
    }
}
