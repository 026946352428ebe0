//! The statement.

use crate::suite::world::{sent, world};
use blog::schema::{posts, tags, users};
use blog::{Post, Tag, User};
use conjoin::prelude::*;
use diesel::prelude::*;

const USERS: &str = "`users`.`id`, `users`.`username`";
const PROFILES: &str = "`profiles`.`id`, `profiles`.`bio`, `profiles`.`user_id`";
const POSTS: &str = "`posts`.`id`, `posts`.`title`, `posts`.`content`, `posts`.`user_id`";

#[test]
fn one_join_follows_another() {
    let (mut conn, _) = world();
    let (_, statements) = sent(&mut conn, |conn| {
        posts::table
            .filter(posts::id.gt(1))
            .order_by(posts::id)
            .limit(10)
            .with(Post::author.with(User::profile.joined()).joined())
            .load(conn)
    });
    let expected = format!(
        "SELECT {POSTS}, `users`.`id`, {USERS}, `profiles`.`id`, {PROFILES} FROM (`posts` \
         LEFT OUTER JOIN `users` ON `users`.`id` = `posts`.`user_id` \
         LEFT OUTER JOIN `profiles` ON `profiles`.`user_id` = `users`.`id`) \
         WHERE (`posts`.`id` > ?) ORDER BY `posts`.`id` LIMIT ?"
    );
    assert_eq!(statements[0].trim_end(), expected);
}

#[test]
fn rows_that_are_repeated_are_known_by_their_key_and_orders_follow_each_other() {
    let (mut conn, _) = world();
    let plan = || User::posts.filter(posts::id.gt(1)).order_by((posts::title, posts::id));
    let select = format!(
        "SELECT `users`.`id`, {USERS}, `posts`.`id`, {POSTS} FROM (`users` \
         LEFT OUTER JOIN `posts` ON `posts`.`user_id` = `users`.`id` AND ((`posts`.`id` > ?)))"
    );
    let (_, ordered) = sent(&mut conn, |conn| {
        users::table.order_by(users::username.desc()).with(plan().joined()).load(conn)
    });
    let order = "ORDER BY `users`.`username` DESC, `posts`.`title`, `posts`.`id`";
    assert_eq!(ordered, [format!("{select} {order}")]);
    let (_, unordered) = sent(&mut conn, |conn| users::table.with(plan().joined()).load(conn));
    assert_eq!(unordered, [format!("{select} ORDER BY `posts`.`title`, `posts`.`id`")]);
}

#[test]
fn an_association_table_is_joined_before_its_target() {
    let (mut conn, _) = world();
    let (_, statements) = sent(&mut conn, |conn| {
        tags::table.with(Tag::posts.joined()).load(conn)?;
        posts::table.with(Post::tags.filter(tags::id.gt(1)).joined()).load(conn)
    });
    assert_eq!(
        statements[0],
        format!(
            "SELECT `tags`.`id`, `tags`.`id`, `tags`.`name`, `posts`.`id`, {POSTS} FROM (`tags` \
             LEFT OUTER JOIN `post_tags` ON `post_tags`.`tag_id` = `tags`.`id` \
             LEFT OUTER JOIN `posts` ON `posts`.`id` = `post_tags`.`post_id`)"
        )
    );
    assert!(statements[1].ends_with(
        "LEFT OUTER JOIN `tags` ON `tags`.`id` = `post_tags`.`tag_id` AND ((`tags`.`id` > ?)))"
    ));
}
