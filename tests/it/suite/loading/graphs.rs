//! Graphs, nodes and single rows as values: iterated, compared, stored, sent.

use crate::suite::conn::Conn;
use crate::suite::world::{blog, world};
use blog::schema::{post_tags, posts, profiles, tags, users};
use blog::{Post, Profile, User, post, profile, user};
use conjoin::graph::Iter;
use conjoin::prelude::*;
use conjoin::relation::Part;
use conjoin::{Graph, Loaded, Nodes, NotLoaded};
use diesel::prelude::*;
use diesel::result::Error::NotFound;

/// Users with their posts, written out.
type Authors = Graph<User, user::Edges<Loaded<user::posts>>>;

/// Users with profile and posts, these filtered and with their tags.
type Shelf = Graph<
    User,
    user::Edges<
        Loaded<user::posts, post::Edges<NotLoaded<post::author>, Loaded<post::tags>>, Part>,
        Loaded<user::profile>,
    >,
>;

struct Page {
    authors: Authors,
    featured: user::One<User, user::Edges<Loaded<user::posts>>>,
}

fn authors(conn: &mut Conn) -> QueryResult<Authors> {
    users::table.order_by(users::id).with(User::posts.order_by(posts::id)).load(conn)
}

fn page(conn: &mut Conn) -> QueryResult<Page> {
    let featured = users::table.find(2).with(User::posts).first(conn)?;
    Ok(Page { authors: authors(conn)?, featured })
}

#[test]
fn a_graph_is_a_value_with_a_type_that_can_be_written() {
    let (mut conn, world) = world();
    let Page { authors, featured } = page(&mut conn).unwrap();
    assert_eq!(authors.rows(), world.users);
    assert_eq!(*featured, world.users[1]);
    let shelf: Shelf = users::table
        .with(User::profile)
        .with(User::posts.filter(posts::id.gt(2)).with(Post::tags))
        .load(&mut conn)
        .unwrap();
    assert_eq!(shelf.len(), authors.len());
}

#[test]
fn graphs_nodes_and_iterators_go_to_other_threads() {
    fn portable<T: Send + Sync + 'static>() {}
    fn shared<T: Send + Sync>(value: T) -> T {
        value
    }
    portable::<Authors>();
    portable::<Shelf>();
    portable::<user::One<User, user::Edges<Loaded<user::posts>>>>();
    let (mut conn, _) = world();
    let authors = authors(&mut conn).unwrap();
    shared(authors.iter());
    shared(authors.get(0).unwrap().posts());
    let here: usize = authors.iter().map(|user| user.posts().len()).sum();
    let there =
        std::thread::spawn(move || authors.iter().map(|user| user.posts().len()).sum::<usize>());
    assert_eq!(there.join().unwrap(), here);
}

#[test]
fn a_graph_is_iterated_from_both_ends() {
    let (mut conn, world) = world();
    let authors = authors(&mut conn).unwrap();
    let ids = |nodes: &mut dyn Iterator<Item = i32>| nodes.collect::<Vec<i32>>();
    let expected: Vec<i32> = world.users.iter().map(|user| user.id).collect();
    assert_eq!(ids(&mut authors.iter().map(|user| user.id)), expected);
    let backwards: Vec<i32> = expected.iter().rev().copied().collect();
    assert_eq!(ids(&mut authors.iter().rev().map(|user| user.id)), backwards);
    let mut both: Iter<'_, _, _> = authors.iter();
    assert_eq!(both.len(), 12);
    assert_eq!(both.next().map(|user| user.id), Some(1));
    assert_eq!(both.next_back().map(|user| user.id), Some(12));
    assert_eq!((both.len(), both.size_hint()), (10, (10, Some(10))));
    assert_eq!(both.clone().count(), 10);
    assert_eq!(both.by_ref().last().map(|user| user.id), Some(11));
    assert!(both.next().is_none() && both.next_back().is_none());
    let mut looped = Vec::new();
    for user in &authors {
        looped.push(user.id);
    }
    assert_eq!(looped, expected);
}

#[test]
fn a_graph_gives_rows_by_index_by_reference_and_for_good() {
    let (mut conn, world) = world();
    let authors = authors(&mut conn).unwrap();
    assert_eq!((authors.len(), authors.is_empty()), (12, false));
    assert_eq!(authors.get(3).map(|user| user.row()), Some(&world.users[3]));
    assert!(authors.get(12).is_none());
    assert_eq!(authors.rows(), world.users);
    assert_eq!(authors.into_rows(), world.users);
    let nobody = users::table.find(99).with(User::posts).load(&mut conn).unwrap();
    assert!(nobody.is_empty() && nobody.get(0).is_none() && nobody.iter().next().is_none());
}

