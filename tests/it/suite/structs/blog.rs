//! The blog in structs.

use crate::suite::conn::Conn;
use crate::suite::world::{World, world};
use blog::schema::{posts, profiles, tags, users};
use blog::{Post, Profile, Tag, User};
use conjoin::Loaded;
use conjoin::prelude::*;
use diesel::prelude::*;
use std::collections::HashSet;

#[derive(FromGraph, Debug, PartialEq)]
#[from_graph(User { profile, posts, count posts })]
struct Page {
    username: String,
    profile: Option<Box<ProfileView>>,
    posts: Vec<PostView>,
    posts_count: i64,
}

#[derive(FromGraph, Debug, PartialEq)]
#[from_graph(Profile)]
struct ProfileView {
    bio: String,
}

#[derive(FromGraph, Debug, PartialEq)]
#[from_graph(Post { tags, author })]
struct PostView {
    #[from_graph(name = title)]
    headline: String,
    #[from_graph(name = tags)]
    labels: Vec<Tag>,
    author: Option<User>,
}

type Pages = Loaded!(User { posts { tags, author }, profile, count posts });

fn load(users: Vec<User>, conn: &mut Conn) -> Pages {
    let posts = User::posts.order_by(posts::title.desc());
    let posts = posts.with(Post::tags.order_by(tags::name)).with(Post::author);
    let users = users.with(posts).with(User::profile).with(User::posts.count());
    users.load(conn).unwrap()
}

fn page(user: &User, world: &World) -> Page {
    let post = |post: Post| PostView {
        labels: world.tags_of(&post),
        author: world.author_of(&post),
        headline: post.title,
    };
    let profile = world.profile_of(user);
    Page {
        username: user.username.clone(),
        profile: profile.map(|profile| Box::new(ProfileView { bio: profile.bio })),
        posts: world.posts_of(user).into_iter().map(post).collect(),
        posts_count: world.posts_of(user).len() as i64,
    }
}

#[test]
fn structs_hold_what_the_graph_does() {
    let (mut conn, world) = world();
    let expected: Vec<Page> = world.users.iter().map(|user| page(user, &world)).collect();
    let graph = load(world.users.clone(), &mut conn);
    assert_eq!(graph.to_structs::<Page>(), expected);
    let nodes: Vec<Page> = graph.iter().map(|user| user.to_struct()).collect();
    assert_eq!(nodes, expected);
    let posts = graph.iter().map(|user| user.posts().map(|post| post.to_struct()).collect());
    let posts: Vec<Vec<PostView>> = posts.collect();
    assert!(posts.iter().eq(expected.iter().map(|page| &page.posts)));
    assert_eq!(graph.to_structs::<User>(), world.users);
    assert_eq!(graph.into_structs::<Page>(), expected);
}

#[test]
fn a_single_row_fills_a_struct() {
    let (mut conn, world) = world();
    let profile = profiles::table.order_by(profiles::id).with(Profile::user);
    let profile = profile.first(&mut conn).unwrap();
    #[derive(FromGraph, Debug, PartialEq)]
    #[from_graph(Profile { user })]
    struct Owned {
        profile: Profile,
        id: i32,
        user: Box<User>,
    }
    let row = profile.row().clone();
    let user = Box::new(world.user_of(&row));
    let expected = Owned { id: row.id, profile: row, user };
    assert_eq!(profile.to_struct::<Owned>(), expected);
    assert_eq!(profile.node().to_struct::<Owned>(), expected);
    let bio = profile.row().bio.as_ptr();
    let owned: Owned = profile.into_struct();
    assert_eq!(owned, expected);
    assert_eq!(owned.profile.bio.as_ptr(), bio); // Not a copy.
}

/// Where a text is: a copy of it is elsewhere.
type Places = HashSet<*const u8>;

#[test]
fn rows_are_moved_and_those_that_are_shared_cloned_but_once() {
    let (mut conn, world) = world();
    let graph = load(world.users.clone(), &mut conn);
    let nodes = || graph.iter().flat_map(|user| user.posts());
    let names: Vec<_> = graph.rows().iter().map(|user| user.username.as_ptr()).collect();
    let titles: Vec<_> = nodes().map(|post| post.title.as_ptr()).collect();
    let all_tags = nodes().flat_map(|post| post.tags().rows());
    let tags: Places = all_tags.map(|tag| tag.name.as_ptr()).collect();

    let pages: Vec<Page> = graph.into_structs();
    assert!(pages.iter().map(|page| page.username.as_ptr()).eq(names));
    let posts = || pages.iter().flat_map(|page| &page.posts);
    assert!(posts().map(|post| post.headline.as_ptr()).eq(titles));
    let labels = posts().flat_map(|post| &post.labels).map(|tag| tag.name.as_ptr());
    let (moved, cloned): (Vec<_>, Vec<_>) = labels.partition(|name| tags.contains(name));
    assert_eq!(moved.len(), tags.len());
    assert!(cloned.len() > tags.len(), "no tag is shared");
}

#[test]
fn rows_of_a_whole_table_are_moved() {
    let (mut conn, _) = world();
    let graph = users::table.with(User::posts).load(&mut conn).unwrap();
    let names: Vec<_> = graph.rows().iter().map(|user| user.username.as_ptr()).collect();
    let nodes = || graph.iter().flat_map(|user| user.posts().rows());
    let titles: Vec<_> = nodes().map(|post| post.title.as_ptr()).collect();
    let filled: Vec<Bare> = graph.into_structs();
    assert!(filled.iter().map(|user| user.username.as_ptr()).eq(names));
    let posts = filled.iter().flat_map(|user| &user.posts);
    assert!(posts.map(|post| post.title.as_ptr()).eq(titles));
}

