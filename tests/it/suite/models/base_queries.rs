//! Models whose base query joins other tables and reads their columns.

use crate::database::DB;
use crate::suite::world::{blog, sent, world};
use blog::schema::{post_tags, posts, profiles, tags, users};
use conjoin::prelude::*;
use diesel::prelude::*;

/// A post, and the name of its author.
#[derive(HasQuery, Relations, Debug, PartialEq)]
#[diesel(table_name = posts, base_query = posts::table.left_join(users::table))]
#[diesel(check_for_backend(DB))]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(author: Author, foreign_key = user_id, back_populates = posts),
    many_to_many(tags: Label, through = post_tags(post_id, tag_id), back_populates = posts),
)]
struct Signed {
    id: i32,
    title: String,
    user_id: Option<i32>,
    #[diesel(select_expression = users::username.nullable())]
    name: Option<String>,
}

/// A user, and what they say about themselves.
#[derive(HasQuery, Relations)]
#[diesel(table_name = users, base_query = users::table.left_join(profiles::table))]
#[diesel(check_for_backend(DB))]
#[relations(
    backend = blog::MultiBackend,
    has_many(posts: Signed, back_populates = author),
    has_many(tags: Label, through = posts.tags, one_way),
)]
struct Author {
    id: i32,
    username: String,
    #[diesel(select_expression = profiles::bio.nullable())]
    bio: Option<String>,
}

/// A profile that leads to the posts of its user: by a table that those join as well.
#[derive(HasQuery, Relations)]
#[diesel(table_name = profiles)]
#[diesel(check_for_backend(DB))]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(user: Author, one_way),
    has_many(posts: Signed, through = user.posts, one_way),
)]
struct Profile {
    id: i32,
    user_id: i32,
}

#[derive(HasQuery, Relations)]
#[diesel(table_name = tags)]
#[diesel(check_for_backend(DB))]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(posts: Signed, through = post_tags(tag_id, post_id), back_populates = tags),
)]
struct Label {
    id: i32,
}

/// A profile, and the title of the post with its number.
#[derive(HasQuery, Relations)]
#[diesel(
    table_name = profiles,
    base_query = profiles::table.left_join(posts::table.on(posts::id.eq(profiles::id)))
)]
#[diesel(check_for_backend(DB))]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(author: blog::User, foreign_key = user_id, one_way),
)]
struct Told {
    user_id: i32,
    #[diesel(select_expression = posts::title.nullable())]
    about: Option<String>,
}

#[test]
fn are_roots_with_the_columns_of_their_join() {
    let (mut conn, world) = world();
    let query = Signed::query().order_by(posts::id);
    let posts = query.with(Signed::tags).with(Signed::author).load(&mut conn).unwrap();
    assert_eq!(posts.len(), world.posts.len());
    for (post, row) in posts.iter().zip(&world.posts) {
        let author = world.author_of(row);
        assert_eq!((post.id, &post.title), (row.id, &row.title));
        assert_eq!(post.name, author.as_ref().map(|author| author.username.clone()));
        assert_eq!(post.tags().len(), world.tags_of(row).len());
        let bio = author.as_ref().and_then(|it| world.profile_of(it)).map(|profile| profile.bio);
        assert_eq!(post.author().and_then(|author| author.bio.clone()), bio);
        assert_eq!(post.author().map(|it| it.row().username.clone()), post.name);
    }
    assert_eq!(query.with(Signed::author).first(&mut conn).unwrap().id, 1);
}

#[test]
fn are_targets_that_take_their_join_along() {
    let mut conn = blog();
    let plan = Author::posts.order_by(posts::id).with(Signed::tags);
    let load = Author::query().order_by(users::id).with(plan);
    let (users, sent) = sent(&mut conn, |conn| load.load(conn));
    let names: Vec<_> =
        users.iter().flat_map(|user| user.posts()).rows().map(|it| it.name.as_deref()).collect();
    assert_eq!(names, [Some("alice"), Some("alice"), Some("bob")]);
    assert!(sent[1].contains(" FROM (`posts` LEFT OUTER JOIN `users` ON "), "{}", sent[1]);
    assert_eq!(sent.len(), 3);
}

#[test]
fn are_targets_by_an_association_table() {
    let (mut conn, world) = world();
    let plan = Label::posts.order_by(posts::title.desc());
    let tags = Label::query().order_by(tags::id).with(plan).load(&mut conn).unwrap();
    for (tag, row) in tags.iter().zip(&world.tags) {
        let expected = world.posts_with(row);
        assert!(tag.posts().map(|post| post.id).eq(expected.iter().map(|post| post.id)));
        for (post, row) in tag.posts().zip(&expected) {
            assert_eq!(post.name, world.author_of(row).map(|author| author.username));
        }
    }
}

