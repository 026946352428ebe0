//! Relations for rows that somebody else has in hand: the graph borrows them.

use crate::suite::conn::Conn;
use crate::suite::world::{sent, world};
use blog::schema::{posts, profiles, users};
use blog::{Post, Profile, User, user};
use conjoin::graph::Borrowed;
use conjoin::prelude::*;
use conjoin::{Graph, Loaded, assert_statements};
use diesel::prelude::*;

type OfPosts<'r> = Graph<User, user::Edges<Loaded<user::posts>>, Borrowed<'r>>;

type OneOfPosts<'r> = Loaded!(one &'r User { posts });

/// The same, and a single row, as people write them.
fn written<'r>(users: &'r [User], conn: &mut Conn) -> Option<OneOfPosts<'r>> {
    let graph: Loaded!(&'r User { posts }) = users.with(User::posts).load(conn).unwrap();
    let same: OfPosts<'r> = graph;
    let first = same.rows().next()?;
    Some(first.with(User::posts).load(conn).unwrap())
}

/// What a function over nodes sees of it, in order.
fn titles<'g>(user: impl Has<user::posts, Child: InGraph<'g>>) -> Vec<&'g str> {
    let mut titles: Vec<_> = user.get(User::posts).rows().map(|post| &*post.title).collect();
    titles.sort();
    titles
}

#[test]
fn slices_and_references_give_the_graph_of_owned_rows() {
    let (mut conn, world) = world();
    let rows: Vec<User> = users::table.order_by(users::id).load(conn.diesel()).unwrap();
    let references: Vec<&User> = rows.iter().collect();
    let posts = || User::posts.order_by(posts::id).with(Post::tags);
    let expected = rows.clone().with(posts()).load(&mut conn).unwrap();

    let slice = assert_statements!(2, &mut conn, |conn| rows[..].with(posts()).load(conn)).unwrap();
    assert!(slice == expected);
    assert!(slice.rows().all(|row| rows.iter().any(|own| std::ptr::eq(own, row))));
    assert!((&rows).with(posts()).load(&mut conn).unwrap() == expected);
    assert!(references[..].with(posts()).load(&mut conn).unwrap() == expected);
    assert!((&references).with(posts()).load(&mut conn).unwrap() == expected);
    let moved = references.with(posts()).load(&mut conn).unwrap();
    assert!(moved == expected);
    assert_eq!(moved.rows().count(), rows.len());
    let upgraded = moved.with(User::profile).load(&mut conn).unwrap();
    for ((user, same), row) in upgraded.iter().zip(&expected).zip(&rows) {
        assert!(user.posts().rows().eq(same.posts().rows()));
        assert_eq!(user.profile().map(|profile| profile.row().clone()), world.profile_of(row));
    }
}

/// The user with the most posts: a reference to the row, not to the graph.
fn busiest<'r>(users: &'r [User], conn: &mut Conn) -> QueryResult<Option<&'r User>> {
    let graph: OfPosts<'r> = users.with(User::posts).load(conn)?;
    let busiest = graph.iter().zip(graph.rows()).max_by_key(|(user, _)| user.posts().len());
    Ok(busiest.map(|(_, row)| row))
}

#[test]
fn the_rows_outlive_the_graph() {
    let (mut conn, world) = world();
    let first = written(&world.users, &mut conn).unwrap();
    assert!(std::ptr::eq(first.row(), &world.users[0]));
    let busiest = busiest(&world.users, &mut conn).unwrap().unwrap();
    let most = world.users.iter().map(|user| world.posts_of(user).len()).max();
    assert_eq!(Some(world.posts_of(busiest).len()), most);
}

#[test]
fn a_single_row_is_borrowed() {
    let (mut conn, world) = world();
    let alice: User = users::table.find(1).first(conn.diesel()).unwrap();
    let posts = world.posts_of(&world.users[0]);
    let mut expected: Vec<&str> = posts.iter().map(|post| post.title.as_str()).collect();
    expected.sort();
    let one = alice.with(User::posts).load(&mut conn).unwrap();
    assert!(std::ptr::eq(one.row(), &alice));
    assert_eq!(titles(one.node()), expected);
    assert_eq!((one.username.as_str(), one.posts().len()), ("alice", expected.len()));

    let one = one.with(User::profile).load(&mut conn).unwrap();
    assert_eq!(titles(one.node()), expected); // still there
    assert_eq!(
        one.profile().map(|profile| profile.row().clone()),
        world.profile_of(&world.users[0])
    );

    // Also one of several, and the row of a node.
    let users = [alice];
    let one = users[0].with(User::posts).load(&mut conn).unwrap();
    assert_eq!(titles(one.node()), expected);
    let graph = users[..].with(User::profile).load(&mut conn).unwrap();
    let node = graph.get(0).unwrap();
    assert_eq!(titles(node.row().with(User::posts).load(&mut conn).unwrap().node()), expected);
}

#[test]
fn no_rows_and_no_keys_send_nothing() {
    let (mut conn, _) = world();
    let none: &[User] = &[];
    let (graph, statements) = sent(&mut conn, |conn| none.with(User::posts).load(conn));
    assert!(graph.is_empty() && statements.is_empty());
    let orphans: Vec<Post> =
        posts::table.filter(posts::user_id.is_null()).load(conn.diesel()).unwrap();
    assert!(!orphans.is_empty());
    let (graph, statements) = sent(&mut conn, |conn| orphans[..].with(Post::author).load(conn));
    assert_eq!(statements, [""; 0]);
    assert!(graph.iter().all(|post| post.author().is_none()));
    let orphan = &orphans[0];
    let (one, statements) = sent(&mut conn, |conn| orphan.with(Post::author).load(conn));
    assert_eq!(statements, [""; 0]);
    assert!(one.author().is_none());
}

#[test]
fn a_conditional_relation_and_an_aggregate_are_loaded_for_borrowed_rows() {
    let (mut conn, world) = world();
    let rows: Vec<User> = users::table.order_by(users::id).load(conn.diesel()).unwrap();
    let users = rows[..].with(User::posts.count()).with_if(true, User::profile);
    let users = users.load(&mut conn).unwrap().with(User::posts).load(&mut conn).unwrap();
    for (user, row) in users.iter().zip(&world.users) {
        assert_eq!(user.count(User::posts), world.posts_of(row).len() as i64);
        assert_eq!(user.posts().len(), world.posts_of(row).len());
        assert_eq!(
            user.profile().flatten().map(|profile| profile.row().clone()),
            world.profile_of(row)
        );
    }
}

#[test]
fn keys_that_do_not_fit_into_one_list_belong_to_borrowed_rows_too() {
    let (mut conn, _) = world();
    let profiles: Vec<Profile> = profiles::table.load(conn.diesel()).unwrap();
    let many: Vec<&Profile> = profiles.iter().cycle().take(3_000).collect();
    let graph = many[..].with(Profile::user).load(&mut conn).unwrap();
    assert_eq!(graph.len(), 3_000);
    assert!(graph.iter().all(|profile| profile.user().id == profile.user_id));
}
