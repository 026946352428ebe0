use blog::Post;
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let post = Post { id: 1, title: String::new(), content: None, user_id: None };
    post.delete().with(Post::author).execute(conn).unwrap();
}
