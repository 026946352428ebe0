use super::{Order, check, every_shape, rows, same, with};
use crate::database::DB;
use crate::suite::world::{World, sent, world};
use blog::schema::{posts, profiles, users};
use blog::{Profile, User};
use conjoin::prelude::*;
use diesel::dsl::exists;
use diesel::prelude::*;

macro_rules! from_every_shape {
    ($($arguments:tt)*) => {
        every_shape! {
            profiles: Profile, bio, profiles;
            [
                (
                    "inner joined",
                    Unspecified,
                    profiles::table.inner_join(users::table),
                    |world: &World| world.profiles.clone()
                ),
                (
                    "left joined",
                    Unspecified,
                    profiles::table.left_join(users::table),
                    |world: &World| world.profiles.clone()
                ),
                (
                    "in a sub-query",
                    Unspecified,
                    profiles::table.filter(profiles::user_id.eq_any(
                        users::table.filter(users::username.like("user%")).select(users::id)
                    )),
                    |world: &World| {
                        let named = |profile: &&Profile| {
                            world.user_of(profile).username.starts_with("user")
                        };
                        world.profiles.iter().filter(named).cloned().collect()
                    }
                ),
                (
                    "where a row exists",
                    Unspecified,
                    profiles::table.filter(exists(
                        posts::table.filter(posts::user_id.eq(profiles::user_id.nullable()))
                    )),
                    |world: &World| {
                        let writes = |profile: &&Profile| {
                            !world.posts_of(&world.user_of(profile)).is_empty()
                        };
                        world.profiles.iter().filter(writes).cloned().collect()
                    }
                ),
                (
                    "joined through two relations, rows repeat",
                    Unspecified,
                    profiles::table.join(Profile::user).join(User::posts),
                    |world: &World| {
                        let times = |profile: &Profile| world.posts_of(&world.user_of(profile)).len();
                        let profiles = world.profiles.iter();
                        profiles.flat_map(|profile| vec![profile.clone(); times(profile)]).collect()
                    }
                ),
                (
                    "outer joined through a relation",
                    Unspecified,
                    profiles::table.outer_join(Profile::user),
                    |world: &World| world.profiles.clone()
                ),
            ]
            check! { $($arguments)* }
        }
    };
}

#[test]
fn a_belongs_to_that_is_not_null_is_the_same_from_every_root() {
    from_every_shape! {
        [Profile::user];
        |profile| profile.user().row().clone();
        |world, profile| world.user_of(profile);
        |profiles| usize::from(!profiles.is_empty())
    }
}

#[test]
fn relations_nested_in_a_belongs_to_that_is_not_null_are_the_same_from_every_root() {
    from_every_shape! {
        [Profile::user.with(User::posts.order_by(posts::title.desc())).with(User::profile)];
        |profile| {
            let user = profile.user();
            let posts = user.posts().rows().cloned().collect::<Vec<_>>();
            (user.row().clone(), posts, user.profile().map(|profile| profile.row().clone()))
        };
        |world, profile| {
            let user = world.user_of(profile);
            (user.clone(), world.posts_of(&user), Some(profile.clone()))
        };
        |profiles| if profiles.is_empty() { 0 } else { 3 }
    }
}
