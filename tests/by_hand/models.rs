//! Models of every kind of relation, and short ways to make their rows.

use blog::schema::posts;
use blog::{Post, Profile, Tag, User};
use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! {
    halls (city, number) {
        city -> Text,
        number -> BigInt,
    }
}
diesel::table! {
    concerts (id) {
        id -> BigInt,
        city -> Nullable<Text>,
        number -> Nullable<BigInt>,
        first_city -> Text,
        first_number -> BigInt,
    }
}
diesel::table! {
    people (id) {
        id -> BigInt,
        boss_id -> Nullable<BigInt>,
    }
}
diesel::table! {
    friends (one, other) {
        one -> BigInt,
        other -> BigInt,
    }
}
diesel::allow_tables_to_appear_in_same_query!(halls, concerts, people, friends);

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
#[diesel(table_name = halls)]
#[relations(
    has_many(concerts: Concert, back_populates = hall),
    has_many(first_nights: Concert, back_populates = first_hall),
)]
pub(crate) struct Hall {
    pub(crate) city: String,
    pub(crate) number: i64,
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
#[diesel(table_name = concerts)]
#[relations(
    belongs_to(hall: Hall, foreign_key = (city, number), back_populates = concerts),
    belongs_to(
        first_hall: Hall, foreign_key = (first_city, first_number), back_populates = first_nights
    ),
)]
pub(crate) struct Concert {
    pub(crate) id: i64,
    pub(crate) city: Option<String>,
    pub(crate) number: Option<i64>,
    pub(crate) first_city: String,
    pub(crate) first_number: i64,
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
#[diesel(table_name = people)]
#[relations(
    belongs_to(boss: Person, foreign_key = boss_id, back_populates = reports),
    has_many(reports: Person, back_populates = boss),
    many_to_many(friends: Person, through = friends(one, other), one_way),
    has_many(peers: Person, through = boss.reports, one_way),
)]
pub(crate) struct Person {
    pub(crate) id: i64,
    pub(crate) boss_id: Option<i64>,
}

/// The posts by their titles alone.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
#[diesel(table_name = posts)]
pub(crate) struct Title {
    pub(crate) id: i32,
    pub(crate) title: String,
}

pub(crate) fn user(id: i32) -> User {
    User { id, username: format!("user {id}") }
}

pub(crate) fn post(id: i32, author: impl Into<Option<i32>>) -> Post {
    Post { id, title: format!("post {id}"), content: None, user_id: author.into() }
}

pub(crate) fn profile(id: i32, user_id: i32) -> Profile {
    Profile { id, bio: format!("profile {id}"), user_id }
}

pub(crate) fn tag(id: i32) -> Tag {
    Tag { id, name: format!("tag {id}") }
}

pub(crate) fn person(id: i64, boss: impl Into<Option<i64>>) -> Person {
    Person { id, boss_id: boss.into() }
}

pub(crate) fn hall(number: i64) -> Hall {
    Hall { city: "Ulm".to_owned(), number }
}

pub(crate) fn concert(id: i64, hall: Option<i64>, first: i64) -> Concert {
    let city = || "Ulm".to_owned();
    let (number, first_number) = (hall, first);
    Concert { id, city: hall.map(|_| city()), number, first_city: city(), first_number }
}
