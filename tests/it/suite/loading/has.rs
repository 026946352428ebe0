//! Functions that demand of rows what was loaded with them.

use crate::suite::world::world;
use blog::schema::{posts, profiles, tags, users};
use blog::{Post, Profile, Tag, User, post, profile, tag, user};
use conjoin::prelude::*;
use diesel::prelude::*;

fn number_of_posts(user: impl Has<user::posts>) -> usize {
    user.get(User::posts).len()
}

fn titles(user: impl HasSome<user::posts>) -> Vec<String> {
    user.get(User::posts).map(|post| post.title.clone()).collect()
}

fn number_of_tags(user: impl Has<user::posts, Child: Has<post::tags>>) -> usize {
    user.get(User::posts).map(|post| post.get(Post::tags).len()).sum()
}

fn card(user: impl Has<user::posts> + Has<user::profile>) -> (String, Option<String>, usize) {
    let bio = user.get(User::profile).map(|profile| profile.bio.clone());
    (user.username.clone(), bio, user.get(User::posts).len())
}

fn writer(post: impl HasSome<post::author>) -> Option<String> {
    post.get(Post::author).map(|author| author.username.clone())
}

fn owner(profile: impl Has<profile::user>) -> String {
    profile.get(Profile::user).username.clone()
}

fn neighbours(
    post: impl Has<post::tags, Child: Has<tag::posts, Child: HasSome<post::author>>>,
) -> usize {
    let posts = post.get(Post::tags).flat_map(|tag| tag.get(Tag::posts));
    posts.filter(|post| writer(*post).is_some()).count()
}

#[test]
fn a_whole_load_satisfies_has_and_has_some() {
    let (mut conn, world) = world();
    let users = users::table.with(User::posts.order_by(posts::title.desc()));
    let users = users.load(&mut conn).unwrap();
    for user in &users {
        let expected = world.posts_of(&user);
        assert_eq!(number_of_posts(user), expected.len());
        assert!(titles(user).iter().eq(expected.iter().map(|post| &post.title)));
    }
}

#[test]
fn a_filtered_load_satisfies_has_some() {
    let (mut conn, world) = world();
    let plan = User::posts.filter(posts::id.le(2)).order_by(posts::title.desc());
    let alice = users::table.find(1).with(plan).first(&mut conn).unwrap();
    assert_eq!(titles(alice.node()), ["Relations in Diesel", "Joins, twice"]);
    let plan = Post::author.filter(users::username.ne("bob"));
    let posts = posts::table.order_by(posts::id).limit(4).with(plan).load(&mut conn).unwrap();
    let alice = Some(world.users[0].username.clone());
    assert_eq!(posts.iter().map(writer).collect::<Vec<_>>(), [alice.clone(), alice, None, None]);
}

#[test]
fn what_is_demanded_can_be_nested() {
    let (mut conn, world) = world();
    let users = users::table.with(User::posts.with(Post::tags)).load(&mut conn).unwrap();
    for user in &users {
        let tags: usize = world.posts_of(&user).iter().map(|post| world.tags_of(post).len()).sum();
        assert_eq!(number_of_tags(user), tags);
    }
    let plan = Post::tags.with(Tag::posts.with(Post::author));
    let posts = posts::table.with(plan).load(&mut conn).unwrap();
    for post in &posts {
        let near =
            world.tags_of(&post).iter().flat_map(|tag| world.posts_with(tag)).collect::<Vec<_>>();
        let signed = near.iter().filter(|post| post.user_id.is_some()).count();
        assert_eq!(neighbours(post), signed);
    }
}

#[test]
fn more_may_be_loaded_than_is_demanded() {
    let (mut conn, _) = world();
    let plan = User::posts.with(Post::tags.with(Tag::posts)).with(Post::author);
    let users = users::table.with(User::profile).with(plan).load(&mut conn).unwrap();
    let alice = users.get(0).unwrap();
    assert_eq!(number_of_posts(alice), alice.posts().len());
    let (name, bio, posts) = card(alice);
    assert_eq!((name.as_str(), bio.as_deref()), ("alice", Some("Writes about databases.")));
    assert_eq!(posts, number_of_posts(alice));
}

#[test]
fn a_demand_is_met_wherever_the_rows_stand_in_a_graph() {
    let (mut conn, world) = world();
    let posts = posts::table.find(1).with(Post::author.with(User::posts)).first(&mut conn).unwrap();
    let author = posts.author().unwrap();
    assert_eq!(number_of_posts(author), world.posts_of(&world.users[0]).len());
}

#[test]
fn a_key_that_is_not_null_gives_the_row_itself() {
    let (mut conn, world) = world();
    let profiles = profiles::table.order_by(profiles::id).with(Profile::user);
    let profiles = profiles.load(&mut conn).unwrap();
    for (profile, row) in profiles.iter().zip(&world.profiles) {
        assert_eq!(owner(profile), world.user_of(row).username);
    }
}

#[test]
fn a_generic_struct_can_hold_what_it_demands() {
    struct Greeting<U>(U);

    impl<U: Has<user::posts>> Greeting<U> {
        fn text(&self) -> String {
            format!("{} has {} posts", self.0.username, self.0.get(User::posts).len())
        }
    }

    let (mut conn, _) = world();
    let plan = User::posts.with(Post::tags.order_by(tags::name));
    let bob = users::table.find(3).with(plan).first(&mut conn).unwrap();
    assert_eq!(Greeting(bob.node()).text(), "carol has 0 posts");
}
