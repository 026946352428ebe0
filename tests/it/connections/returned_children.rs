//! New and changed rows that the database returns, and those that are there already.

use crate::suite::world::world;
use blog::schema::{posts, users};
use blog::{Post, User};
use conjoin::prelude::*;
use diesel::prelude::*;
use diesel::upsert::excluded;

#[test]
fn created_and_assigned_rows_are_returned() {
    let (mut conn, world) = world();
    let (conn, bob) = (conn.diesel(), &world.users[1]);
    let new = [100, 101].map(|id| (posts::id.eq(id), posts::title.eq("New")));
    let mut created: Vec<Post> =
        bob.create(User::posts, new).returning(Post::as_returning()).get_results(conn).unwrap();
    created.sort_by_key(|post| post.id);
    let post = |id, user_id| Post { id, title: "New".to_owned(), content: None, user_id };
    assert_eq!(created, [post(100, Some(2)), post(101, Some(2))]);
    let moved: Post = created[0]
        .assign(Post::author, &world.users[2])
        .returning(Post::as_returning())
        .get_result(conn)
        .unwrap();
    assert_eq!(moved, post(100, Some(3)));
    assert_eq!(moved.unassign(Post::author).get_result::<Post>(conn), Ok(post(100, None)));
}

#[test]
fn a_row_that_is_there_already_is_updated_by_on_conflict() {
    let (mut conn, world) = world();
    let (conn, bob) = (conn.diesel(), &world.users[1]);
    let new = [1, 100].map(|id| (posts::id.eq(id), posts::title.eq("New")));
    bob.create(User::posts, new)
        .on_conflict(posts::id)
        .do_update()
        .set((posts::title.eq(excluded(posts::title)), posts::user_id.eq(excluded(posts::user_id))))
        .execute(conn)
        .unwrap();
    let new = posts::table.filter(posts::title.eq("New")).order_by(posts::id);
    let new = new.inner_join(users::table).select((posts::id, users::id)).load(conn);
    assert_eq!(new, Ok(vec![(1, 2), (100, 2)]));
}
