//! References to rows that outlive their nodes, and rows taken out of a graph.

use crate::suite::world::world;
use blog::schema::{posts, profiles, users};
use blog::{Post, Profile, Tag, User, post, profile, user};
use conjoin::prelude::*;
use diesel::prelude::*;

fn names<'g>(user: impl Has<user::posts, Child: InGraph<'g>> + InGraph<'g>) -> Vec<&'g str> {
    let titles = user.get(User::posts).rows().map(|post| post.title.as_str());
    [user.row().username.as_str()].into_iter().chain(titles).collect()
}

fn owner<'g>(profile: impl Has<profile::user, Child: InGraph<'g>>) -> &'g str {
    &profile.get(Profile::user).row().username
}

fn writer<'g>(post: impl HasSome<post::author, Child: InGraph<'g>>) -> Option<&'g User> {
    post.get(Post::author).map(InGraph::row)
}

fn posts_if<'g>(user: impl MayHave<user::posts, Child: InGraph<'g>>) -> Option<&'g Post> {
    user.get_if(User::posts)?.rows().next_back()
}

#[test]
fn functions_over_any_load_return_references_into_the_graph() {
    let (mut conn, world) = world();
    let plan = User::posts.order_by(posts::title.desc()).with(Post::author);
    let users = users::table.order_by(users::id).with(plan).load(&mut conn).unwrap();
    let found: Vec<Vec<&str>> = users.iter().map(names).collect();
    for (names, user) in found.into_iter().zip(&world.users) {
        let posts = world.posts_of(user);
        let titles = posts.iter().map(|post| post.title.as_str());
        assert!(names.into_iter().eq([user.username.as_str()].into_iter().chain(titles)));
    }
    let writers: Vec<&User> =
        users.iter().flat_map(|user| user.posts()).filter_map(writer).collect();
    assert_eq!(writers.len(), world.posts.iter().filter(|post| post.user_id.is_some()).count());
    let last = users.iter().filter_map(posts_if).count();
    assert_eq!(last, users.iter().filter(|user| !user.posts().is_empty()).count());
    let profiles = profiles::table.order_by(profiles::id).with(Profile::user);
    let profiles = profiles.load(&mut conn).unwrap();
    assert_eq!(profiles.iter().map(owner).next(), Some("alice"));
}

#[test]
fn rows_of_any_iterator_over_nodes_have_its_length_and_its_ends() {
    let (mut conn, world) = world();
    let users = users::table.order_by(users::id).with(User::posts).load(&mut conn).unwrap();
    let mut rows = users.iter().rows();
    assert_eq!(
        (rows.len(), rows.next(), rows.next_back()),
        (12, world.users.first(), world.users.last())
    );
    let writers: Vec<&User> = users.iter().filter(|user| !user.posts().is_empty()).rows().collect();
    let expected = world.users.iter().filter(|user| !world.posts_of(user).is_empty());
    assert!(writers.into_iter().eq(expected));
}

#[test]
fn related_rows_are_looped_over_by_value_and_by_reference() {
    let (mut conn, world) = world();
    let alice = users::table.find(1).with(User::posts.order_by(posts::title.desc()));
    let alice = alice.first(&mut conn).unwrap();
    let (nodes, mut titles) = (alice.posts(), Vec::new());
    for post in &nodes {
        titles.push(&post.row().title);
    }
    for post in nodes {
        titles.push(&post.row().title);
    }
    let expected = world.posts_of(&alice);
    assert!(titles.into_iter().eq(expected.iter().chain(&expected).map(|post| &post.title)));
}

#[test]
fn a_single_row_is_taken_out_of_what_it_owns() {
    let (mut conn, world) = world();
    let alice: User = users::table.find(1).with(User::posts).first(&mut conn).unwrap().into_row();
    assert_eq!(alice, world.users[0]);
}

/// A struct of an application, which owns its rows.
struct Article {
    post: Post,
    author: Option<User>,
    tags: Vec<Tag>,
}

#[test]
fn rows_beside_aggregates_come_apart_and_so_do_the_values() {
    let (mut conn, world) = world();
    let graph = users::table.order_by(users::id).with(User::posts.max(posts::id));
    let graph = graph.with(User::posts.order_by(posts::title.desc()));
    let graph = graph.with_if(true, User::posts.count()).load(&mut conn).unwrap();
    let title = graph.iter().find_map(|user| Some(user.posts().next()?.row().title.as_ptr()));
    let (users, edges) = graph.into_parts();
    let (max, counts) = (edges.posts.max.into_vec(), edges.posts.count.unwrap().into_vec());
    let (links, posts) = edges.posts.rows.into_parts();
    let posts = posts.into_rows();
    for (index, user) in users.iter().enumerate() {
        let expected = world.posts_of(user);
        assert_eq!(max[index], expected.iter().map(|post| post.id).max());
        assert_eq!(counts[index], expected.len() as i64);
        assert!(links.targets(index).map(|post| &posts[post]).eq(&expected));
    }
    let first = (0..users.len()).find_map(|index| links.targets(index).next());
    assert_eq!(first.map(|post| posts[post].title.as_ptr()), title); // Not copies.
}

#[test]
fn a_graph_comes_apart_by_level_and_its_rows_are_moved() {
    let (mut conn, world) = world();
    let tags = Post::tags.order_by(blog::schema::tags::name);
    let graph = posts::table.order_by(posts::id).with(tags).with_if(true, Post::author);
    let graph = graph.load(&mut conn).unwrap();
    let address = graph.rows()[0].title.as_ptr();
    let (posts, edges) = graph.into_parts();
    assert_eq!(posts[0].title.as_ptr(), address);
    let (tag_links, tags) = edges.tags.into_parts();
    let (author_links, authors) = edges.author.unwrap().into_parts();
    let (tags, authors) = (tags.into_rows(), authors.into_rows());
    let article = |(index, post): (usize, Post)| Article {
        post,
        author: author_links.target(index).map(|author| authors[author].clone()),
        tags: tag_links.targets(index).map(|tag| tags[tag].clone()).collect(),
    };
    let articles: Vec<Article> = posts.into_iter().enumerate().map(article).collect();
    assert_eq!(articles.len(), world.posts.len());
    for (Article { post, author, tags }, expected) in articles.into_iter().zip(&world.posts) {
        assert_eq!(post, *expected);
        assert_eq!(author, world.author_of(expected));
        assert_eq!(tags, world.tags_of(expected));
    }
}
