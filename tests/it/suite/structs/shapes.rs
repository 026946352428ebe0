//! Keys of several columns, two relations to one table, rows read as another struct, names of any kind.

use crate::suite::conn::Conn;
use crate::suite::world::{database, world};
use blog::User;
use blog::schema::{posts, users};
use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! {
    halls (city, number) {
        city -> Text,
        number -> Integer,
    }
}
diesel::table! {
    concerts (id) {
        id -> Integer,
        city -> Nullable<Text>,
        number -> Nullable<Integer>,
        moved_to -> Nullable<Integer>,
        #[sql_name = "type"]
        kind -> Text,
    }
}
diesel::allow_tables_to_appear_in_same_query!(halls, concerts);

// Not `Clone`: no row of it is shared.
#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = halls)]
#[relations(
    backend = blog::MultiBackend,
    has_many(concerts: Concert, back_populates = hall),
    has_many(lost: Concert, back_populates = old_hall),
)]
struct Hall {
    city: String,
    number: i32,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = concerts)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(hall: Hall, foreign_key = (city, number), back_populates = concerts),
    belongs_to(old_hall: Hall, foreign_key = (city, moved_to), back_populates = lost),
)]
struct Concert {
    id: i32,
    city: Option<String>,
    number: Option<i32>,
    moved_to: Option<i32>,
    #[diesel(column_name = kind)]
    r#type: String,
}

fn halls() -> Conn {
    database(
        "CREATE TABLE halls (city VARCHAR(20) NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (city, number));
         CREATE TABLE concerts (id INTEGER PRIMARY KEY, city VARCHAR(20), number INTEGER,
             moved_to INTEGER, type VARCHAR(20) NOT NULL);
         INSERT INTO halls VALUES ('Bonn', 1), ('Bonn', 2), ('Graz', 1);
         INSERT INTO concerts VALUES (1, 'Bonn', 1, 2, 'jazz'), (2, 'Bonn', 1, NULL, 'rock'),
             (3, 'Graz', 1, NULL, 'jazz'), (4, NULL, 1, 1, 'folk');",
    )
}

#[derive(FromGraph, Debug, PartialEq)]
#[from_graph(Hall { concerts, lost })]
struct HallView {
    city: String,
    number: i32,
    concerts: Vec<ConcertView>,
    lost: Vec<Concert>,
}

#[derive(FromGraph, Debug, PartialEq)]
#[from_graph(Concert { old_hall })]
struct ConcertView {
    r#type: String,
    old_hall: Option<Place>,
}

#[derive(FromGraph, Debug, PartialEq)]
#[from_graph(Hall)]
struct Place {
    number: i32,
}

#[test]
fn relations_of_several_columns_and_to_one_table_fill_the_fields_of_their_names() {
    let mut conn = halls();
    let concerts = Hall::concerts.order_by(concerts::id).with(Concert::old_hall);
    let halls = halls::table.order_by((halls::city, halls::number)).with(concerts);
    let halls: Vec<HallView> =
        halls.with(Hall::lost.order_by(concerts::id)).load(&mut conn).unwrap().into_structs();
    let shown = halls.iter().map(|hall| {
        let concerts = hall.concerts.iter().map(|concert| {
            (concert.r#type.as_str(), concert.old_hall.as_ref().map(|hall| hall.number))
        });
        let lost: Vec<i32> = hall.lost.iter().map(|concert| concert.id).collect();
        (hall.city.as_str(), hall.number, concerts.collect::<Vec<_>>(), lost)
    });
    let expected = [
        ("Bonn", 1, vec![("jazz", Some(2)), ("rock", None)], vec![]),
        ("Bonn", 2, vec![], vec![1]),
        ("Graz", 1, vec![("jazz", None)], vec![]),
    ];
    assert!(shown.eq(expected), "{halls:?}");
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = posts)]
#[relations(backend = blog::MultiBackend)]
struct Title {
    title: String,
}

#[derive(FromGraph)]
#[from_graph(User { posts as Title })]
struct Titles {
    posts: Vec<Headline>,
}

#[derive(FromGraph, Debug, PartialEq)]
#[from_graph(Title)]
struct Headline {
    title: String,
}

#[test]
fn rows_that_are_read_as_another_struct_fill_structs_for_that() {
    let (mut conn, world) = world();
    let plan = User::posts.as_model::<Title>().order_by(posts::title.desc());
    let users = users::table.order_by(users::id).with(plan).load(&mut conn).unwrap();
    for (titles, user) in users.into_structs::<Titles>().into_iter().zip(&world.users) {
        let expected = world.posts_of(user).into_iter().map(|post| Headline { title: post.title });
        assert!(titles.posts.into_iter().eq(expected));
    }
}

mod somewhere {
    pub(super) mod views {
        /// A struct of another module, for a model that is named by its path.
        #[derive(conjoin::FromGraph)]
        #[from_graph(blog::User { profile })]
        pub(in super::super) struct Page {
            pub(in super::super) username: String,
            pub(in super::super) profile: Option<Bio>,
            pub(in super::super) user: blog::User,
        }

        #[derive(conjoin::FromGraph)]
        #[from_graph(blog::Profile)]
        pub(in super::super) struct Bio {
            pub(in super::super) bio: String,
        }
    }
}

#[test]
fn structs_are_anywhere() {
    let (mut conn, world) = world();
    let users = users::table.order_by(users::id).with(User::profile).load(&mut conn).unwrap();
    for (page, user) in users.into_structs::<somewhere::views::Page>().into_iter().zip(&world.users)
    {
        assert_eq!(page.profile.map(|it| it.bio), world.profile_of(user).map(|it| it.bio));
        assert_eq!((&page.username, &page.user), (&user.username, user));
    }
}

/// A function over whatever fills a struct.
fn all<M, E, T: FromGraph<M, E>>(graph: conjoin::Graph<M, E>) -> Vec<T> {
    graph.into_structs()
}

#[test]
fn structs_are_filled_in_generic_code() {
    let (mut conn, world) = world();
    let users = users::table.order_by(users::id).with(User::profile).load(&mut conn).unwrap();
    assert_eq!(all::<_, _, User>(users), world.users);
}
