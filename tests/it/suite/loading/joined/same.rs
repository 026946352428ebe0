//! The same graph, in fewer statements.

use crate::suite::world::{sent, world};
use blog::schema::{posts, profiles, tags, users};
use blog::{Post, Profile, Tag, User};
use conjoin::prelude::*;
use diesel::prelude::*;

/// Loads joined, in so many statements, and grouped; and compares what is read of each row.
macro_rules! same {
    ($statements:literal, $joined:expr, $grouped:expr, |$row:ident| $read:expr) => {{
        let (mut conn, _) = world();
        let (joined, statements) = sent(&mut conn, |conn| $joined.load(conn));
        assert_eq!(statements.len(), $statements, "{statements:?}");
        let mut grouped = $grouped.load(&mut conn).unwrap();
        let expected: Vec<_> = grouped.iter().map(|$row| $read).collect();
        assert_eq!(joined.iter().map(|$row| $read).collect::<Vec<_>>(), expected);
        assert!(!expected.is_empty());
        drop(expected);
        grouped = joined; // It is of the same type.
        drop(grouped);
    }};
}

fn by_id() -> users::BoxedQuery<'static, crate::database::DB> {
    users::table.order_by(users::id).into_boxed()
}

#[test]
fn a_belongs_to_whose_key_may_be_null() {
    same!(
        1,
        posts::table.order_by(posts::id).with(Post::author.joined()),
        posts::table.order_by(posts::id).with(Post::author),
        |post| (post.row().clone(), post.author().map(|author| author.row().clone()))
    );
}

#[test]
fn a_belongs_to_whose_key_is_not_null() {
    same!(
        1,
        profiles::table.order_by(profiles::id).with(Profile::user.joined()),
        profiles::table.order_by(profiles::id).with(Profile::user),
        |profile| (profile.id, profile.user().row().clone())
    );
}

#[test]
fn a_has_one() {
    same!(1, by_id().with(User::profile.joined()), by_id().with(User::profile), |user| (
        user.id,
        user.profile().map(|profile| profile.row().clone())
    ));
}

#[test]
fn a_has_many() {
    let order = posts::title.desc();
    same!(
        1,
        users::table.order_by(users::id).with(User::posts.order_by(order).joined()),
        users::table.order_by(users::id).with(User::posts.order_by(order)),
        |user| (user.id, user.posts().rows().cloned().collect::<Vec<_>>())
    );
}

#[test]
fn a_many_to_many_from_both_sides() {
    same!(
        1,
        posts::table.order_by(posts::id).with(Post::tags.order_by(tags::id.desc()).joined()),
        posts::table.order_by(posts::id).with(Post::tags.order_by(tags::id.desc())),
        |post| (post.id, post.tags().rows().cloned().collect::<Vec<_>>())
    );
    same!(
        1,
        tags::table.order_by(tags::name).with(Tag::posts.order_by(posts::title).joined()),
        tags::table.order_by(tags::name).with(Tag::posts.order_by(posts::title)),
        |tag| (tag.id, tag.posts().rows().cloned().collect::<Vec<_>>())
    );
}

#[test]
fn filters_stand_in_the_condition_of_the_join() {
    let plan = || {
        User::posts
            .filter(posts::title.like("%1%"))
            .or_filter(posts::content.is_null())
            .order_by(posts::content)
            .then_order_by(posts::id.desc())
    };
    same!(
        1,
        users::table.order_by(users::id).with(plan().joined()),
        users::table.order_by(users::id).with(plan()),
        |user| (user.id, user.posts().rows().cloned().collect::<Vec<_>>())
    );
    let written = || Post::author.filter(users::id.gt(5));
    same!(
        1,
        posts::table.order_by(posts::id).with(written().joined()),
        posts::table.order_by(posts::id).with(written()),
        |post| (post.id, post.author().map(|author| author.id))
    );
    let tagged = || User::posts.filter(Post::tags.any(tags::id.gt(6))).order_by(posts::id);
    same!(
        1,
        users::table.order_by(users::id).with(tagged().joined()),
        users::table.order_by(users::id).with(tagged()),
        |user| (user.id, user.posts().map(|post| post.id).collect::<Vec<_>>())
    );
}

#[test]
fn a_filter_of_a_not_null_belongs_to_leaves_an_option() {
    let some = || Profile::user.filter(users::id.gt(5));
    same!(
        1,
        profiles::table.order_by(profiles::id).with(some().joined()),
        profiles::table.order_by(profiles::id).with(some()),
        |profile| (profile.id, profile.user().map(|user| user.id))
    );
}

