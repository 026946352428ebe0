//! What real schemas have besides: association tables with columns of their own, models of another
//! crate, rows that are reached in circles and by several ways.

use crate::suite::conn::Conn;
use crate::suite::world::{blog, database, sent};
use blog::schema::{posts, users};
use conjoin::{key, prelude::*};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

diesel::table! {
    people (id) {
        id -> Integer,
        name -> Text,
    }
}
diesel::table! {
    clubs (id) {
        id -> Integer,
        name -> Text,
    }
}
diesel::table! {
    memberships (id) {
        id -> Integer,
        person_id -> Integer,
        club_id -> Integer,
        role -> Text,
        since -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(people, clubs, memberships);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = people)]
#[relations(
    backend = blog::MultiBackend,
    has_many(memberships: Membership, back_populates = person, order_by = memberships::since),
    many_to_many(clubs: Club, through = memberships, back_populates = people),
    has_many(companions: Person, through = memberships.club.people, one_way),
)]
struct Person {
    id: i32,
    name: String,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = clubs)]
#[relations(
    backend = blog::MultiBackend,
    has_many(memberships: Membership, back_populates = club),
    many_to_many(people: Person, through = memberships, back_populates = clubs),
)]
struct Club {
    id: i32,
    name: String,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = memberships)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(person: Person, back_populates = memberships),
    belongs_to(club: Club, back_populates = memberships),
)]
struct Membership {
    id: i32,
    person_id: i32,
    club_id: i32,
    role: String,
    since: i32,
}

fn world() -> Conn {
    database(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(10) NOT NULL);
         CREATE TABLE clubs (id INTEGER PRIMARY KEY, name VARCHAR(10) NOT NULL);
         CREATE TABLE memberships (id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL,
             club_id INTEGER NOT NULL, role VARCHAR(10) NOT NULL, since INTEGER NOT NULL);
         INSERT INTO people VALUES (1, 'ann'), (2, 'ben'), (3, 'cat');
         INSERT INTO clubs VALUES (1, 'chess'), (2, 'choir');
         INSERT INTO memberships VALUES (1, 1, 2, 'guest', 2020), (2, 1, 1, 'chair', 2010),
             (3, 2, 2, 'chair', 2015), (4, 1, 2, 'guest', 2000);",
    )
}

#[test]
fn an_association_is_read_together_with_its_target_in_its_own_order() {
    let mut conn = world();
    let query = people::table.order(people::id);
    let people = query.with(Person::memberships.with(Membership::club)).load(&mut conn).unwrap();
    let lines = people.iter().flat_map(|person| {
        person.memberships().map(move |it| {
            format!("{} {} of {} since {}", person.name, it.role, it.club().name, it.since)
        })
    });
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            "ann guest of choir since 2000",
            "ann chair of chess since 2010",
            "ann guest of choir since 2020",
            "ben chair of choir since 2015",
        ]
    );
    assert!(people.get(0).unwrap().memberships().all(|it| it.person_id == 1));
}

#[test]
fn targets_are_filtered_and_ordered_by_columns_of_their_association() {
    let mut conn = world();
    let chairs = Club::people.filter(memberships::role.eq("chair"));
    let clubs = clubs::table.order(clubs::id).with(chairs).load(&mut conn).unwrap();
    let names =
        clubs.iter().map(|club| club.people().map(|it| it.name.clone()).collect::<Vec<_>>());
    assert_eq!(names.collect::<Vec<_>>(), [["ann"], ["ben"]]);
    let plan = Person::clubs.order_by(memberships::since.desc());
    let ann = people::table.find(1).with(plan).first(&mut conn).unwrap();
    assert!(ann.clubs().map(|club| club.id).eq([2, 1]));
}

#[test]
fn a_member_is_found_by_the_association_that_is_a_model() {
    let mut conn = world();
    let of = |id| Person::clubs.contains(key(id));
    let choir = people::table.filter(of(2)).order_by(people::id).select(people::id);
    assert_eq!(choir.load(conn.diesel()), Ok(vec![1, 2]));
    // Inside a condition on the association table, which the other names.
    let chairs = memberships::role.eq("chair");
    let chairs =
        clubs::table.filter(Club::memberships.any(chairs.and(Membership::person.has(of(1)))));
    assert_eq!(chairs.select(clubs::id).load(conn.diesel()), Ok(vec![1]));
    let of_choir = memberships::table.filter(Membership::person.has(of(1).correlated()));
    assert_eq!(of_choir.count().get_result(conn.diesel()), Ok(3_i64));
}

