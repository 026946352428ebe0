use conjoin::FromGraph;

#[derive(FromGraph)]
#[from_graph(blog::User)]
struct Page<'g> {
    username: &'g str,
}

fn main() {}