#[test]
fn chains_and_siblings() {
    same!(
        1,
        posts::table.order_by(posts::id).with(Post::author.with(User::profile.joined()).joined()),
        posts::table.order_by(posts::id).with(Post::author.with(User::profile)),
        |post| (
            post.id,
            post.author().map(|author| (author.id, author.profile().map(|it| it.row().clone())))
        )
    );
    same!(
        1,
        users::table
            .order_by(users::id)
            .with(User::profile.joined())
            .with(User::posts.order_by(posts::id).joined()),
        users::table.order_by(users::id).with(User::posts.order_by(posts::id)).with(User::profile),
        |user| {
            let posts = user.posts().map(|post| post.id).collect::<Vec<_>>();
            (user.id, posts, user.profile().map(|profile| profile.id))
        }
    );
}

#[test]
fn many_rows_beneath_one() {
    same!(
        1,
        profiles::table
            .order_by(profiles::id)
            .with(Profile::user.with(User::posts.order_by(posts::id).joined()).joined()),
        profiles::table
            .order_by(profiles::id)
            .with(Profile::user.with(User::posts.order_by(posts::id))),
        |profile| (profile.id, profile.user().posts().map(|post| post.id).collect::<Vec<_>>())
    );
    // Posts share their author, whose profile then is one row.
    same!(
        1,
        tags::table.order_by(tags::id).with(
            Tag::posts
                .order_by(posts::id)
                .with(Post::author.with(User::profile.joined()).joined())
                .joined()
        ),
        tags::table
            .order_by(tags::id)
            .with(Tag::posts.order_by(posts::id).with(Post::author.with(User::profile))),
        |tag| tag
            .posts()
            .map(|post| post.author().map(|it| (it.id, it.profile().map(|profile| profile.id))))
            .collect::<Vec<_>>()
    );
}

#[test]
fn what_is_not_joined_is_loaded_grouped() {
    same!(
        4,
        posts::table
            .order_by(posts::id)
            .with(Post::author.with(User::profile.with(Profile::user)).joined())
            .with(Post::tags.order_by(tags::id)),
        posts::table
            .order_by(posts::id)
            .with(Post::tags.order_by(tags::id))
            .with(Post::author.with(User::profile.with(Profile::user))),
        |post| {
            let author = post
                .author()
                .map(|author| author.profile().map(|profile| profile.user().username.clone()));
            (post.id, author, post.tags().map(|tag| tag.id).collect::<Vec<_>>())
        }
    );
    same!(
        2,
        users::table
            .order_by(users::id)
            .with(User::posts.order_by(posts::id).with(Post::tags.order_by(tags::id)).joined()),
        users::table
            .order_by(users::id)
            .with(User::posts.order_by(posts::id).with(Post::tags.order_by(tags::id))),
        |user| user
            .posts()
            .map(|post| post.tags().map(|tag| tag.id).collect())
            .collect::<Vec<Vec<i32>>>()
    );
    same!(
        2,
        users::table
            .order_by(users::id)
            .with(User::posts.order_by(posts::id.desc()).per_parent(1))
            .with(User::profile.joined()),
        users::table
            .order_by(users::id)
            .with(User::profile)
            .with(User::posts.order_by(posts::id.desc()).per_parent(1)),
        |user| (user.posts().map(|post| post.id).collect::<Vec<_>>(), user.profile().is_some())
    );
}

#[test]
fn where_the_rows_come_in_one_order_the_graphs_are_equal() {
    let (mut conn, _) = world();
    let posts = || User::posts.order_by((posts::user_id, posts::title));
    let query = || users::table.order_by(users::id);
    let joined = query().with(posts().joined()).load(&mut conn).unwrap();
    assert_eq!(joined, query().with(posts()).load(&mut conn).unwrap());
    let mut one_of_each = || {
        let joined = query().with(User::profile.joined()).load(&mut conn).unwrap();
        let grouped = query().with(User::profile.order_by(profiles::user_id));
        (joined, grouped.load(&mut conn).unwrap())
    };
    let (joined, grouped) = one_of_each();
    assert_eq!(joined, grouped);
}

#[test]
fn a_row_stands_once_and_is_shared() {
    let (mut conn, _) = world();
    let posts = posts::table.with(Post::author.joined()).load(&mut conn).unwrap();
    let authors = || posts.iter().filter_map(|post| post.author());
    for one in authors() {
        assert!(authors().filter(|it| it.id == one.id).all(|it| std::ptr::eq(it.row(), one.row())));
    }
}

#[test]
fn an_aggregate_of_the_same_relation_stands_beside() {
    let (mut conn, world) = world();
    let query = || users::table.order_by(users::id);
    let joined = query().with(User::posts.joined()).with(User::posts.count());
    let (users, statements) = sent(&mut conn, |conn| joined.load(conn));
    assert_eq!(statements.len(), 2);
    let counted = query().with(User::posts.count()).with(User::posts.joined());
    assert_eq!(counted.load(&mut conn).unwrap(), users);
    for user in &users {
        assert_eq!(user.count(User::posts) as usize, user.posts().len());
        assert_eq!(user.posts().len(), world.posts_of(&user).len());
    }
}
