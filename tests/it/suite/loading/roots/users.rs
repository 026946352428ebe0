use super::{Order, check, every_shape, rows, same, with};
use crate::database::DB;
use crate::suite::world::{World, sent, world};
use blog::schema::{posts, profiles, tags, users};
use blog::{Post, Tag, User};
use conjoin::prelude::*;
use diesel::dsl::exists;
use diesel::prelude::*;

macro_rules! from_every_shape {
    ($($arguments:tt)*) => {
        every_shape! {
            users: User, username, users;
            [
                (
                    "inner joined, parents repeat",
                    Unspecified,
                    users::table.inner_join(posts::table),
                    |world: &World| world.posts.iter().filter_map(|post| world.author_of(post)).collect()
                ),
                (
                    "left joined, parents repeat",
                    Given,
                    users::table.left_join(posts::table).order_by(users::id),
                    |world: &World| {
                        let times = |user: &User| world.posts_of(user).len().max(1);
                        let repeat = |user: &User| vec![user.clone(); times(user)];
                        world.users.iter().flat_map(repeat).collect()
                    }
                ),
                (
                    "inner joined and distinct",
                    Unspecified,
                    users::table.inner_join(posts::table).distinct(),
                    |world: &World| {
                        let writes = |user: &&User| !world.posts_of(user).is_empty();
                        world.users.iter().filter(writes).cloned().collect()
                    }
                ),
                (
                    "in a sub-query",
                    Unspecified,
                    users::table.filter(users::id.eq_any(profiles::table.select(profiles::user_id))),
                    |world: &World| {
                        let has_profile = |user: &&User| world.profile_of(user).is_some();
                        world.users.iter().filter(has_profile).cloned().collect()
                    }
                ),
                (
                    "where a row exists",
                    Unspecified,
                    users::table.filter(exists(
                        posts::table
                            .filter(posts::user_id.eq(users::id.nullable()))
                            .filter(posts::title.like("%7"))
                    )),
                    |world: &World| {
                        let sevens = |user: &&User| {
                            world.posts_of(user).iter().any(|post| post.title.ends_with('7'))
                        };
                        world.users.iter().filter(sevens).cloned().collect()
                    }
                ),
                (
                    "joined through a relation and filtered",
                    Unspecified,
                    users::table.join(User::posts).filter(posts::title.like("%1%")),
                    |world: &World| {
                        let posts = world.posts.iter().filter(|post| post.title.contains('1'));
                        posts.filter_map(|post| world.author_of(post)).collect()
                    }
                ),
                (
                    "outer joined through a relation to those without",
                    Unspecified,
                    users::table.outer_join(User::posts).filter(posts::id.is_null()),
                    |world: &World| {
                        let silent = |user: &&User| world.posts_of(user).is_empty();
                        world.users.iter().filter(silent).cloned().collect()
                    }
                ),
                (
                    "at the far end of two joins",
                    Unspecified,
                    tags::table.join(Tag::posts).join(Post::author).filter(tags::id.eq(4)),
                    |world: &World| {
                        let tagged = world.post_tags.iter().filter(|(_, tag)| *tag == 4);
                        let post = |id: i32| world.posts.iter().find(|post| post.id == id).unwrap();
                        tagged.filter_map(|(id, _)| world.author_of(post(*id))).collect()
                    }
                ),
            ]
            check! { $($arguments)* }
        }
    };
}

#[test]
fn has_many_is_the_same_from_every_root() {
    from_every_shape! {
        [User::posts.order_by(posts::title.desc())];
        |user| user.posts().rows().cloned().collect::<Vec<_>>();
        |world, user| world.posts_of(user);
        |users| usize::from(!users.is_empty())
    }
}

#[test]
fn has_one_is_the_same_from_every_root() {
    from_every_shape! {
        [User::profile];
        |user| user.profile().map(|profile| profile.row().clone());
        |world, user| world.profile_of(user);
        |users| usize::from(!users.is_empty())
    }
}

#[test]
fn nested_relations_are_the_same_from_every_root() {
    from_every_shape! {
        [User::posts.order_by(posts::title.desc()).with(Post::tags.order_by(tags::name))];
        |user| user
            .posts()
            .map(|post| (post.row().clone(), post.tags().rows().cloned().collect::<Vec<_>>()))
            .collect::<Vec<_>>();
        |world, user| world
            .posts_of(user)
            .into_iter()
            .map(|post| (post.clone(), world.tags_of(&post)))
            .collect::<Vec<_>>();
        |users| match users.iter().any(|user| !world.posts_of(user).is_empty()) {
            true => 2,
            false => usize::from(!users.is_empty()),
        }
    }
}

#[test]
fn relations_side_by_side_are_the_same_from_every_root() {
    from_every_shape! {
        [User::profile, User::posts.order_by(posts::title.desc())];
        |user| (
            user.posts().rows().cloned().collect::<Vec<_>>(),
            user.profile().map(|profile| profile.row().clone())
        );
        |world, user| (world.posts_of(user), world.profile_of(user));
        |users| if users.is_empty() { 0 } else { 2 }
    }
}
