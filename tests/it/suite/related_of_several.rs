//! From several rows in hand to one query of the rows they are related to.

use crate::suite::world::world;
use blog::schema::{post_tags, posts, tags, users};
use blog::{Post, Tag, User};
use conjoin::prelude::*;
use diesel::prelude::*;

#[test]
fn related_rows_of_several_are_those_of_each_once() {
    let (mut conn, world) = world();
    let found: Vec<Post> =
        world.users.related(User::posts).order_by(posts::id).load(conn.diesel()).unwrap();
    assert!(found.iter().eq(world.posts.iter().filter(|post| post.user_id.is_some())));

    // Keys that are NULL, and keys that repeat.
    let authors: Vec<User> =
        world.posts.related(Post::author).order_by(users::id).load(conn.diesel()).unwrap();
    assert!(authors.iter().eq(world.users.iter().filter(|user| !world.posts_of(user).is_empty())));

    let two = &world.posts[..2];
    let names: Vec<Tag> = two.related(Post::tags).order_by(tags::id).load(conn.diesel()).unwrap();
    let mut expected: Vec<Tag> = two.iter().flat_map(|post| world.tags_of(post)).collect();
    expected.sort_by_key(|tag| tag.id);
    expected.dedup();
    assert_eq!(names, expected);
}

#[test]
fn graphs_and_the_nodes_of_a_row_lead_on() {
    let (mut conn, world) = world();
    let users = users::table.order_by(users::id).with(User::posts).load(&mut conn).unwrap();
    let count: i64 = users.related(User::posts).count().get_result(conn.diesel()).unwrap();
    assert_eq!(count as usize, users.iter().map(|user| user.posts().len()).sum::<usize>());

    let alice = users.iter().next().unwrap();
    let found: Vec<i32> = alice
        .posts()
        .related(Post::tags)
        .order_by(tags::id)
        .select(tags::id)
        .load(conn.diesel())
        .unwrap();
    let tagged = |id: &i32| {
        alice.posts().rows().any(|post| world.tags_of(post).iter().any(|tag| tag.id == *id))
    };
    assert!(world.tags.iter().map(|tag| tag.id).filter(tagged).eq(found));
}

#[test]
fn no_rows_have_no_related_rows() {
    let (mut conn, world) = world();
    let none: &[User] = &[];
    assert_eq!(none.related(User::posts).count().get_result(conn.diesel()), Ok(0_i64));
    let unsigned: Vec<Post> =
        world.posts.iter().filter(|post| post.user_id.is_none()).cloned().collect();
    assert_eq!(unsigned.related(Post::author).count().get_result(conn.diesel()), Ok(0_i64));
    assert_eq!(none.related(User::posts).select(posts::id).load::<i32>(conn.diesel()), Ok(vec![]));
    let no_posts: &[Post] = &[];
    assert_eq!(no_posts.related(Post::tags).count().get_result(conn.diesel()), Ok(0_i64));
}

#[test]
fn related_rows_of_several_can_be_updated_and_deleted() {
    let (mut conn, world) = world();
    let signed = world.posts.iter().filter(|post| post.user_id.is_some()).count();
    let updated = diesel::update(world.users.related(User::posts))
        .set(posts::content.eq("later"))
        .execute(&mut conn);
    assert_eq!(updated, Ok(signed));
    diesel::delete(post_tags::table).execute(&mut conn).unwrap();
    let two = &world.users[..2];
    let theirs: usize = two.iter().map(|user| world.posts_of(user).len()).sum();
    let deleted = diesel::delete(two.related(User::posts)).execute(&mut conn);
    assert_eq!(deleted, Ok(theirs));
    let left: i64 = posts::table.count().get_result(conn.diesel()).unwrap();
    assert_eq!(left as usize, world.posts.len() - theirs);
}
