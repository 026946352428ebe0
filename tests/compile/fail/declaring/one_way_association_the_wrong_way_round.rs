use conjoin::Relations;
use diesel::prelude::*;

diesel::table! {
    posts (id) {
        id -> Integer,
    }
}

diesel::table! {
    tags (id) {
        id -> Integer,
    }
}

diesel::table! {
    post_tags (post_id, tag_id) {
        post_id -> Integer,
        tag_id -> Integer,
    }
}

diesel::table! {
    post_topics (post_id, tag_id) {
        post_id -> Integer,
        tag_id -> Integer,
    }
}

diesel::joinable!(post_tags -> posts (post_id));
diesel::joinable!(post_tags -> tags (tag_id));
diesel::allow_tables_to_appear_in_same_query!(posts, tags, post_tags, post_topics);

#[derive(Queryable, Selectable, Identifiable, Relations)]
#[diesel(table_name = posts)]
#[relations(many_to_many(tags: Tag, through = post_tags(tag_id, post_id), one_way))]
struct Post {
    id: i32,
}

#[derive(Queryable, Selectable, Identifiable, Relations)]
#[diesel(table_name = tags)]
struct Tag {
    id: i32,
}

fn main() {}
