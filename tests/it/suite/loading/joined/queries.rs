//! The queries that relations can be joined to, and the verbs.

use crate::suite::world::{sent, world};
use blog::schema::{posts, tags, users};
use blog::{Post, Tag, User};
use conjoin::assert_statements;
use conjoin::prelude::*;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::result::Error::NotFound;

#[test]
fn a_page_of_rows_with_those_they_belong_to() {
    let (mut conn, world) = world();
    let page = posts::table.order_by(posts::id.desc()).limit(7).offset(3);
    let page = assert_statements!(1, &mut conn, |conn| {
        page.with(Post::author.with(User::profile.joined()).joined()).load(conn)
    });
    let page = page.unwrap();
    assert_eq!(page.len(), 7);
    for (post, row) in page.iter().zip(world.posts.iter().rev().skip(3)) {
        assert_eq!(post.row(), row);
        assert_eq!(post.author().map(|it| it.id), row.user_id);
    }
}

#[test]
fn a_boxed_query() {
    let (mut conn, world) = world();
    for author in [None, Some(1), Some(4)] {
        let mut query = posts::table.order_by(posts::id).into_boxed();
        if let Some(author) = author {
            query = query.filter(posts::user_id.eq(author)).limit(2);
        }
        let posts = query.with(Post::author.joined()).load(&mut conn).unwrap();
        let expected = match author {
            Some(_) => world.posts.iter().filter(|it| it.user_id == author).take(2).count(),
            None => world.posts.len(),
        };
        assert_eq!(posts.len(), expected);
        assert!(posts.iter().all(|it| it.author().map(|author| author.id) == it.user_id));
    }
}

#[test]
fn queries_that_select_their_rows_or_ask_about_other_tables() {
    let (mut conn, world) = world();
    let selected = users::table.select(User::as_select()).order_by(users::id);
    let users = selected.with(User::posts.order_by(posts::id).joined()).load(&mut conn).unwrap();
    assert_eq!(users.rows(), world.users);
    let wrote = posts::table.filter(posts::user_id.eq(users::id.nullable()));
    let authors = users::table.filter(exists(wrote)).order_by(users::id);
    let authors = authors.with(User::profile.joined()).load(&mut conn).unwrap();
    let expected = world.users.iter().filter(|user| !world.posts_of(user).is_empty());
    assert!(authors.rows().iter().eq(expected));
    // The posts of the condition are not those that are joined.
    let query = users::table.filter(User::posts.any(posts::id.eq(1))).order_by(users::id);
    let users = query.with(User::posts.order_by(posts::id).joined()).load(&mut conn).unwrap();
    assert_eq!(users.len(), 1);
    let posts = world.posts_of(users.get(0).unwrap().row()).len();
    assert_eq!(users.get(0).unwrap().posts().len(), posts);
}

#[test]
fn a_row_that_the_query_finds_twice_stands_twice() {
    let (mut conn, world) = world();
    let query = || users::table.join(User::posts).order_by((users::id, posts::id));
    let joined = query().with(User::profile.joined()).load(&mut conn).unwrap();
    let grouped = query().with(User::profile).load(&mut conn).unwrap();
    assert_eq!(joined.rows(), grouped.rows());
    assert!(joined.len() > world.users.len());
    for (joined, grouped) in joined.iter().zip(&grouped) {
        assert_eq!(joined.profile().map(|it| it.id), grouped.profile().map(|it| it.id));
    }
    let once = users::table.join(User::posts).distinct().order_by(users::id);
    let once = once.with(User::profile.joined()).load(&mut conn).unwrap();
    assert!(once.len() < joined.len());
}

#[test]
fn the_order_of_the_query_comes_first() {
    let (mut conn, world) = world();
    let users = users::table.order_by(users::username.desc());
    let users = users.with(User::posts.order_by(posts::title).joined()).load(&mut conn).unwrap();
    let mut expected: Vec<_> = world.users.iter().collect();
    expected.sort_by(|a, b| b.username.cmp(&a.username));
    assert!(users.rows().iter().eq(expected));
    for user in &users {
        let titles: Vec<_> = user.posts().rows().map(|post| post.title.as_str()).collect();
        assert!(titles.is_sorted(), "{titles:?}");
    }
}