#[test]
fn related_rows_are_iterated_from_both_ends() {
    let (mut conn, world) = world();
    let authors = authors(&mut conn).unwrap();
    let alice = authors.get(0).unwrap();
    let mut expected = world.posts_of(&world.users[0]);
    expected.sort_by_key(|post| post.id);
    let posts: Nodes<'_, Post, post::Edges> = alice.posts();
    assert_eq!((posts.len(), posts.is_empty()), (expected.len(), false));
    assert!(posts.clone().map(|post| post.id).eq(expected.iter().map(|post| post.id)));
    assert!(posts.clone().rev().map(|post| post.id).eq(expected.iter().rev().map(|post| post.id)));
    assert!(posts.clone().rows().eq(&expected));
    assert!(posts.clone().rows().rev().eq(expected.iter().rev()));
    assert_eq!(posts.clone().rows().len(), expected.len());
    let mut both = posts;
    assert_eq!(both.next().map(|post| post.id), expected.first().map(|post| post.id));
    assert_eq!(both.next_back().map(|post| post.id), expected.last().map(|post| post.id));
    assert_eq!(both.len(), expected.len() - 2);
    let carol = authors.get(2).unwrap();
    assert!(carol.posts().is_empty() && carol.posts().rows().next().is_none());
    assert!(carol.posts().next().is_none() && carol.posts().next_back().is_none());
}

#[test]
fn a_row_outlives_its_node() {
    let (mut conn, _) = world();
    let authors = authors(&mut conn).unwrap();
    let longest: &str = authors
        .iter()
        .flat_map(|user| user.posts().rows())
        .map(|post| post.title.as_str())
        .max_by_key(|title| title.len())
        .unwrap();
    let names: Vec<&String> = authors.iter().map(|user| &user.row().username).collect();
    assert_eq!((longest, names.len()), ("Relations in Diesel", 12));
}

#[test]
fn a_graph_equals_its_clone_and_no_other() {
    let (mut conn, _) = world();
    let all = authors(&mut conn).unwrap();
    assert_eq!(all, all.clone());
    assert_eq!(all, authors(&mut conn).unwrap());
    let reversed = users::table.order_by(users::id).with(User::posts.order_by(posts::id.desc()));
    assert_ne!(all, reversed.load(&mut conn).unwrap());
    diesel::update(posts::table.find(1)).set(posts::title.eq("New")).execute(&mut conn).unwrap();
    let renamed = authors(&mut conn).unwrap();
    assert_eq!(all.rows(), renamed.rows());
    assert_ne!(all, renamed);
}

#[test]
fn graphs_of_equal_rows_differ_by_their_links() {
    let (mut conn, _) = world();
    let query = || posts::table.order_by(posts::id).with(Post::tags.order_by(tags::id));
    let before = query().load(&mut conn).unwrap();
    let link = (post_tags::post_id.eq(4), post_tags::tag_id.eq(1));
    diesel::insert_into(post_tags::table).values(link).execute(&mut conn).unwrap();
    let after = query().load(&mut conn).unwrap();
    assert_eq!(before.rows(), after.rows());
    assert_ne!(before, after);
}

#[test]
fn what_is_printed_for_debugging_are_the_rows_with_their_relations() {
    let (mut conn, world) = world();
    let one = users::table.find(1).with(User::profile).load(&mut conn).unwrap();
    let user = one.get(0).unwrap();
    let (row, profile) = (&world.users[0], world.profile_of(&world.users[0]).unwrap());
    let printed = format!("{row:?} {{ profile: {:?} }}", Some(&profile));
    assert_eq!(format!("{user:?}"), printed);
    assert_eq!(format!("{:?}", user.profile()), format!("{:?}", Some(&profile)));
    assert_eq!(format!("{:?}", one.iter()), format!("[{printed}]"));
    assert_eq!(format!("{one:?}"), format!("[{printed}]"));
    assert_eq!(format!("{:?}", one.rows()), format!("{:?}", [row]));
    assert_eq!(format!("{:?}", User::posts), "posts");
}

