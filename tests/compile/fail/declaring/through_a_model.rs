use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { posts (id) { id -> Integer, } }
diesel::table! { tags (id) { id -> Integer, } }
diesel::table! { post_tags (post_id, tag_id) { post_id -> Integer, tag_id -> Integer, } }

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = posts)]
#[relations(many_to_many(tags: Tag, through = PostTag, one_way))]
struct Post {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = tags)]
struct Tag {
    id: i32,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = post_tags)]
struct PostTag {
    post_id: i32,
    tag_id: i32,
}

fn main() {}
