use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { posts (id) { id -> Integer, title -> Text, } }
diesel::table! { tags (id) { id -> Integer, name -> Text, } }
diesel::table! { post_tags (post_id, tag_id) { post_id -> Integer, tag_id -> Integer, } }

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = posts)]
#[relations(many_to_many(tags: Tag, through = post_tags, back_populates = posts))]
struct Post { pub id: i32, pub title: String, }

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = tags)]
#[relations(many_to_many(posts: Post, through = post_tags, back_populates = tags))]
struct Tag { pub id: i32, pub name: String, }

fn find(conn: &mut SqliteConnection) -> QueryResult<Vec<Post>> {
    posts::table.filter(Post::tags.any(tags::name.eq("x"))).select(Post::as_select()).load(conn)
}

fn main() {}
