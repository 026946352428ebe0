//! Each model in a file of its name, and all of them re-exported: the file hides the module that is
//! generated in it, which has to be named only by who writes its types.

use blog::schema::users;
use conjoin::prelude::*;
use diesel::prelude::*;
use models::*;

mod models {
    mod post {
        use super::*;
        use blog::schema::posts;
        use conjoin::Relations;
        use diesel::prelude::*;

        #[derive(Queryable, Selectable, Relations)]
        #[diesel(table_name = posts)]
        #[relations(belongs_to(author: User, back_populates = posts))]
        pub struct Post {
            pub id: i32,
            pub user_id: Option<i32>,
        }
    }
    mod user {
        use super::*;
        use blog::schema::users;
        use conjoin::Relations;
        use diesel::prelude::*;

        #[derive(Queryable, Selectable, Relations)]
        #[diesel(table_name = users)]
        #[relations(module = of_user, has_many(posts: Post, back_populates = author))]
        pub struct User {
            pub id: i32,
        }
    }

    pub use post::*;
    pub use user::*;
}

fn count(user: impl Has<of_user::posts>) -> usize {
    user.get(User::posts).len()
}

fn load(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let users = users::table.with(User::posts.with(Post::author)).load(conn)?;
    let authors = users.iter().flat_map(|user| user.posts()).filter_map(|post| post.author());
    Ok(authors.count() + users.iter().map(count).sum::<usize>())
}
