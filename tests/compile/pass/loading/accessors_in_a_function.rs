use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { users (id) { id -> Integer, } }
diesel::table! { posts (id) { id -> Integer, user_id -> Nullable<Integer>, } }
diesel::allow_tables_to_appear_in_same_query!(users, posts);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = users)]
#[relations(has_many(posts: Post, back_populates = author))]
pub struct User {
    pub id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = posts)]
#[relations(belongs_to(author: User, back_populates = posts))]
pub struct Post {
    pub id: i32,
    pub user_id: Option<i32>,
}

fn authors(user: impl Has<user::posts, Child: Has<post::author>>) -> usize {
    user.posts().filter(|post| post.author().is_some()).count()
}

/// A node, a reference to one, and a single row keep the accessors that know what was loaded.
fn all(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let users = users::table.with(User::posts.with(Post::author)).load(conn)?;
    let first = users::table.with_if(true, User::posts).first(conn)?;
    let chosen = users::table.with_if(true, User::posts).load(conn)?;
    let loaded = chosen.iter().filter(|user| user.posts().is_some()).count();
    Ok(users.iter().map(authors).sum::<usize>() + first.posts().map_or(0, |it| it.len()) + loaded)
}
