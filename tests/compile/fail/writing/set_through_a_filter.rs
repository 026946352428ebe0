use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { posts (id) { id -> Integer, } }
diesel::table! { tags (id) { id -> Integer, hidden -> Bool, } }
diesel::table! { post_tags (post_id, tag_id) { post_id -> Integer, tag_id -> Integer, } }
diesel::allow_tables_to_appear_in_same_query!(posts, tags, post_tags);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = posts)]
#[relations(many_to_many(shown: Tag, through = post_tags, filter = tags::hidden.eq(false), one_way))]
struct Post { id: i32 }

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = tags)]
struct Tag { id: i32 }

fn main() {
    let conn = &mut SqliteConnection::establish(":memory:").unwrap();
    Post { id: 1 }.set(Post::shown, [Tag { id: 1 }]).execute(conn).unwrap();
}
