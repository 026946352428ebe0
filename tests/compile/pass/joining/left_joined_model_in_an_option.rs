use blog::{Post, User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn join(conn: &mut SqliteConnection) -> QueryResult<Vec<(User, Option<Post>)>> {
    users::table.outer_join(User::posts).select(<(User, Option<Post>)>::as_select()).load(conn)
}