#[test]
fn a_path_leads_through_an_association_as_a_model() {
    let mut conn = world();
    let plan = Person::companions.order_by(people::id);
    let people = people::table.order(people::id).with(plan).load(&mut conn).unwrap();
    let ids = people.iter().map(|person| person.companions().map(|it| it.id).collect::<Vec<_>>());
    assert_eq!(ids.collect::<Vec<_>>(), [vec![1, 2], vec![1, 2], vec![]]);
}

/// A model of this crate over a table, and with a target, of another one.
#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = users)]
#[relations(
    backend = blog::MultiBackend,
    has_many(posts: blog::Post, foreign_key = posts::user_id, order_by = posts::id, one_way),
)]
struct Writer {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = posts)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(author: blog::User, foreign_key = user_id, one_way),
)]
struct Text {
    id: i32,
    user_id: Option<i32>,
}

#[test]
fn models_of_another_crate_are_related_to() {
    let mut conn = blog();
    let plan = Writer::posts.with(blog::Post::tags);
    let writers = users::table.order(users::id).with(plan).load(&mut conn).unwrap();
    assert!(writers.iter().map(|it| (it.id, it.posts().len())).eq([(1, 2), (2, 1), (3, 0)]));
    assert_eq!(writers.get(0).unwrap().posts().next().unwrap().tags().len(), 2);
    let plan = Text::author.with(blog::User::profile);
    let texts = posts::table.order(posts::id).with(plan).load(&mut conn).unwrap();
    let authors = texts.iter().map(|it| (it.id, it.user_id, it.author().map(|author| author.id)));
    assert!(authors.eq([
        (1, Some(1), Some(1)),
        (2, Some(1), Some(1)),
        (3, Some(2), Some(2)),
        (4, None, None)
    ]));
}

#[test]
fn a_circle_of_relations_ends_where_the_plan_does() {
    let mut conn = blog();
    let plan = blog::User::posts.with(blog::Post::author.with(blog::User::posts));
    let (users, statements) =
        sent(&mut conn, |conn| users::table.order(users::id).with(plan).load(conn));
    let alice = users.get(0).unwrap();
    for post in alice.posts() {
        let author = post.author().unwrap();
        assert_eq!((author.id, author.posts().len()), (1, 2));
    }
    assert_eq!(statements.len(), 4);
}

#[test]
fn rows_that_are_reached_by_two_ways_stay_apart() {
    let mut conn = world();
    let plan = Person::memberships.filter(memberships::role.eq("chair"));
    let club = Person::clubs.with(Club::memberships);
    let ann = people::table.find(1).with(plan).with(club).first(&mut conn).unwrap();
    assert!(ann.memberships().map(|it| it.id).eq([2]));
    assert_eq!(ann.clubs().map(|club| club.memberships().len()).sum::<usize>(), 4);
}

#[test]
fn two_hundred_thousand_children_of_one_parent_load() {
    let mut conn = world();
    for start in (0..200_000).step_by(20_000) {
        let row = |id: i32| format!("({id}, 3, 1, 'guest', {})", -id);
        let rows = (start + 10..start + 20_010).map(row).collect::<Vec<_>>().join(", ");
        conn.batch_execute(&format!("INSERT INTO memberships VALUES {rows}")).unwrap();
    }
    let query = people::table.order(people::id);
    let people = query.with(Person::memberships.with(Membership::club)).load(&mut conn).unwrap();
    assert!(people.iter().map(|it| it.memberships().len()).eq([3, 1, 200_000]));
    let mut since = people.get(2).unwrap().memberships().map(|it| (it.since, it.club().id));
    assert_eq!(since.next(), Some((-200_009, 1)));
}

diesel::table! {
    family (id) {
        id -> Integer,
        mother_id -> Nullable<Integer>,
        father_id -> Nullable<Integer>,
    }
}

/// Who has children with whom: the children pair them, in the same table.
#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = family)]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(fathers: Parent, through = family(mother_id, father_id), back_populates = mothers),
    many_to_many(mothers: Parent, through = family(father_id, mother_id), back_populates = fathers),
)]
struct Parent {
    id: i32,
}

