//! From a row in hand to queries of the rows it is related to.

use crate::database::Written;
use crate::suite::world::{plain, sent, world};
use blog::schema::{post_tags, posts, tags};
use blog::{Post, Profile, Tag, User};
use conjoin::prelude::*;
use diesel::debug_query;
use diesel::prelude::*;

#[test]
fn related_rows_can_be_loaded_filtered_ordered_and_counted() {
    let (mut conn, world) = world();
    for user in &world.users {
        let query = user.related(User::posts).order_by(posts::title.desc());
        let found: Vec<Post> = query.select(Post::as_select()).load(conn.diesel()).unwrap();
        assert_eq!(found, world.posts_of(user));
        let count: i64 = user.related(User::posts).count().get_result(conn.diesel()).unwrap();
        assert_eq!(count as usize, found.len());
        let written: i64 = user
            .related(User::posts)
            .filter(posts::content.is_not_null())
            .count()
            .get_result(conn.diesel())
            .unwrap();
        assert_eq!(written as usize, found.iter().filter(|post| post.content.is_some()).count());
    }
}

#[test]
fn every_kind_of_relation_can_be_reached() {
    let (mut conn, world) = world();
    for user in &world.users {
        let profile = user.related(User::profile).first::<Profile>(conn.diesel()).optional();
        assert_eq!(profile.unwrap(), world.profile_of(user));
    }
    for post in &world.posts {
        let author = post.related(Post::author).first::<User>(conn.diesel()).optional().unwrap();
        assert_eq!(author, world.author_of(post));
        let found: Vec<Tag> =
            post.related(Post::tags).order_by(tags::name).load(conn.diesel()).unwrap();
        assert_eq!(found, world.tags_of(post));
    }
    for profile in &world.profiles {
        let user: User = profile.related(Profile::user).first(conn.diesel()).unwrap();
        assert_eq!(user, world.user_of(profile));
    }
    for tag in &world.tags {
        let query = tag.related(Tag::posts).order_by(posts::title.desc());
        let found: Vec<Post> = query.load(conn.diesel()).unwrap();
        assert_eq!(found, world.posts_with(tag));
    }
}

#[test]
fn a_null_key_reaches_no_rows() {
    let (mut conn, world) = world();
    let orphan = world.posts.iter().find(|post| post.user_id.is_none()).unwrap();
    assert_eq!(orphan.related(Post::author).load::<User>(conn.diesel()).unwrap(), []);
    assert_eq!(orphan.related(Post::author).count().get_result(conn.diesel()), Ok(0_i64));
    let deleted = diesel::delete(orphan.related(Post::author)).execute(&mut conn);
    assert_eq!(deleted, Ok(0));
}

#[test]
fn related_rows_can_be_updated() {
    let (mut conn, world) = world();
    let alice = &world.users[0];
    let updated = diesel::update(alice.related(User::posts).filter(posts::content.is_null()))
        .set(posts::content.eq("to be written"))
        .execute(&mut conn)
        .unwrap();
    let unwritten = |post: &&Post| post.user_id == Some(1) && post.content.is_none();
    assert_eq!(updated, world.posts.iter().filter(unwritten).count());
    let mut expected = world.posts.clone();
    for post in expected.iter_mut().filter(|post| unwritten(&&**post)) {
        post.content = Some("to be written".to_owned());
    }
    assert_eq!(posts::table.order_by(posts::id).load::<Post>(conn.diesel()).unwrap(), expected);
}

#[test]
fn related_rows_can_be_deleted() {
    let (mut conn, world) = world();
    let alice = &world.users[0];
    diesel::delete(post_tags::table).execute(&mut conn).unwrap();
    let deleted = diesel::delete(alice.related(User::posts)).execute(&mut conn).unwrap();
    assert_eq!(deleted, world.posts_of(alice).len());
    let left: Vec<Post> = posts::table.order_by(posts::id).load(conn.diesel()).unwrap();
    assert!(left.iter().eq(world.posts.iter().filter(|post| post.user_id != Some(1))));
}

#[test]
fn rows_related_through_an_association_can_be_updated() {
    let (mut conn, world) = world();
    let post = &world.posts[0];
    let updated =
        diesel::update(post.related(Post::tags)).set(tags::name.eq(tags::name.concat("!")));
    assert_eq!(updated.execute(&mut conn), Ok(world.tags_of(post).len()));
    let louder: i64 =
        tags::table.filter(tags::name.like("%!")).count().get_result(conn.diesel()).unwrap();
    assert_eq!(louder, 2);
}

#[test]
fn a_query_of_related_rows_is_a_root_and_can_be_joined() {
    let (mut conn, world) = world();
    let alice = &world.users[0];
    let query = alice.related(User::posts).order_by(posts::title.desc());
    let posts = query.with(Post::tags.order_by(tags::name)).load(&mut conn).unwrap();
    assert_eq!(posts.rows(), world.posts_of(alice));
    for post in &posts {
        assert!(post.tags().rows().eq(&world.tags_of(&post)));
    }
    let names: Vec<String> = alice
        .related(User::posts)
        .join(Post::tags)
        .order_by((posts::title.desc(), tags::name))
        .select(tags::name)
        .load(conn.diesel())
        .unwrap();
    let expected = world.posts_of(alice).into_iter().flat_map(|post| world.tags_of(&post));
    assert!(names.into_iter().eq(expected.map(|tag| tag.name)));
}

#[test]
fn asking_for_related_rows_sends_nothing_yet() {
    let (mut conn, world) = world();
    let (query, sent) = sent(&mut conn, |_| Ok(world.posts[0].related(Post::tags)));
    assert!(sent.is_empty());
    assert_eq!(
        plain(&debug_query::<Written, _>(&query).to_string()).replace('`', ""),
        "SELECT tags.id, tags.name FROM tags WHERE tags.id IN \
         (SELECT post_tags.tag_id FROM post_tags WHERE post_tags.post_id = ?) -- binds: [Some(1)]"
    );
}
