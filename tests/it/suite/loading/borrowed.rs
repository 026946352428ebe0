//! Queries that borrow their values, as those of functions do that are given references.

use crate::suite::conn::Conn;
use crate::suite::world::{World, world};
use blog::schema::{posts, users};
use blog::{Post, User};
use conjoin::prelude::*;
use diesel::prelude::*;

/// How many posts a user has.
fn posts_of(world: &World, id: i32) -> usize {
    world.posts.iter().filter(|post| post.user_id == Some(id)).count()
}

fn by_name(name: &str, conn: &mut Conn) -> QueryResult<(i32, usize)> {
    let user = users::table.filter(users::username.eq(name)).with(User::posts).first(conn)?;
    Ok((user.id, user.posts().len()))
}

#[test]
fn a_query_borrows_a_str() {
    let (mut conn, world) = world();
    for user in &world.users {
        assert_eq!(
            by_name(&user.username, &mut conn),
            Ok((user.id, posts_of(&world, user.id))),
            "{user:?}"
        );
    }
}

#[test]
fn a_query_borrows_a_string_for_every_verb() {
    let (mut conn, world) = world();
    let name: &String = &world.users[0].username;
    let query = || users::table.filter(users::username.eq(name)).with(User::posts);
    let posts = posts_of(&world, world.users[0].id);
    assert_eq!(query().load(&mut conn).unwrap().get(0).unwrap().posts().len(), posts);
    assert_eq!(query().first(&mut conn).unwrap().posts().len(), posts);
    assert_eq!(query().get_result(&mut conn).unwrap().posts().len(), posts);
    let mut batches = query().batches(1);
    assert_eq!(batches.next(&mut conn).unwrap().unwrap().get(0).unwrap().posts().len(), posts);
    let (user, count) =
        query().also_select::<i64, _>(User::posts.count()).first(&mut conn).unwrap();
    assert_eq!((user.posts().len(), count), (posts, posts as i64));
}

#[test]
fn a_query_finds_by_a_borrowed_key() {
    let (mut conn, world) = world();
    for user in &world.users {
        let found = users::table.find(&user.id).with(User::posts).first(&mut conn).unwrap();
        assert_eq!(*found, *user);
        assert_eq!(found.posts().len(), posts_of(&world, user.id));
    }
}

#[test]
fn a_query_borrows_a_list() {
    let (mut conn, world) = world();
    let ids = [world.users[0].id, world.users[1].id];
    let query = users::table.filter(users::id.eq_any(&ids)).order_by(users::id);
    let users = query.with(User::posts).load(&mut conn).unwrap();
    let counts = users.iter().map(|user| user.posts().len());
    assert!(counts.eq(ids.map(|id| posts_of(&world, id))));
    let names: Vec<&str> = world.users[..2].iter().map(|user| user.username.as_str()).collect();
    let query = users::table.filter(users::username.eq_any(&names));
    assert_eq!(query.with(User::posts).load(&mut conn).unwrap().len(), 2);
}

#[test]
fn a_boxed_query_borrows() {
    let (mut conn, world) = world();
    let (name, wanted) = (world.users[0].username.clone(), world.users[0].id);
    for by_id in [true, false] {
        let mut query = users::table.into_boxed();
        query = match by_id {
            true => query.filter(users::id.eq(&wanted)),
            false => query.filter(users::username.eq(&name)),
        };
        let users = query.with(User::posts).load(&mut conn).unwrap();
        assert_eq!(users.get(0).unwrap().posts().len(), posts_of(&world, wanted));
    }
}

#[test]
fn conditions_on_related_rows_borrow() {
    let (mut conn, world) = world();
    let title = world.posts.iter().find(|post| post.user_id == Some(1)).unwrap().title.clone();
    let query = users::table.filter(User::posts.any(posts::title.eq(title.as_str())));
    let users = query.order_by(users::id).with(User::posts).load(&mut conn).unwrap();
    assert_eq!(users.get(0).unwrap().id, 1);
    assert_eq!(users.get(0).unwrap().posts().len(), posts_of(&world, 1));
}

#[test]
fn a_query_with_joined_relations_borrows() {
    let (mut conn, world) = world();
    let post = world.posts.iter().find(|post| post.user_id.is_some()).unwrap();
    let (title, id) = (post.title.as_str(), &post.id);
    let query = || posts::table.filter(posts::title.eq(title)).filter(posts::id.eq(id));
    let loaded = query().with(Post::author.joined()).load(&mut conn).unwrap();
    assert_eq!(loaded.get(0).unwrap().author().map(|user| user.id), post.user_id);
    let loaded = query().with(Post::author.joined()).first(&mut conn).unwrap();
    assert_eq!(loaded.author().map(|user| user.id), post.user_id);
}

#[test]
fn what_is_loaded_outlives_what_the_query_borrowed() {
    let (mut conn, world) = world();
    let users = {
        let name = world.users[0].username.clone();
        let query = users::table.filter(users::username.eq(&name));
        query.with(User::posts.filter(posts::title.ne(&name))).load(&mut conn).unwrap()
    };
    assert_eq!(users.get(0).unwrap().id, world.users[0].id);
}
