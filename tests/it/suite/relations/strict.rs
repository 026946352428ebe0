//! Models in a module that forbids what the generated code might do.
#![deny(missing_docs, unreachable_pub, warnings, clippy::all)]
#![forbid(unsafe_code)]

use crate::suite::world::world;
use blog::schema::{post_tags, posts, profiles, tags, users};
use conjoin::prelude::*;
use diesel::prelude::*;

/// The part of the module that others may use.
pub mod public {
    use super::*;

    /// A user.
    #[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = users)]
    #[relations(
        has_many(posts: Post, back_populates = author),
        has_one(profile: Profile, back_populates = user),
    )]
    pub struct User {
        /// The key.
        pub id: i32,
    }

    /// A post.
    #[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = posts)]
    #[relations(
        belongs_to(author: User, foreign_key = user_id, back_populates = posts),
        many_to_many(tags: Tag, through = post_tags(post_id, tag_id), back_populates = posts),
    )]
    pub struct Post {
        /// The key.
        pub id: i32,
        /// The author's key.
        pub user_id: Option<i32>,
    }

    /// A profile.
    #[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = profiles)]
    #[relations(belongs_to(user: User, foreign_key = user_id, back_populates = profile))]
    pub struct Profile {
        /// The user's key.
        pub user_id: i32,
    }

    /// A tag.
    #[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = tags)]
    #[relations(
        many_to_many(posts: Post, through = post_tags(tag_id, post_id), back_populates = tags),
    )]
    pub struct Tag {
        /// The key.
        pub id: i32,
    }
}

mod private {
    use super::*;

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = users)]
    #[relations(has_many(posts: Post, back_populates = author))]
    pub(super) struct User {
        pub(super) id: i32,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = posts)]
    #[relations(
        belongs_to(author: User, foreign_key = user_id, back_populates = posts),
        many_to_many(tags: Tag, through = post_tags, back_populates = posts),
    )]
    pub(super) struct Post {
        id: i32,
        user_id: Option<i32>,
    }

    // Relations that nothing uses are no dead code.
    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = tags)]
    #[relations(many_to_many(posts: Post, through = post_tags, back_populates = tags))]
    pub(super) struct Tag {
        id: i32,
    }
}

#[test]
fn generated_code_is_clean_in_public_modules() {
    use public::{Post, Profile, Tag, User};

    let (mut conn, world) = world();
    let plan = User::posts.with(Post::tags.with(Tag::posts)).with(Post::author);
    let users = users::table.with(User::profile.with(Profile::user)).with(plan);
    assert_eq!(users.load(&mut conn).unwrap().len(), world.users.len());
}

#[test]
fn generated_code_is_clean_in_private_modules() {
    use private::{Post, User};

    let (mut conn, world) = world();
    let users = users::table.with(User::posts.with(Post::author)).load(&mut conn).unwrap();
    assert!(users.iter().map(|user| user.id).eq(world.users.iter().map(|user| user.id)));
}