#[test]
fn without_an_order_of_its_own_the_query_comes_in_that_of_the_relation() {
    let (mut conn, world) = world();
    let users = users::table.with(User::posts.order_by(posts::title.desc()).joined());
    let users = users.load(&mut conn).unwrap();
    assert_eq!(users.len(), world.users.len());
    for user in &users {
        let titles: Vec<_> = user.posts().rows().map(|post| post.title.as_str()).collect();
        assert!(titles.is_sorted_by(|a, b| a >= b), "{titles:?}");
        assert_eq!(titles.len(), world.posts_of(user.row()).len());
    }
}

#[test]
fn first_and_get_result() {
    let (mut conn, world) = world();
    let post = || posts::table.filter(posts::user_id.is_not_null()).order_by(posts::id);
    let author = || Post::author.joined();
    let first = assert_statements!(1, &mut conn, |conn| post().with(author()).first(conn)).unwrap();
    let alone = post().with(author()).get_result(&mut conn).unwrap();
    assert_eq!(first, alone);
    assert_eq!(first.author().map(|it| it.id), first.user_id);
    let none = posts::table.find(99).with(author()).first(&mut conn).err();
    assert_eq!(none, Some(NotFound));
    assert!(
        posts::table.find(99).with(author()).get_result(&mut conn).optional().unwrap().is_none()
    );

    let user = users::table.find(1).with(User::posts.order_by(posts::id).joined());
    let user = assert_statements!(1, &mut conn, |conn| user.get_result(conn)).unwrap();
    let mut expected: Vec<_> = world.posts_of(&world.users[0]).to_vec();
    expected.sort_by_key(|post| post.id);
    assert!(user.posts().rows().eq(&expected));
    let nobody = users::table.find(99).with(User::posts.joined()).get_result(&mut conn).err();
    assert_eq!(nobody, Some(NotFound));
}

/// The rows of the first one do not come one after the other.
#[test]
fn get_result_has_all_rows_of_the_first_one() {
    let (mut conn, _) = world();
    let tag = tags::table.filter(Tag::posts.exists());
    let tag = tag.with(Tag::posts.order_by(posts::title.desc()).joined());
    let tag = tag.get_result(&mut conn).unwrap();
    let all = tags::table.with(Tag::posts.order_by(posts::title.desc())).load(&mut conn).unwrap();
    let same = all.iter().find(|it| it.id == tag.id).unwrap();
    assert!(tag.posts().rows().eq(same.posts().rows()));
    assert!(tag.posts().len() > 1);
    // And nothing of the others.
    let alone = tags::table.find(tag.id).with(Tag::posts.order_by(posts::title.desc()).joined());
    assert_eq!(tag, alone.get_result(&mut conn).unwrap());
}

#[test]
fn no_rows_are_an_empty_graph_and_nothing_more_is_asked() {
    let (mut conn, _) = world();
    let (users, statements) = sent(&mut conn, |conn| {
        let nobody = users::table.filter(users::id.lt(0));
        nobody.with(User::posts.with(Post::tags).joined()).load(conn)
    });
    assert!(users.is_empty());
    assert_eq!(statements.len(), 1);
}

#[test]
fn rows_that_were_loaded_joined_take_more_relations() {
    let (mut conn, world) = world();
    let users = users::table.order_by(users::id).with(User::profile.joined()).load(&mut conn);
    let users = users.unwrap().with(User::posts).load(&mut conn).unwrap();
    for (user, row) in users.iter().zip(&world.users) {
        assert_eq!(user.posts().len(), world.posts_of(row).len());
        assert_eq!(user.profile().map(|it| it.row().clone()), world.profile_of(row));
    }
}
