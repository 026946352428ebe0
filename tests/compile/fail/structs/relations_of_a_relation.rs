use blog::Post;
use conjoin::FromGraph;

#[derive(FromGraph)]
#[from_graph(blog::User { posts { tags } })]
struct Page {
    posts: Vec<Post>,
}

fn main() {}
