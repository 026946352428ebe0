//! A row that the relation does not lead to.

use blog::{Post, User, schema::posts};
use conjoin::prelude::*;
use diesel::prelude::*;

fn by(user: &User, post: &Post) {
    let of_user = posts::table.filter(Post::author.is(user));
    let of_post = posts::table.filter(Post::author.is(post));
}

fn main() {}
