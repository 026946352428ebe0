//! Relations that are loaded on a condition: `.with_if(…)`.

use crate::suite::world::{sent, world};
use blog::schema::{posts, tags, users};
use blog::{Post, Profile, Tag, User, post, user};
use conjoin::assert_statements;
use conjoin::prelude::*;
use conjoin::{Graph, Loaded};
use diesel::prelude::*;

type Edges = user::Edges<
    Option<
        Loaded<
            user::posts,
            post::Edges<conjoin::NotLoaded<post::author>, Option<Loaded<post::tags>>>,
        >,
    >,
    Option<Loaded<user::profile>>,
>;

#[test]
fn what_is_not_included_is_not_asked_for() {
    let (mut conn, world) = world();
    for (posts, tags, profile, statements) in [
        (false, false, false, 1),
        (true, false, false, 2),
        (true, true, false, 3),
        (true, true, true, 4),
        (false, true, true, 2),
    ] {
        let users: Graph<User, Edges> = assert_statements!(statements, &mut conn, |conn| {
            users::table
                .order_by(users::id)
                .with_if(profile, User::profile)
                .with_if(posts, User::posts.order_by(posts::title.desc()).with_if(tags, Post::tags))
                .load(conn)
        })
        .unwrap();
        for (user, row) in users.iter().zip(&world.users) {
            assert_eq!(user.posts().is_some(), posts);
            assert_eq!(user.profile().is_some(), profile);
            if let Some(loaded) = user.posts() {
                assert!(loaded.clone().rows().eq(&world.posts_of(row)));
                for post in loaded {
                    let count = tags.then(|| world.tags_of(&post).len());
                    assert_eq!(post.tags().map(|tags| tags.len()), count);
                }
            }
            if let Some(loaded) = user.profile() {
                let loaded: Option<Profile> = loaded.map(|profile| profile.row().clone());
                assert_eq!(loaded, world.profile_of(row));
            }
        }
    }
}

#[test]
fn a_condition_that_holds_sends_what_would_be_sent_without_one() {
    let (mut conn, _) = world();
    let plan = || User::posts.filter(posts::id.gt(3)).order_by(posts::id).with(Post::tags);
    let (_, always) = sent(&mut conn, |conn| users::table.with(plan()).load(conn));
    let (_, included) = sent(&mut conn, |conn| users::table.with_if(true, plan()).load(conn));
    assert_eq!(included, always);
}

#[test]
fn a_plan_that_there_may_be_is_what_with_takes() {
    let (mut conn, world) = world();
    let plan = Some(3).map(|id| User::posts.filter(posts::id.le(id)));
    let users = users::table.order_by(users::id).with(plan).load(&mut conn).unwrap();
    let posts = users.iter().flat_map(|user| user.posts()).flatten();
    assert_eq!(
        posts.count(),
        world.posts.iter().filter(|post| post.id <= 3 && post.user_id.is_some()).count()
    );
}

/// The lines of a user, as a function may demand what it needs.
fn summary<U>(user: U) -> String
where
    U: MayHave<user::posts, Child: MayHave<post::tags>>,
{
    let tags = |post: U::Child| post.get_if(Post::tags).map(|tags| tags.len());
    match user.get_if(User::posts) {
        Some(posts) => format!("{:?}", posts.map(tags).collect::<Vec<_>>()),
        None => "none asked for".to_owned(),
    }
}

#[test]
fn functions_demand_what_may_be_there() {
    let (mut conn, world) = world();
    let alice = || users::table.find(1);
    let count = world.posts_of(&world.users[0]).len();
    let user = alice().with_if(false, User::posts.with(Post::tags)).first(&mut conn).unwrap();
    assert_eq!(summary(user.node()), "none asked for");
    let user =
        alice().with_if(true, User::posts.with_if(false, Post::tags)).first(&mut conn).unwrap();
    assert_eq!(summary(user.node()), format!("{:?}", vec![None::<usize>; count]));
    let plan = User::posts.order_by(posts::title.desc()).with(Post::tags.filter(tags::id.gt(0)));
    let user = alice().with(plan).first(&mut conn).unwrap();
    let posts = world.posts_of(&world.users[0]);
    let tags: Vec<_> = posts.iter().map(|post| Some(world.tags_of(post).len())).collect();
    assert_eq!(summary(user.node()), format!("{tags:?}"));
}

#[test]
fn the_first_rows_of_each_parent_take_conditions() {
    let (mut conn, world) = world();
    let plan = User::posts
        .order_by(posts::title.desc())
        .per_parent(1)
        .with_if(true, Post::tags.with(Tag::posts));
    let users = users::table.order_by(users::id).with_if(true, plan).load(&mut conn).unwrap();
    for (user, row) in users.iter().zip(&world.users) {
        let posts = user.posts().expect("asked for");
        assert!(posts.clone().rows().eq(world.posts_of(row).iter().take(1)));
        assert!(posts.clone().all(|post| post.tags().is_some()));
    }
}
