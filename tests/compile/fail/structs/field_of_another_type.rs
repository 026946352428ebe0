use blog::User;
use conjoin::FromGraph;

#[derive(FromGraph)]
#[from_graph(User)]
struct Page {
    id: i64,
    username: String,
}

fn main() {}
