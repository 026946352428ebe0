//! Values that a query selects beside its rows.

use crate::suite::world::{sent, world};
use blog::schema::{posts, tags, users};
use blog::{Post, User};
use conjoin::prelude::*;
use conjoin::{Loaded, assert_statements};
use diesel::dsl::count;
use diesel::prelude::*;

#[test]
fn each_row_has_its_value() {
    let (mut conn, world) = world();
    let query = users::table.order_by(users::id).with(User::posts.order_by(posts::id));
    let (users, statements) = sent(&mut conn, |conn| {
        query
            .also_select::<(i64, Option<i32>), _>((User::posts.count(), User::posts.min(posts::id)))
            .load(conn)
    });
    assert_eq!(statements.len(), 2);
    assert_eq!(users.len(), world.users.len());
    for ((user, &(count, first)), row) in users.iter().zip(&world.users) {
        let posts = world.posts_of(row);
        assert_eq!((user.row(), count), (row, posts.len() as i64));
        assert_eq!(first, posts.iter().map(|post| post.id).min());
        assert_eq!(user.posts().len(), posts.len());
    }
}

#[test]
fn a_grouped_query_counts_what_it_joins() {
    let (mut conn, world) = world();
    let users: Loaded!((User, i64) { profile }) = users::table
        .left_join(posts::table)
        .group_by(users::id)
        .select(User::as_select())
        .order_by(users::id)
        .with(User::profile)
        .also_select(count(posts::id.nullable()))
        .load(&mut conn)
        .unwrap();
    for ((user, &posts), row) in users.iter().zip(&world.users) {
        assert_eq!(posts, world.posts_of(row).len() as i64);
        assert_eq!(user.profile().map(|profile| profile.row().clone()), world.profile_of(row));
    }
}

#[test]
fn a_joined_row_stands_beside() {
    let (mut conn, world) = world();
    let posts = posts::table
        .outer_join(Post::author)
        .order_by(posts::id)
        .with(Post::tags)
        .also_select::<Option<User>, _>(Option::<User>::as_select())
        .load(&mut conn)
        .unwrap();
    assert_eq!(posts.values().len(), world.posts.len());
    for (post, author) in &posts {
        assert_eq!(author.as_ref().map(|author| author.id), post.user_id);
    }
}

#[test]
fn one_row_is_a_pair() {
    let (mut conn, world) = world();
    let query = || users::table.order_by(users::id).with(User::posts);
    let (user, name): Loaded!(one (User, String) { posts }) =
        assert_statements!(2, &mut conn, |conn| query().also_select(users::username).first(conn))
            .unwrap();
    assert_eq!((user.id, name.as_str()), (1, "alice"));
    let (user, _) =
        query().also_select::<String, _>(users::username).get_result(&mut conn).unwrap();
    assert_eq!(user.posts().len(), world.posts_of(&world.users[0]).len());
    let nobody = users::table.find(99).with(User::posts).also_select::<i32, _>(users::id);
    assert!(nobody.first(&mut conn).optional().unwrap().is_none());
}

#[test]
fn the_rows_can_be_upgraded() {
    let (mut conn, _) = world();
    let query = users::table.into_boxed().filter(users::id.lt(5)).order_by(users::id);
    let users = query.with(User::profile).also_select::<i32, _>(users::id + 1);
    let (graph, values) = users.load(&mut conn).unwrap().into_parts();
    let graph = graph.with(User::posts).load(&mut conn).unwrap();
    assert_eq!(values, [2, 3, 4, 5]);
    assert!(graph.iter().any(|user| user.profile().is_some()));
    assert!(graph.iter().any(|user| !user.posts().is_empty()));
}

#[test]
fn two_models_of_a_row_have_relations_of_their_own() {
    let (mut conn, world) = world();
    let ((users, posts), statements) = sent(&mut conn, |conn| {
        let pairs = users::table
            .join(User::posts)
            .order_by(posts::id)
            .with(User::profile)
            .also_select::<Post, _>(Post::as_select())
            .load(conn)?;
        let (users, posts) = pairs.into_parts();
        Ok((users, posts.with(Post::tags.order_by(tags::name)).load(conn)?))
    });
    assert_eq!(statements.len(), 3);
    let written: Vec<&Post> = world.posts.iter().filter(|post| post.user_id.is_some()).collect();
    assert!(posts.rows().iter().eq(written));
    for (user, post) in users.iter().zip(&posts) {
        assert_eq!(Some(user.row()), world.author_of(&post).as_ref());
        assert_eq!(user.profile().map(|profile| profile.row().clone()), world.profile_of(&user));
        assert!(post.tags().rows().eq(&world.tags_of(&post)));
    }
}

#[test]
fn one_row_of_two_models_has_relations_of_both() {
    let (mut conn, world) = world();
    let query = users::table.join(User::posts).order_by(posts::id).with(User::profile);
    let (user, post) = query.also_select::<Post, _>(Post::as_select()).first(&mut conn).unwrap();
    let post = post.with(Post::tags.order_by(tags::name)).load(&mut conn).unwrap();
    assert_eq!(Some(user.row()), world.author_of(post.row()).as_ref());
    assert_eq!(user.profile().is_some(), world.profile_of(user.row()).is_some());
    assert!(post.tags().rows().eq(&world.tags_of(post.row())));
}
