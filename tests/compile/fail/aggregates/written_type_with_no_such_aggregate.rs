use blog::User;
use conjoin::Loaded;

fn _median(_: Loaded!(User { median posts })) {}

fn main() {}