#[test]
fn what_is_printed_is_nested_as_the_accessors_are() {
    let mut conn = blog();
    let posts = User::posts.order_by(posts::id).with(Post::tags.order_by(tags::name));
    let alice = users::table
        .find(1)
        .with(posts.with(Post::author))
        .with(User::posts.count())
        .with_if(false, User::profile)
        .first(&mut conn)
        .unwrap();
    let user = r#"User { id: 1, username: "alice" }"#;
    let one = r#"Post { id: 1, title: "Relations in Diesel", content: Some("They are types."), user_id: Some(1) }"#;
    let other = r#"Post { id: 2, title: "Joins, twice", content: None, user_id: Some(1) }"#;
    let (diesel, rust) = (r#"Tag { id: 2, name: "diesel" }"#, r#"Tag { id: 1, name: "rust" }"#);
    let one = format!("{one} {{ author: Some({user}), tags: [{diesel}, {rust}] }}");
    let other = format!("{other} {{ author: Some({user}), tags: [{rust}] }}");
    assert_eq!(
        format!("{alice:?}"),
        format!("{user} {{ posts: [{one}, {other}], count(posts): 2 }}")
    );
    assert_eq!(format!("{:?}", alice.posts()), format!("[{one}, {other}]"));

    let whole = profiles::table.with(Profile::user.joined()).load(&mut conn).unwrap();
    let part = Profile::user.filter(users::id.gt(1));
    let part = profiles::table.with(part).load(&mut conn).unwrap();
    let profile = r#"Profile { id: 1, bio: "Writes about databases.", user_id: 1 }"#;
    assert_eq!(format!("{whole:?}"), format!("[{profile} {{ user: {user} }}]"));
    assert_eq!(format!("{part:?}"), format!("[{profile} {{ user: None }}]"));

    let pairs = users::table.find(3).with(User::profile).also_select::<i32, _>(users::id);
    assert_eq!(
        format!("{:#?}", pairs.load(&mut conn).unwrap()),
        r#"[
    (
        User {
            id: 3,
            username: "carol",
        } {
            profile: None,
        },
        3,
    ),
]"#
    );
}

#[test]
fn first_takes_the_first_row_with_its_relations() {
    let (mut conn, world) = world();
    let last = users::table.order_by(users::id.desc());
    let user = last.with(User::profile).with(User::posts).first(&mut conn).unwrap();
    assert_eq!(*user, world.users[11]);
    assert_eq!(user.posts().len(), world.posts_of(&user).len());
    assert!(user.profile().is_none());
    let with_profile = users::table.find(9).with(User::profile).first(&mut conn).unwrap();
    assert_eq!(with_profile.profile().map(|profile| profile.id), Some(19));
}

#[test]
fn first_asks_for_one_row_and_get_result_does_not_say() {
    let (mut conn, _) = world();
    let ((), sent) = crate::suite::world::sent(&mut conn, |conn| {
        let query = || users::table.order_by(users::id.desc()).with(User::posts);
        assert_eq!(query().first(conn)?.id, 12);
        assert_eq!(query().get_result(conn)?.id, 12);
        Ok(())
    });
    assert!(sent[0].contains(" LIMIT ?") && sent[2].ends_with("DESC"), "{sent:#?}");
    assert_eq!(sent.len(), 4);
}

#[test]
fn a_row_that_is_not_there_is_not_found_or_none() {
    let (mut conn, _) = world();
    let nobody = || users::table.find(99).with(User::posts);
    assert_eq!(nobody().first(&mut conn).err(), Some(NotFound));
    assert_eq!(nobody().get_result(&mut conn).err(), Some(NotFound));
    assert!(nobody().first(&mut conn).optional().unwrap().is_none());
    assert!(nobody().get_result(&mut conn).optional().unwrap().is_none());
    let alice = users::table.find(1).with(User::posts).first(&mut conn).optional().unwrap();
    assert_eq!(alice.map(|user| user.id), Some(1));
}

#[test]
fn a_single_row_owns_what_was_loaded_with_it() {
    let (mut conn, world) = world();
    let plan = Post::tags.order_by(tags::name);
    let post = posts::table.find(1).with(Post::author.with(User::profile)).with(plan);
    let post = post.first(&mut conn).unwrap();
    assert_eq!(post.title, "Relations in Diesel");
    assert!(post.tags().rows().eq(&world.tags_of(&world.posts[0])));
    let author = post.author().unwrap();
    let profile: profile::Node<'_, _, _> = author.profile().unwrap();
    assert_eq!((author.id, profile.user_id), (1, 1));
    let node: post::Node<'_, Post, _> = post.node();
    assert_eq!(node.tags().len(), post.tags().len());
    let copy = post.clone();
    assert_eq!(copy, post);
    drop(post);
    assert_eq!(copy.tags().len(), 2);
    assert!(format!("{copy:?}").contains("Relations in Diesel"));
}

#[test]
fn nodes_are_copied_freely() {
    let (mut conn, _) = world();
    let authors = authors(&mut conn).unwrap();
    let user = authors.get(0).unwrap();
    let copy = user;
    let by_value =
        |node: user::Node<'_, User, user::Edges<Loaded<user::posts>>>| node.posts().len();
    assert_eq!(by_value(copy), by_value(user));
    assert!(std::ptr::eq(copy.row(), user.row()));
}

// MariaDB has no `OFFSET` without a `LIMIT`, which `first` adds.
#[test]
fn the_first_row_may_come_after_an_offset() {
    let (mut conn, world) = world();
    let second = users::table.order_by(users::id).offset(1).with(User::posts);
    let second = second.first(&mut conn).unwrap();
    assert_eq!(*second, world.users[1]);
    let posts = world.posts.iter().filter(|post| post.user_id == Some(second.id));
    assert_eq!(second.posts().len(), posts.count());
}
