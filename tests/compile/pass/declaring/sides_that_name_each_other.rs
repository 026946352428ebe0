use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! {
    users (id) {
        id -> Integer,
    }
}

diesel::table! {
    posts (id) {
        id -> Integer,
        author_id -> Nullable<Integer>,
        editor_id -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(users, posts);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = users)]
#[relations(
    has_many(written: Post, back_populates = author),
    has_many(edited: Post, back_populates = editor),
)]
struct User {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = posts)]
#[relations(
    belongs_to(author: User, back_populates = written),
    belongs_to(editor: User, back_populates = edited),
)]
struct Post {
    id: i32,
    author_id: Option<i32>,
    editor_id: i32,
}

fn load(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let users =
        users::table.with(User::written).with(User::edited.with(Post::author)).load(conn)?;
    Ok(users.iter().map(|user| user.written().len() + user.edited().len()).sum())
}
