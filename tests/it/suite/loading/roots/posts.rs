use super::{Order, check, every_shape, rows, same, with};
use crate::database::DB;
use crate::suite::world::{World, sent, world};
use blog::schema::{post_tags, posts, tags, users};
use blog::{Post, Tag, User};
use conjoin::prelude::*;
use diesel::dsl::exists;
use diesel::prelude::*;

macro_rules! from_every_shape {
    ($($arguments:tt)*) => {
        every_shape! {
            posts: Post, title, posts;
            [
                (
                    "inner joined, children keep their parents",
                    Unspecified,
                    posts::table.inner_join(users::table),
                    |world: &World| {
                        world.posts.iter().filter(|post| post.user_id.is_some()).cloned().collect()
                    }
                ),
                (
                    "left joined",
                    Unspecified,
                    posts::table.left_join(users::table),
                    |world: &World| world.posts.clone()
                ),
                (
                    "without a parent",
                    Unspecified,
                    posts::table.filter(posts::user_id.is_null()),
                    |world: &World| {
                        world.posts.iter().filter(|post| post.user_id.is_none()).cloned().collect()
                    }
                ),
                (
                    "in a sub-query",
                    Unspecified,
                    posts::table.filter(posts::id.eq_any(
                        post_tags::table.filter(post_tags::tag_id.eq(1)).select(post_tags::post_id)
                    )),
                    |world: &World| {
                        let rust = |post: &&Post| world.post_tags.contains(&(post.id, 1));
                        world.posts.iter().filter(rust).cloned().collect()
                    }
                ),
                (
                    "where a row exists",
                    Unspecified,
                    posts::table.filter(exists(
                        post_tags::table.filter(post_tags::post_id.eq(posts::id))
                    )),
                    |world: &World| {
                        let tagged = |post: &&Post| !world.tags_of(post).is_empty();
                        world.posts.iter().filter(tagged).cloned().collect()
                    }
                ),
                (
                    "joined through a many-to-many relation, rows repeat",
                    Unspecified,
                    posts::table.join(Post::tags),
                    |world: &World| {
                        let posts = world.posts.iter();
                        posts.flat_map(|post| vec![post.clone(); world.tags_of(post).len()]).collect()
                    }
                ),
                (
                    "outer joined through a many-to-many relation",
                    Unspecified,
                    posts::table.outer_join(Post::tags),
                    |world: &World| {
                        let times = |post: &Post| world.tags_of(post).len().max(1);
                        world.posts.iter().flat_map(|post| vec![post.clone(); times(post)]).collect()
                    }
                ),
                (
                    "in the middle of two joins",
                    Unspecified,
                    users::table.join(User::posts).outer_join(Post::tags).filter(users::id.eq(1)),
                    |world: &World| {
                        let posts = world.posts.iter().filter(|post| post.user_id == Some(1));
                        let times = |post: &Post| world.tags_of(post).len().max(1);
                        posts.flat_map(|post| vec![post.clone(); times(post)]).collect()
                    }
                ),
            ]
            check! { $($arguments)* }
        }
    };
}

fn has_author(posts: &[Post]) -> bool {
    posts.iter().any(|post| post.user_id.is_some())
}

#[test]
fn a_nullable_belongs_to_is_the_same_from_every_root() {
    from_every_shape! {
        [Post::author];
        |post| post.author().map(|author| author.row().clone());
        |world, post| world.author_of(post);
        |posts| usize::from(has_author(&posts))
    }
}

#[test]
fn many_to_many_is_the_same_from_every_root() {
    from_every_shape! {
        [Post::tags.order_by(tags::name)];
        |post| post.tags().rows().cloned().collect::<Vec<_>>();
        |world, post| world.tags_of(post);
        |posts| usize::from(!posts.is_empty())
    }
}

#[test]
fn relations_nested_in_belongs_to_are_the_same_from_every_root() {
    from_every_shape! {
        [Post::author.with(User::profile)];
        |post| post.author().map(|author| {
            (author.row().clone(), author.profile().map(|profile| profile.row().clone()))
        });
        |world, post| world.author_of(post).map(|author| {
            let profile = world.profile_of(&author);
            (author, profile)
        });
        |posts| if has_author(&posts) { 2 } else { 0 }
    }
}

#[test]
fn both_sides_of_many_to_many_nest_from_every_root() {
    from_every_shape! {
        [
            Post::author,
            Post::tags.order_by(tags::name).with(Tag::posts.order_by(posts::title.desc()))
        ];
        |post| (
            post.author().map(|author| author.row().clone()),
            post.tags().map(|tag| tag.posts().rows().cloned().collect()).collect::<Vec<Vec<_>>>()
        );
        |world, post| (
            world.author_of(post),
            world.tags_of(post).iter().map(|tag| world.posts_with(tag)).collect::<Vec<_>>()
        );
        |posts| {
            let tagged = posts.iter().any(|post| !world.tags_of(post).is_empty());
            [has_author(&posts), !posts.is_empty(), tagged].map(usize::from).iter().sum::<usize>()
        }
    }
}