#[test]
fn are_targets_by_a_path_over_a_table_of_their_join() {
    let (mut conn, world) = world();
    let plan = Profile::posts.order_by(posts::title.desc());
    let profiles = Profile::query().order_by(profiles::id).with(plan).load(&mut conn).unwrap();
    assert_eq!(profiles.len(), world.profiles.len());
    for (profile, row) in profiles.iter().zip(&world.profiles) {
        let user = world.user_of(row);
        let expected = world.posts_of(&user);
        assert!(profile.posts().map(|post| post.id).eq(expected.iter().map(|post| post.id)));
        assert!(profile.posts().all(|post| post.name.as_ref() == Some(&user.username)));
    }
    let authors = Author::query().filter(Author::tags.any(tags::id.eq(1))).with(Author::tags);
    assert!(!authors.load(&mut conn).unwrap().is_empty());
}

#[test]
fn are_the_first_rows_of_each_parent() {
    let (mut conn, world) = world();
    let first = |rows| Author::posts.order_by(posts::title.desc()).per_parent(rows);
    let users = Author::query().order_by(users::id).with(first(2)).load(&mut conn).unwrap();
    for (user, row) in users.iter().zip(&world.users) {
        let expected = world.posts_of(row).into_iter().take(2).map(|post| post.id);
        assert!(user.posts().map(|post| post.id).eq(expected));
        assert!(user.posts().all(|post| post.name.as_ref() == Some(&row.username)));
    }
    let alice = Author::query().filter(users::id.eq(1)).with(first(1)).first(&mut conn).unwrap();
    assert_eq!(alice.posts().next().and_then(|post| post.name.clone()).as_deref(), Some("alice"));
    let plan = Label::posts.order_by(posts::title.desc()).per_parent(1);
    let tags = Label::query().order_by(tags::id).with(plan).load(&mut conn).unwrap();
    for (tag, row) in tags.iter().zip(&world.tags) {
        let expected = world.posts_with(row).first().map(|post| post.id);
        assert_eq!(tag.posts().next().map(|post| post.id), expected);
    }
}

#[test]
fn are_read_as_another_struct_counted_and_loaded_for_rows_in_hand() {
    let (mut conn, world) = world();
    let plan = blog::User::posts.as_model::<Signed>().order_by(posts::title.desc());
    let users = users::table.order_by(users::id).with(plan).load(&mut conn).unwrap();
    for (user, row) in users.iter().zip(&world.users) {
        assert_eq!(user.posts().len(), world.posts_of(row).len());
        assert!(user.posts().all(|post| post.name.as_ref() == Some(&row.username)));
    }
    let users =
        Author::query().order_by(users::id).with(Author::posts.count()).load(&mut conn).unwrap();
    assert_eq!(
        users.get(0).unwrap().count(Author::posts),
        world.posts_of(&world.users[0]).len() as i64
    );
    let posts = Signed::query().order_by(posts::id).load::<Signed>(conn.diesel()).unwrap();
    let posts = posts.with(Signed::author).load(&mut conn).unwrap();
    assert_eq!(posts.get(0).unwrap().author().unwrap().username, "alice");
    let related = users.related(Author::posts).left_join(users::table).order_by(posts::id);
    let related = related.select(Signed::as_select()).load(conn.diesel()).unwrap();
    assert_eq!(related.first().and_then(|post| post.name.as_deref()), Some("alice"));
}

#[test]
fn are_loaded_in_batches() {
    let (mut conn, world) = world();
    let query = || Signed::query().filter(posts::user_id.is_not_null()).with(Signed::author);
    let mut batches = query().batches(7);
    let mut names = Vec::new();
    while let Some(posts) = batches.next(&mut conn).unwrap() {
        assert!(
            posts.iter().all(|it| it.author().map(|it| &it.row().username) == it.name.as_ref())
        );
        names.extend(posts.into_rows().into_iter().map(|post| (post.id, post.name)));
    }
    let written = world.posts.iter().filter_map(|post| Some((post.id, world.author_of(post)?)));
    assert!(names.into_iter().eq(written.map(|(id, author)| (id, Some(author.username)))));

    let mut batches = query().batches_by(posts::title, 3).descending();
    let (first, sent) = sent(&mut conn, |conn| batches.next(conn));
    let mut titles: Vec<_> = world.posts.iter().filter(|post| post.user_id.is_some()).collect();
    titles.sort_by(|a, b| b.title.cmp(&a.title));
    assert!(first.unwrap().iter().map(|post| post.id).eq(titles.iter().take(3).map(|it| it.id)));
    assert!(sent[0].contains(" FROM (`posts` LEFT OUTER JOIN `users` ON "), "{}", sent[0]);
}

#[test]
fn are_roots_to_which_a_single_row_is_joined() {
    let (mut conn, world) = world();
    let query = Told::query().order_by(profiles::id).with(Told::author.joined());
    let (profiles, sent) = sent(&mut conn, |conn| query.load(conn));
    assert_eq!((profiles.len(), sent.len()), (world.profiles.len(), 1));
    for (profile, row) in profiles.iter().zip(&world.profiles) {
        assert_eq!(profile.author().id, row.user_id);
        assert_eq!(profile.about.is_some(), world.posts.iter().any(|post| post.id == row.id));
    }
}