#[test]
fn a_parent_that_occurs_twice_has_its_children_twice() {
    let (mut conn, world) = world();
    let alice = &world.users[0];
    let twice = load(vec![alice.clone(), alice.clone()], &mut conn);
    let titles: Places =
        twice.iter().flat_map(|user| user.posts().rows()).map(|post| post.title.as_ptr()).collect();
    let pages: Vec<Page> = twice.into_structs();
    assert_eq!(pages, [page(alice, &world), page(alice, &world)]);
    let headlines = pages.iter().flat_map(|page| &page.posts).map(|post| post.headline.as_ptr());
    assert_eq!(headlines.filter(|headline| titles.contains(headline)).count(), titles.len());
}

#[test]
fn borrowed_rows_are_cloned_and_what_was_loaded_for_them_moved() {
    let (mut conn, world) = world();
    let references: Vec<&User> = world.users.iter().collect();
    let expected: Vec<Bare> = world.users.iter().map(|user| bare(user, &world)).collect();
    let posts = || User::posts.order_by(posts::title.desc());
    let slice = world.users[..].with(posts()).load(&mut conn).unwrap();
    let title = slice.iter().find_map(|user| Some(user.posts().next()?.row().title.as_ptr()));
    assert_eq!(slice.to_structs::<Bare>(), expected);
    let filled: Vec<Bare> = slice.into_structs();
    assert_eq!(filled, expected);
    assert_eq!(filled.iter().find_map(|it| Some(it.posts.first()?.title.as_ptr())), title);
    let of_references = references[..].with(posts()).load(&mut conn).unwrap();
    assert_eq!(of_references.into_structs::<Bare>(), expected);
    let alice = (&world.users[0]).with(posts()).load(&mut conn).unwrap();
    assert_eq!(alice.into_struct::<Bare>(), expected[0]);
}

#[derive(FromGraph, Debug, PartialEq)]
#[from_graph(User { posts })]
struct Bare {
    username: String,
    posts: Vec<Post>,
}

fn bare(user: &User, world: &World) -> Bare {
    Bare { username: user.username.clone(), posts: world.posts_of(user) }
}

#[derive(FromGraph, Debug, PartialEq)]
#[from_graph(User { some posts, may profile, may count posts })]
struct Parts {
    posts: Vec<Post>,
    profile: Option<Option<Profile>>,
    posts_count: Option<i64>,
}

#[test]
fn a_part_is_enough_where_the_struct_says_so() {
    let (mut conn, world) = world();
    for loaded in [true, false] {
        let plan = User::posts.order_by(posts::title.desc()).per_parent(1);
        let users = users::table.order_by(users::id).with(plan).with_if(loaded, User::profile);
        let users = users.with_if(loaded, User::posts.count()).load(&mut conn).unwrap();
        let expected = world.users.iter().map(|user| Parts {
            posts: world.posts_of(user).into_iter().take(1).collect(),
            profile: loaded.then(|| world.profile_of(user)),
            posts_count: loaded.then(|| world.posts_of(user).len() as i64),
        });
        let expected: Vec<Parts> = expected.collect();
        assert_eq!(users.to_structs::<Parts>(), expected);
        assert_eq!(users.into_structs::<Parts>(), expected);
    }
}

#[test]
fn the_whole_fits_where_a_part_does() {
    let (mut conn, world) = world();
    let users = users::table.order_by(users::id).with(User::posts.order_by(posts::title.desc()));
    let users = users.with(User::profile).with(User::posts.count()).load(&mut conn).unwrap();
    let expected = world.users.iter().map(|user| Parts {
        posts: world.posts_of(user),
        profile: Some(world.profile_of(user)),
        posts_count: Some(world.posts_of(user).len() as i64),
    });
    assert_eq!(users.into_structs::<Parts>(), expected.collect::<Vec<_>>());
}

#[test]
fn one_row_that_a_filter_may_leave_out_is_an_option() {
    #[derive(FromGraph, Debug, PartialEq)]
    #[from_graph(Profile { some user })]
    struct Filtered {
        id: i32,
        user: Option<User>,
    }
    let (mut conn, world) = world();
    let plan = Profile::user.filter(users::username.eq("alice"));
    let filtered = profiles::table.order_by(profiles::id).with(plan).load(&mut conn).unwrap();
    let expected = world.profiles.iter().map(|profile| Filtered {
        id: profile.id,
        user: Some(world.user_of(profile)).filter(|user| user.username == "alice"),
    });
    assert_eq!(filtered.into_structs::<Filtered>(), expected.collect::<Vec<_>>());
}

#[test]
fn aggregates_have_the_names_that_json_has() {
    #[derive(FromGraph, Debug, PartialEq)]
    #[from_graph(User { exists posts, max(posts::id) posts, count some posts, posts })]
    struct Numbers {
        posts_exists: bool,
        posts_max_id: Option<i32>,
        posts_count: i64,
        posts: Vec<Post>,
    }
    let (mut conn, world) = world();
    let few = User::posts.filter(posts::id.lt(5)).count();
    let users = users::table.order_by(users::id).with(User::posts.exists()).with(few);
    let users = users.with(User::posts.order_by(posts::title.desc()));
    let users = users.with(User::posts.max(posts::id)).load(&mut conn).unwrap();
    let expected = world.users.iter().map(|user| {
        let posts = world.posts_of(user);
        Numbers {
            posts_exists: !posts.is_empty(),
            posts_max_id: posts.iter().map(|post| post.id).max(),
            posts_count: posts.iter().filter(|post| post.id < 5).count() as i64,
            posts,
        }
    });
    assert_eq!(users.into_structs::<Numbers>(), expected.collect::<Vec<_>>());
}
