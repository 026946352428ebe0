use blog::{Post, User};
use conjoin::FromGraph;

#[derive(FromGraph)]
#[from_graph(User { post })]
struct Page {
    username: String,
    post: Vec<Post>,
}

fn main() {}
