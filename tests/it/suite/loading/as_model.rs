//! Related rows that are read as another struct of their table.

use crate::suite::world::{sent, world};
use blog::schema::{posts, tags, users};
use blog::{Post, Tag, User};
use conjoin::{Loaded, prelude::*};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = posts)]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(tags: Tag, through = blog::schema::post_tags(post_id, tag_id), one_way),
)]
struct Title {
    id: i32,
    title: String,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = users)]
#[relations(backend = blog::MultiBackend)]
struct Name {
    username: String,
    id: i32,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = blog::schema::profiles)]
#[relations(backend = blog::MultiBackend)]
struct Bio {
    id: i32,
    bio: String,
}

#[test]
fn rows_are_read_as_the_struct_and_no_more() {
    let (mut conn, world) = world();
    let plan =
        User::posts.as_model::<Title>().order_by(posts::id).with(Title::tags.order_by(tags::name));
    let query = users::table.order_by(users::id).with(plan);
    let (users, sent) = sent(&mut conn, |conn| query.load(conn));
    assert_eq!(sent.len(), 3);
    assert!(!sent[1].contains("content"), "{}", sent[1]);
    for user in &users {
        let mut expected = world.posts_of(&user);
        expected.sort_by_key(|post| post.id);
        assert_eq!(user.posts().len(), expected.len());
        for (title, post) in user.posts().zip(&expected) {
            assert_eq!((title.id, &title.title), (post.id, &post.title));
            assert!(title.tags().rows().eq(&world.tags_of(post)));
        }
    }
}

#[test]
fn every_kind_of_relation_can_be() {
    let (mut conn, world) = world();
    let tags = tags::table
        .order_by(tags::id)
        .with(
            Tag::posts
                .as_model::<Title>()
                .filter(posts::id.gt(3))
                .order_by(posts::id)
                .per_parent(2),
        )
        .load(&mut conn)
        .unwrap();
    for tag in &tags {
        let posts =
            world.posts.iter().filter(|post| post.id > 3 && world.tags_of(post).contains(&tag));
        assert!(tag.posts().map(|it| it.id).eq(posts.take(2).map(|post| post.id)));
    }
    let posts = posts::table
        .order_by(posts::id)
        .with(Post::author.as_model::<Name>())
        .with(Post::tags)
        .load(&mut conn)
        .unwrap();
    for post in &posts {
        let author = world.users.iter().find(|user| Some(user.id) == post.user_id);
        assert_eq!(
            post.author().map(|name| name.username.clone()),
            author.map(|it| it.username.clone())
        );
    }
}

/// What a function can demand.
fn longest(user: impl HasSome<conjoin::plan::AsModel<blog::user::posts, Title>>) -> usize {
    let titles = user.get(User::posts.as_model::<Title>()).map(|title| title.title.len());
    titles.max().unwrap_or_default()
}

#[test]
fn rows_in_hand_take_it_and_functions_demand_it() {
    let (mut conn, world) = world();
    let users: Vec<User> = users::table.order_by(users::id).load(conn.diesel()).unwrap();
    let users =
        users.with(User::profile).with(User::posts.as_model::<Title>()).load(&mut conn).unwrap();
    for user in &users {
        let titles = world.posts_of(&user).iter().map(|post| post.title.len()).max();
        assert_eq!(longest(user), titles.unwrap_or_default());
        assert_eq!(user.profile().is_some(), world.profile_of(&user).is_some());
    }
}

#[test]
fn the_type_of_what_is_loaded_can_be_written() {
    let (mut conn, world) = world();
    let titles = || User::posts.as_model::<Title>();
    let users: Loaded!(User { profile, posts as Title { tags } }) =
        users::table.with(titles().with(Title::tags)).with(User::profile).load(&mut conn).unwrap();
    assert_eq!(users.len(), world.users.len());
    let some: Loaded!(one User { some posts as Title }) =
        users::table.with(titles().filter(posts::id.gt(3))).first(&mut conn).unwrap();
    assert!(some.posts().all(|title| title.id > 3));
    let may: Loaded!(User { may posts as Title, may profile }) =
        users::table.with_if(true, titles()).with_if(false, User::profile).load(&mut conn).unwrap();
    assert!(may.iter().all(|user| user.posts().is_some() && user.profile().is_none()));
    let part: Loaded!(User { may some posts as self::Title { tags }, profile as Bio }) =
        users::table
            .with_if(false, titles().order_by(posts::id).per_parent(1).with(Title::tags))
            .with(User::profile.as_model::<Bio>())
            .load(&mut conn)
            .unwrap();
    assert!(part.iter().all(|user| user.posts().is_none()));
}

/// Structs without the primary key of their table.
mod without_a_primary_key {
    use super::*;
    use blog::Profile;
    use blog::schema::profiles;

    #[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
    #[diesel(table_name = users)]
    #[relations(backend = blog::MultiBackend)]
    struct OnlyName {
        username: String,
    }

    #[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
    #[diesel(table_name = profiles)]
    #[relations(backend = blog::MultiBackend)]
    struct OnlyBio {
        bio: String,
    }

    #[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
    #[diesel(table_name = posts)]
    #[relations(
        backend = blog::MultiBackend,
        belongs_to(author: User, foreign_key = user_id, one_way),
    )]
    struct OnlyTitle {
        title: String,
        user_id: Option<i32>,
    }

    #[test]
    fn are_found_by_the_key_beside_them() {
        let (mut conn, world) = world();
        let load = posts::table.order_by(posts::id).with(Post::author.as_model::<OnlyName>());
        let (posts, sent) = sent(&mut conn, |conn| load.load(conn));
        assert!(sent[1].starts_with("SELECT `users`.`id`, `users`.`username` FROM"), "{}", sent[1]);
        for (post, row) in posts.iter().zip(&world.posts) {
            let author = world.author_of(row).map(|author| author.username);
            assert_eq!(post.author().map(|author| author.username.clone()), author);
        }
        let plan = User::profile.as_model::<OnlyBio>();
        let users = users::table.order_by(users::id).with(plan).load(&mut conn).unwrap();
        for (user, row) in users.iter().zip(&world.users) {
            let bio = world.profile_of(row).map(|profile| profile.bio);
            assert_eq!(user.profile().map(|profile| profile.bio.clone()), bio);
        }
        let plan = Profile::user.as_model::<OnlyName>();
        let profile = profiles::table.order_by(profiles::id).with(plan).first(&mut conn).unwrap();
        assert_eq!(profile.user().username, "alice");
    }

    #[test]
    fn are_many_rows_too_and_have_relations_of_their_own() {
        let (mut conn, world) = world();
        let titles = || User::posts.as_model::<OnlyTitle>().order_by(posts::title.desc());
        let plan = titles().with(OnlyTitle::author);
        let users = users::table.order_by(users::id).with(plan).load(&mut conn).unwrap();
        let plan = titles().per_parent(2);
        let first = users::table.order_by(users::id).with(plan).load(&mut conn).unwrap();
        for ((user, first), row) in users.iter().zip(&first).zip(&world.users) {
            let expected = world.posts_of(row);
            let titles = || expected.iter().map(|post| &post.title);
            assert!(user.posts().rows().map(|post| &post.title).eq(titles()));
            assert!(user.posts().all(|post| post.author().map(|author| author.id) == Some(row.id)));
            assert!(first.posts().rows().map(|post| &post.title).eq(titles().take(2)));
        }
    }
}
