use blog::User;
use conjoin::Loaded;

fn names(users: Loaded!(User { post })) -> usize {
    users.len()
}

fn main() {}
