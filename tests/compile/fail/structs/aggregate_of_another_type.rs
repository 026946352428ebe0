use blog::User;
use conjoin::FromGraph;

#[derive(FromGraph)]
#[from_graph(User { count posts })]
struct Page {
    posts_count: usize,
}

fn main() {}
