//! A key in place of a row.

use blog::{Post, schema::posts};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let tagged = posts::table.filter(Post::tags.contains(1));
}