#[test]
fn a_table_can_be_its_own_association() {
    let mut conn = database(
        "CREATE TABLE family (id INTEGER PRIMARY KEY, mother_id INTEGER, father_id INTEGER);
         INSERT INTO family VALUES (1, NULL, NULL), (2, NULL, NULL), (3, NULL, NULL), (4, 1, 2),
             (5, 1, 3), (6, 1, 2), (7, 4, NULL), (8, NULL, 5);",
    );
    let fathers = Parent::fathers.filter(family::id.ne(9)).order_by(family::id);
    let query = family::table.order(family::id).with(fathers).with(Parent::mothers);
    let (parents, statements) = sent(&mut conn, |conn| query.load(conn));
    let fathers = parents.iter().map(|it| it.fathers().map(|it| it.id).collect::<Vec<_>>());
    assert_eq!(fathers.collect::<Vec<_>>()[..4], [vec![2, 3], vec![], vec![], vec![]]);
    assert!(parents.iter().map(|it| it.mothers().len()).eq([0, 1, 1, 0, 0, 0, 0, 0]));
    assert!(
        statements[1].contains(
            "FROM `family` INNER JOIN `family` AS `conjoin:through_1` \
             ON `conjoin:through_1`.`father_id` = `family`.`id`"
        ),
        "{statements:?}"
    );
    let related = Parent { id: 1 }.related(Parent::fathers).order(family::id).select(family::id);
    assert_eq!(related.load(conn.diesel()), Ok(vec![2, 3]));
    let mothers = family::table.filter(Parent::fathers.any(family::id.eq(3))).select(family::id);
    assert_eq!(mothers.load(conn.diesel()), Ok(vec![1]));
}

mod wide {
    use conjoin::prelude::*;
    use diesel::prelude::*;

    diesel::table! {
        sheets (c1) {
            c1 -> Integer, c2 -> Integer, c3 -> Integer, c4 -> Integer, c5 -> Integer,
            c6 -> Integer, c7 -> Integer, c8 -> Integer, c9 -> Integer, c10 -> Integer,
            c11 -> Integer, c12 -> Integer, c13 -> Integer, c14 -> Integer, c15 -> Integer,
            c16 -> Integer, c17 -> Integer, c18 -> Integer, c19 -> Integer, c20 -> Integer,
        }
    }

    #[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
    #[diesel(table_name = sheets)]
    #[relations(
        backend = blog::MultiBackend,
        belongs_to(other: Sheet, foreign_key = c20, back_populates = others),
        has_many(others: Sheet, back_populates = other),
    )]
    #[rustfmt::skip]
    pub(super) struct Sheet {
        pub(super) c1: i32, pub(super) c2: i32, pub(super) c3: i32, pub(super) c4: i32,
        pub(super) c5: i32, pub(super) c6: i32, pub(super) c7: i32, pub(super) c8: i32,
        pub(super) c9: i32, pub(super) c10: i32, pub(super) c11: i32, pub(super) c12: i32,
        pub(super) c13: i32, pub(super) c14: i32, pub(super) c15: i32, pub(super) c16: i32,
        pub(super) c17: i32, pub(super) c18: i32, pub(super) c19: i32, pub(super) c20: i32,
    }
}

#[test]
fn twenty_columns_keep_their_places() {
    use wide::{Sheet, sheets};
    let columns: Vec<_> = (2..=20).map(|n| format!("c{n} INTEGER NOT NULL")).collect();
    let row = |first: i32, last: i32| {
        let between: Vec<_> = (2..20).map(|n| (first * 100 + n).to_string()).collect();
        format!("({first}, {}, {last})", between.join(", "))
    };
    let mut conn = database(&format!(
        "CREATE TABLE sheets (c1 INTEGER PRIMARY KEY, {}); INSERT INTO sheets VALUES {}, {}",
        columns.join(", "),
        row(1, 2),
        row(2, 1)
    ));
    let sheets = sheets::table.order(sheets::c1).with(Sheet::other.with(Sheet::others));
    let sheets = sheets.load(&mut conn).unwrap();
    let one = sheets.get(0).unwrap();
    assert_eq!(
        (one.other().c1, one.other().c2, one.other().c19, one.other().c20),
        (2, 202, 219, 1)
    );
    assert_eq!(one.other().others().next().unwrap().row(), one.row());
}
