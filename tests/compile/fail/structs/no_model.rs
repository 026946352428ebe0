use conjoin::FromGraph;

#[derive(FromGraph)]
struct Page {
    username: String,
}

fn main() {}
