use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { users (id) { id -> Integer, username -> Text, } }
diesel::table! { posts (id) { id -> Integer, title -> Text, user_id -> BigInt, } }
diesel::allow_tables_to_appear_in_same_query!(users, posts);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = users)]
#[relations(has_many(posts: Post, back_populates = author))]
struct User {
    pub id: i32,
    pub username: String,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = posts)]
#[relations(belongs_to(author: User, back_populates = posts))]
struct Post {
    pub id: i32,
    pub title: String,
    pub user_id: i64,
}

fn loads(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let all = users::table.with(User::posts).load(conn)?;
    let first = users::table.with(User::posts.order_by(posts::id)).first(conn)?;
    let some = users::table.with(User::posts.filter(posts::id.gt(1))).load(conn)?;
    let newest = users::table.with(User::posts.order_by(posts::id.desc()).per_parent(1)).load(conn)?;
    let authors = posts::table.with(Post::author).load(conn)?;
    let author = posts::table.find(1).with(Post::author).get_result(conn)?;
    let joined = posts::table.with(Post::author.joined()).load(conn)?;
    let nested = posts::table.with(Post::author.with(User::posts)).load(conn)?;
    let counted = users::table.with(User::posts.count()).load(conn)?;
    let with_posts = users::table.filter(User::posts.any(posts::id.gt(1))).with(User::posts).load(conn)?;
    let posts: usize = all.iter().map(|user| user.posts().len()).sum();
    let _ = (some, newest, authors, joined, nested, counted, with_posts);
    Ok(posts + first.posts().len() + author.author().username.len())
}

fn main() {
    let _ = loads;
}
