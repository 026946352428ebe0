//! `use posts::dsl::*` imports the table as `posts` and the columns by their names: a relation may have such a name,
//! and that of a constant.

use blog::schema::posts::dsl::*;
use blog::schema::users;
use conjoin::{Loaded, prelude::*};
use diesel::prelude::*;

#[allow(non_upper_case_globals)]
const author: &str = "alice";

#[derive(Queryable, Selectable, Relations, Clone, Debug, PartialEq)]
#[diesel(table_name = users)]
#[relations(has_many(posts: Post, back_populates = author))]
struct User {
    id: i32,
    username: String,
}

#[derive(Queryable, Selectable, Relations, Clone, Debug, PartialEq)]
#[diesel(table_name = blog::schema::posts)]
#[relations(belongs_to(author: User, back_populates = posts))]
struct Post {
    id: i32,
    user_id: Option<i32>,
}

#[derive(FromGraph)]
#[from_graph(User { posts })]
struct UserWithPosts {
    username: String,
    posts: Vec<Post>,
}

type WithPosts = Loaded!(User { posts });

fn of_author(conn: &mut SqliteConnection) -> QueryResult<WithPosts> {
    let with_title = User::posts.any(title.like("First%"));
    let of_author = users::table.filter(users::username.eq(author).and(with_title));
    of_author.with(User::posts.order_by(id)).load(conn)
}

fn delete(user: &User, conn: &mut SqliteConnection) -> QueryResult<usize> {
    user.delete().with(User::posts).execute(conn)
}
