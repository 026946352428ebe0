//! The types of graphs as a person writes them.

use crate::suite::world::world;
use blog::schema::{posts, users};
use blog::{Post, Profile, User};
use conjoin::{Graph, Loaded, NotLoaded, Part, prelude::*};
use diesel::prelude::*;

/// Compiles where both are one type.
fn same<T>(_: fn() -> T, _: fn() -> T) {}

fn any<T>() -> T {
    unreachable!("only its type is looked at")
}

#[test]
fn written_types_are_those_that_rustc_prints() {
    same(any::<Loaded!(User)>, any::<Graph<User, blog::user::Edges>>);
    same(
        any::<Loaded!(User { profile, posts { tags, author } })>,
        any::<Loaded!(blog::User { posts { author, tags, }, profile, })>,
    );
    same(
        any::<Loaded!(Post { tags })>,
        any::<
            Graph<Post, blog::post::Edges<NotLoaded<blog::post::author>, Loaded<blog::post::tags>>>,
        >,
    );
    same(
        any::<Loaded!(one User { some posts })>,
        any::<
            blog::user::One<
                User,
                blog::user::Edges<Loaded<blog::user::posts, blog::post::Edges, Part>>,
            >,
        >,
    );
    same(
        any::<Loaded!(User { may posts { tags } })>,
        any::<
            Graph<
                User,
                blog::user::Edges<
                    Option<
                        Loaded<
                            blog::user::posts,
                            blog::post::Edges<
                                NotLoaded<blog::post::author>,
                                Loaded<blog::post::tags>,
                            >,
                        >,
                    >,
                >,
            >,
        >,
    );
}

/// Rows of a graph, for which a function needs neither `Has` nor the name of the module.
fn titles<'g>(user: Loaded!(node 'g User { posts { tags } })) -> Vec<&'g str> {
    user.posts().rows().map(|post| post.title.as_str()).collect()
}

fn count(user: Loaded!(node blog::User { posts { tags } })) -> usize {
    user.posts().map(|post| post.tags().len()).sum()
}

struct Line<'g> {
    user: Loaded!(node 'g User { posts { tags } }),
}

#[test]
fn nodes_have_the_types_that_are_written() {
    type Written = Loaded!(node 'static User { may posts });
    type Printed =
        blog::user::Node<'static, User, blog::user::Edges<Option<Loaded<blog::user::posts>>>>;
    same(any::<Written>, any::<Printed>);

    let (mut conn, world) = world();
    let users = users::table.with(User::posts.with(Post::tags)).load(&mut conn).unwrap();
    let lines: Vec<Line<'_>> = users.iter().map(|user| Line { user }).collect();
    let titles: Vec<&str> = lines.iter().flat_map(|line| titles(line.user)).collect();
    assert_eq!(titles.len(), world.posts.iter().filter(|post| post.user_id.is_some()).count());
    let alice = users::table.find(1).with(User::posts.with(Post::tags)).first(&mut conn).unwrap();
    assert_eq!(count(alice.node()), users.iter().find(|it| it.id == 1).map_or(0, count));
}

#[test]
fn loads_have_the_types_that_are_written() {
    let (mut conn, world) = world();
    let latest = User::posts.order_by(posts::id.desc()).per_parent(1);
    let users: Loaded!(User { profile, some posts { tags } }) =
        users::table.with(latest.with(Post::tags)).with(User::profile).load(&mut conn).unwrap();
    assert_eq!(users.len(), world.users.len());
    let users: Loaded!(User { may some posts, may profile { user } }) = users::table
        .with_if(true, User::posts.filter(posts::content.is_null()))
        .with_if(false, User::profile.with(Profile::user))
        .load(&mut conn)
        .unwrap();
    assert!(users.iter().all(|user| user.posts().is_some() && user.profile().is_none()));
    let alice: Loaded!(one User { posts }) =
        users::table.find(1).with(User::posts).first(&mut conn).unwrap();
    assert_eq!(alice.posts().len(), world.posts_of(&world.users[0]).len());
}
