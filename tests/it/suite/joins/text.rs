//! The statements of joins.

use crate::database::Written;
use crate::suite::world::plain;
use blog::schema::{posts, tags, users};
use blog::{Post, Profile, Tag, User};
use conjoin::prelude::*;
use diesel::debug_query;
use diesel::prelude::*;
use diesel::query_builder::QueryFragment;

/// The statement without quotes around names and without its binds.
fn sql(query: &impl QueryFragment<Written>) -> String {
    let text = plain(&debug_query(query).to_string()).replace('`', "");
    text.split(" -- binds").next().unwrap_or_default().to_owned()
}

#[test]
fn each_kind_of_relation_joins_on_its_columns() {
    let id = users::id;
    assert_eq!(
        sql(&users::table.join(User::posts).select(id)),
        "SELECT users.id FROM (users INNER JOIN posts ON posts.user_id = users.id)"
    );
    assert_eq!(
        sql(&posts::table.join(Post::author).select(id)),
        "SELECT users.id FROM (posts INNER JOIN users ON users.id = posts.user_id)"
    );
    assert_eq!(
        sql(&users::table.join(User::profile).select(id)),
        "SELECT users.id FROM (users INNER JOIN profiles ON profiles.user_id = users.id)"
    );
    assert_eq!(
        sql(&blog::schema::profiles::table.join(Profile::user).select(id)),
        "SELECT users.id FROM (profiles INNER JOIN users ON users.id = profiles.user_id)"
    );
    assert_eq!(
        sql(&tags::table.join(Tag::posts).select(tags::id)),
        "SELECT tags.id FROM (tags INNER JOIN \
         (post_tags INNER JOIN posts ON post_tags.post_id = posts.id) \
         ON post_tags.tag_id = tags.id)"
    );
}

#[test]
fn an_outer_join_through_an_association_nests_the_pair() {
    assert_eq!(
        sql(&posts::table.outer_join(Post::tags).select(posts::id)),
        "SELECT posts.id FROM (posts LEFT OUTER JOIN \
         (post_tags INNER JOIN tags ON post_tags.tag_id = tags.id) \
         ON post_tags.post_id = posts.id)"
    );
}

#[test]
fn joins_stand_in_the_order_they_were_said() {
    let query = users::table
        .filter(users::id.eq(1))
        .outer_join(User::posts)
        .outer_join(Post::tags)
        .join(User::profile)
        .select((users::id, tags::name.nullable()));
    assert_eq!(
        sql(&query),
        "SELECT users.id, tags.name FROM (((users \
         LEFT OUTER JOIN posts ON posts.user_id = users.id) \
         LEFT OUTER JOIN (post_tags INNER JOIN tags ON post_tags.tag_id = tags.id) \
         ON post_tags.post_id = posts.id) \
         INNER JOIN profiles ON profiles.user_id = users.id) \
         WHERE (users.id = ?)"
    );
}
