use blog::{Post, User, schema::{users}};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let found = {
        let post = Post { id: 1, title: String::new(), content: None, user_id: None };
        users::table.filter(User::posts.is(&post))
    };
    let _ = found.count().get_result::<i64>(conn);
}
