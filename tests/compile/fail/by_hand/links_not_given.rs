// The keys of a many_to_many are in its association table.
use blog::{Post, Tag};
use conjoin::prelude::*;

fn main() {
    let post = Post { id: 1, title: "Joins".to_owned(), content: None, user_id: None };
    let tag = Tag { id: 7, name: "sql".to_owned() };

    let posts = vec![post].with(Post::tags.rows([tag])).build();
    let _ = posts.unwrap();
}
