//! Conditions on one related row: the row, a node, or its key.

use crate::database::Written;
use crate::suite::world::{plain, world};
use blog::schema::{posts, tags, users};
use blog::{Post, Tag, User};
use conjoin::{key, prelude::*};
use diesel::debug_query;
use diesel::dsl::not;
use diesel::prelude::*;
use diesel::query_builder::QueryFragment;

fn sql(query: &impl QueryFragment<Written>) -> String {
    let text = plain(&debug_query(query).to_string()).replace('`', "");
    text.split_once(" WHERE ").unwrap().1.split_once(" -- ").unwrap().0.to_owned()
}

#[test]
fn a_row_a_node_and_a_key_are_the_same() {
    let (mut conn, world) = world();
    let mut ids = |query: posts::BoxedQuery<'static, _>| -> Vec<i32> {
        query.order_by(posts::id).select(posts::id).load(conn.diesel()).unwrap()
    };
    let boxed = || posts::table.into_boxed();
    let tag = world.tags[0].clone();
    let tagged = world.posts.iter().filter(|post| world.tags_of(post).contains(&tag));
    let tagged: Vec<i32> = tagged.map(|post| post.id).collect();
    assert!(tagged.len() > 1 && tagged.len() < world.posts.len());
    assert_eq!(ids(boxed().filter(Post::tags.contains(&tag))), tagged);
    assert_eq!(ids(boxed().filter(Post::tags.contains(key(tag.id)))), tagged);
    assert_eq!(ids(boxed().filter(Post::tags.contains(key(tag.id)).correlated())), tagged);
    let others = ids(boxed().filter(not(Post::tags.contains(key(tag.id)))));
    assert_eq!(tagged.len() + others.len(), world.posts.len());

    let user = world.users[0].clone();
    let posts: Vec<i32> = world.posts_of(&user).iter().map(|post| post.id).collect();
    let sorted = |mut ids: Vec<i32>| {
        ids.sort_unstable();
        ids
    };
    assert_eq!(ids(boxed().filter(Post::author.is(&user))), sorted(posts.clone()));
    assert_eq!(ids(boxed().filter(Post::author.is(key(user.id)))), sorted(posts));
    let unsigned = world.posts.iter().filter(|post| post.user_id.is_none()).count();
    let strangers = ids(boxed().filter(Post::author.is_not(key(user.id)))).len();
    let distinct = ids(boxed().filter(Post::author.is_distinct_from(key(user.id)))).len();
    assert!(unsigned > 0);
    assert_eq!(strangers + unsigned, distinct);
}

#[test]
fn a_node_is_one_row() {
    let (mut conn, world) = world();
    let users = users::table.order_by(users::id).with(User::posts).load(&mut conn).unwrap();
    let user = users.get(0).unwrap();
    let post = user.posts().next().unwrap();
    let author = users::table.filter(User::posts.contains(post)).select(users::id);
    assert_eq!(author.load::<i32>(conn.diesel()), Ok(vec![user.id]));
    let count = posts::table.filter(Post::author.is(user)).count();
    let expected = world.posts_of(&user).len() as i64;
    assert_eq!(count.get_result(conn.diesel()), Ok(expected));
}

#[test]
fn no_row_is_contained_nowhere() {
    let (mut conn, world) = world();
    let mut count = |query: posts::BoxedQuery<'static, _>| -> i64 {
        query.count().get_result(conn.diesel()).unwrap()
    };
    let boxed = || posts::table.into_boxed();
    let none: Option<i32> = None;
    assert_eq!(count(boxed().filter(Post::tags.contains(none.map(key)))), 0);
    assert_eq!(count(boxed().filter(Post::tags.contains(None::<&Tag>).correlated())), 0);
    // Never NULL.
    let all = world.posts.len() as i64;
    assert_eq!(count(boxed().filter(not(Post::tags.contains(none.map(key))))), all);
    assert_eq!(count(boxed().filter(Post::author.is(none.map(key)))), 0);
}

#[test]
fn a_condition_on_one_row_reads_the_association_table_alone() {
    let tagged = posts::table.filter(Post::tags.contains(key(1)));
    assert_eq!(
        sql(&tagged),
        "(posts.id IN (SELECT post_tags.post_id FROM post_tags WHERE (post_tags.tag_id = ?) AND \
         post_tags.post_id IS NOT NULL))"
    );
    let tagged = posts::table.filter(Post::tags.contains(key(1)).correlated());
    assert_eq!(
        sql(&tagged),
        "EXISTS (SELECT 1 FROM post_tags WHERE post_tags.post_id = posts.id AND (post_tags.tag_id = ?))"
    );
    // A filter may be about the tags.
    let tagged = posts::table.filter(Post::tags.filter(tags::name.ne("go")).contains(key(1)));
    assert_eq!(
        sql(&tagged),
        "(posts.id IN (SELECT post_tags.post_id FROM tags INNER JOIN post_tags ON post_tags.tag_id = \
         tags.id WHERE ((tags.name != ?)) AND (tags.id = ?) AND post_tags.post_id IS NOT NULL))"
    );
    let written = users::table.filter(User::posts.contains(key(1)));
    assert_eq!(
        sql(&written),
        "(users.id IN (SELECT posts.user_id FROM posts WHERE (posts.id = ?) AND posts.user_id IS NOT \
         NULL))"
    );
}

#[test]
fn a_filter_beside_one_row_holds() {
    let (mut conn, world) = world();
    let tag = &world.tags[0];
    let contained = |name: &str| Post::tags.filter(tags::name.ne(name.to_owned())).contains(tag);
    let mut count = |query: posts::BoxedQuery<'static, _>| -> i64 {
        query.count().get_result(conn.diesel()).unwrap()
    };
    assert_eq!(count(posts::table.into_boxed().filter(contained(&tag.name))), 0);
    assert!(count(posts::table.into_boxed().filter(contained("another"))) > 1);
}
