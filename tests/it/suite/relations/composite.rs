//! Keys of several columns: primary, unique, nullable in part, and in an association table.

use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::Error;
use conjoin::{key, prelude::*};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

diesel::table! {
    halls (city, number) {
        city -> Text,
        number -> Integer,
        code -> Nullable<Integer>,
    }
}
diesel::table! {
    concerts (id) {
        id -> Integer,
        city -> Nullable<Text>,
        hall -> Nullable<Integer>,
    }
}
diesel::table! {
    doors (id) {
        id -> Integer,
        city -> Text,
        hall -> Integer,
    }
}
diesel::table! {
    sponsors (name, country) {
        name -> Text,
        country -> Integer,
    }
}
diesel::table! {
    hall_sponsors (city, hall, name, country) {
        city -> Text,
        hall -> Integer,
        name -> Text,
        country -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(halls, concerts, doors, sponsors, hall_sponsors);

#[derive(Queryable, Selectable, Identifiable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = halls, primary_key(city, number))]
#[relations(
    backend = blog::MultiBackend,
    has_many(concerts: Concert, back_populates = hall_of),
    has_many(doors: Door, foreign_key = (doors::city, doors::hall), one_way),
    has_one(door: Door, back_populates = into),
    many_to_many(
        sponsors: Sponsor, through = hall_sponsors((city, hall), (name, country)), back_populates = halls
    ),
)]
struct Hall {
    city: String,
    number: i32,
    code: Option<i32>,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = concerts)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(hall_of: Hall, foreign_key = (city, hall), back_populates = concerts),
    belongs_to(
        coded: Hall, foreign_key = (hall, city), references = (halls::code, halls::city), one_way
    ),
)]
struct Concert {
    id: i32,
    city: Option<String>,
    hall: Option<i32>,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = doors)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(into: Hall, foreign_key = (city, hall), back_populates = door),
)]
struct Door {
    id: i32,
    city: String,
    hall: i32,
}

// Its table knows its primary key.
#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = sponsors)]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(
        halls: Hall, through = hall_sponsors((name, country), (city, hall)), back_populates = sponsors
    ),
)]
struct Sponsor {
    name: String,
    country: i32,
}

fn world() -> Conn {
    database(
        "CREATE TABLE halls (city VARCHAR(20) NOT NULL, number INTEGER NOT NULL, code INTEGER,
             PRIMARY KEY (city, number), UNIQUE (code, city));
         CREATE TABLE concerts (id INTEGER PRIMARY KEY, city VARCHAR(20), hall INTEGER);
         CREATE TABLE doors (id INTEGER PRIMARY KEY, city VARCHAR(20) NOT NULL, hall INTEGER NOT NULL);
         CREATE TABLE sponsors (name VARCHAR(20) NOT NULL, country INTEGER NOT NULL,
             PRIMARY KEY (name, country));
         CREATE TABLE hall_sponsors (city VARCHAR(20) NOT NULL, hall INTEGER NOT NULL,
             name VARCHAR(20) NOT NULL, country INTEGER NOT NULL);
         INSERT INTO halls VALUES ('Rome', 1, 2), ('Rome', 2, 1), ('Oslo', 1, NULL), ('Oslo', 2, NULL);
         INSERT INTO concerts VALUES
             (1, 'Rome', 2), (2, 'Oslo', 1), (3, 'Rome', 1), (4, 'Rome', NULL), (5, NULL, 1),
             (6, NULL, NULL), (7, 'Bern', 1), (8, 'Rome', 2);
         INSERT INTO doors VALUES (1, 'Rome', 1), (2, 'Oslo', 2);
         INSERT INTO sponsors VALUES ('Fiat', 1), ('Fiat', 2), ('Equinor', 2);
         INSERT INTO hall_sponsors VALUES
             ('Rome', 1, 'Fiat', 1), ('Rome', 2, 'Fiat', 2), ('Oslo', 1, 'Fiat', 2),
             ('Oslo', 1, 'Equinor', 2), ('Oslo', 1, 'Equinor', 2), ('Oslo', 2, 'Nobody', 1);",
    )
}

fn halls_in_order() -> diesel::dsl::Order<halls::table, (halls::city, halls::number)> {
    halls::table.order((halls::city, halls::number))
}

#[test]
fn several_columns_are_compared_as_one_key() {
    let mut conn = world();
    let plan = Hall::concerts.order_by(concerts::id);
    let halls = halls_in_order().with(plan).load(&mut conn).unwrap();
    let ids = halls.iter().map(|hall| hall.concerts().map(|it| it.id).collect::<Vec<_>>());
    assert_eq!(ids.collect::<Vec<_>>(), [vec![2], vec![], vec![3], vec![1, 8]]);
}

/// Lists of six keys are filled up to eight.
#[test]
fn lists_of_several_columns_are_filled_up() {
    let mut conn = world();
    conn.batch_execute("INSERT INTO halls VALUES ('Bern', 1, NULL), ('Bern', 2, NULL)").unwrap();
    let all = Hall::concerts.order_by(concerts::id);
    let last = |rows| Hall::concerts.order_by(concerts::id.desc()).per_parent(rows);
    macro_rules! concerts {
        ($plan:expr) => {{
            let halls = halls_in_order().with($plan).load(&mut conn).unwrap();
            let halls = halls.iter().map(|hall| hall.concerts().map(|it| it.id).collect());
            halls.collect::<Vec<Vec<i32>>>()
        }};
    }
    assert_eq!(concerts!(all), [vec![7], vec![], vec![2], vec![], vec![3], vec![1, 8]]);
    assert_eq!(concerts!(last(1)), [vec![7], vec![], vec![2], vec![], vec![3], vec![8]]);
    assert_eq!(concerts!(last(2)), [vec![7], vec![], vec![2], vec![], vec![3], vec![8, 1]]);
}

#[test]
fn a_key_that_is_null_in_part_leads_nowhere() {
    let mut conn = world();
    let concerts = concerts::table.order(concerts::id).with(Concert::hall_of).load(&mut conn);
    let concerts = concerts.unwrap();
    let halls = concerts.iter().map(|it| it.hall_of().map(|hall| (hall.city.clone(), hall.number)));
    let rome = |number| Some(("Rome".to_owned(), number));
    let oslo = Some(("Oslo".to_owned(), 1));
    assert_eq!(
        halls.collect::<Vec<_>>(),
        [rome(2), oslo, rome(1), None, None, None, None, rome(2)]
    );
}

#[test]
fn a_composite_key_may_refer_to_unique_columns() {
    let mut conn = world();
    let concerts = concerts::table.order(concerts::id).with(Concert::coded).load(&mut conn);
    let concerts = concerts.unwrap();
    let halls = concerts.iter().map(|it| it.coded().map(|hall| hall.number));
    let expected = [Some(1), None, Some(2), None, None, None, None, Some(1)];
    assert_eq!(halls.collect::<Vec<_>>(), expected);
}

#[test]
fn one_composite_key_is_compared_column_by_column() {
    let mut conn = world();
    let (hall, statements) = sent(&mut conn, |conn| {
        halls::table.find(("Rome", 2)).with(Hall::concerts).with(Hall::sponsors).first(conn)
    });
    assert_eq!(hall.concerts().len(), 2);
    assert_eq!(hall.sponsors().rows().map(|it| it.country).collect::<Vec<_>>(), [2]);
    assert_eq!(
        statements[1..],
        [
            "SELECT `concerts`.`id`, `concerts`.`city`, `concerts`.`hall` FROM `concerts` \
             WHERE `concerts`.`city` = ? AND `concerts`.`hall` = ?",
            "SELECT `hall_sponsors`.`city`, `hall_sponsors`.`hall`, `sponsors`.`name`, \
             `sponsors`.`country`, `sponsors`.`name`, `sponsors`.`country` FROM `sponsors` \
             INNER JOIN `hall_sponsors` ON `hall_sponsors`.`name` = `sponsors`.`name` \
             AND `hall_sponsors`.`country` = `sponsors`.`country` \
             WHERE `hall_sponsors`.`city` = ? AND `hall_sponsors`.`hall` = ?",
        ]
    );
}

#[test]
fn several_composite_keys_with_text_are_compared_as_the_database_does_it_right() {
    let mut conn = world();
    let (_, statements) =
        sent(&mut conn, |conn| doors::table.with(Door::into).load(conn).map(|doors| doors.len()));
    let one = "(`halls`.`city` = ? AND `halls`.`number` = ?)";
    let condition = match crate::database::name() {
        "sqlite" => {
            "(`halls`.`city`, `halls`.`number`) IN (SELECT * FROM (VALUES (?, ?), (?, ?)) AS keys)"
                .to_owned()
        }
        _ => format!("({one} OR {one})"),
    };
    let sent = statements[1].split_once(" WHERE ").unwrap().1.replace("`keys`", "keys");
    assert_eq!(sent, condition);
}

mod numbers {
    use super::*;

    diesel::table! {
        squares (x, y) {
            x -> Integer,
            y -> Integer,
        }
    }
    diesel::table! {
        pieces (id) {
            id -> Integer,
            x -> Integer,
            y -> Integer,
        }
    }

    #[derive(Queryable, Selectable, Relations)]
    #[diesel(table_name = squares, primary_key(x, y))]
    #[relations(
        backend = blog::MultiBackend,
        has_many(pieces: Piece, back_populates = square),
    )]
    struct Square {
        x: i32,
        y: i32,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[diesel(table_name = pieces)]
    #[relations(
        backend = blog::MultiBackend,
        belongs_to(square: Square, foreign_key = (x, y), back_populates = pieces),
    )]
    struct Piece {
        id: i32,
        x: i32,
        y: i32,
    }

    #[test]
    fn several_composite_keys_of_numbers_are_compared_as_rows() {
        let mut conn = database(
            "CREATE TABLE squares (x INTEGER, y INTEGER, PRIMARY KEY (x, y));
             CREATE TABLE pieces (id INTEGER PRIMARY KEY, x INTEGER NOT NULL, y INTEGER NOT NULL);
             INSERT INTO squares VALUES (1, 2), (2, 1);
             INSERT INTO pieces VALUES (1, 2, 1), (2, 1, 2), (3, 2, 1);",
        );
        let query = squares::table.order_by(squares::x).with(Square::pieces.order_by(pieces::id));
        let (squares, statements) = sent(&mut conn, |conn| query.load(conn));
        let ids = squares.iter().map(|it| it.pieces().map(|it| it.id).collect::<Vec<_>>());
        assert!(ids.eq([vec![2], vec![1, 3]]));
        let rows = match crate::database::name() {
            "mariadb" => "(?, ?), (?, ?)",
            _ => "SELECT * FROM (VALUES (?, ?), (?, ?)) AS keys",
        };
        let sent = statements[1].replace("`keys`", "keys");
        assert!(sent.contains(&format!("(`pieces`.`x`, `pieces`.`y`) IN ({rows})")), "{sent}");
    }
}

#[test]
fn associations_have_composite_keys_on_both_sides() {
    let mut conn = world();
    let halls = halls_in_order().with(Hall::sponsors.order_by(sponsors::name)).load(&mut conn);
    let halls = halls.unwrap();
    let names = halls.iter().map(|hall| {
        let sponsors = hall.sponsors().map(|it| format!("{} {}", it.name, it.country));
        sponsors.collect::<Vec<_>>().join(", ")
    });
    assert_eq!(names.collect::<Vec<_>>(), ["Equinor 2, Fiat 2", "", "Fiat 1", "Fiat 2"]);
    let sponsors = sponsors::table.order((sponsors::name, sponsors::country));
    let sponsors = sponsors.with(Sponsor::halls).load(&mut conn).unwrap();
    assert!(sponsors.iter().map(|it| it.halls().len()).eq([1, 1, 2]));
}

#[test]
fn a_composite_key_is_one_of_the_associated() {
    let mut conn = world();
    let found = |conn: &mut Conn, fiat: (&str, i32)| {
        let fiat = key((fiat.0.to_owned(), fiat.1));
        let lists = halls::table.filter(Hall::sponsors.contains(fiat.clone()));
        let each = halls::table.filter(Hall::sponsors.contains(fiat).correlated());
        let numbers = lists.order_by((halls::city, halls::number)).select(halls::number);
        let numbers: Vec<i32> = numbers.load(conn.diesel()).unwrap();
        assert_eq!(each.count().get_result(conn.diesel()), Ok(numbers.len() as i64));
        numbers
    };
    assert_eq!(found(&mut conn, ("Fiat", 2)), [1, 2]);
    assert_eq!(found(&mut conn, ("Fiat", 1)), [1]);
    assert!(found(&mut conn, ("Equinor", 1)).is_empty());
}

#[test]
fn composite_relations_are_joined() {
    let mut conn = world();
    let query = concerts::table.join(Concert::hall_of).order(concerts::id);
    assert_eq!(query.select(concerts::id).load(conn.diesel()), Ok(vec![1, 2, 3, 8]));
    let query = halls::table.outer_join(Hall::sponsors).order((halls::city, halls::number));
    let query = query
        .then_order_by(sponsors::name.nullable())
        .select((halls::number, sponsors::name.nullable()));
    let rows: Vec<(i32, Option<String>)> = query.load(conn.diesel()).unwrap();
    let name = |name: &str| Some(name.to_owned());
    assert_eq!(
        rows,
        [
            (1, name("Equinor")),
            (1, name("Equinor")),
            (1, name("Fiat")),
            (2, None),
            (1, name("Fiat")),
            (2, name("Fiat")),
        ]
    );
}

#[test]
fn related_rows_are_asked_for_by_composite_keys() {
    let mut conn = world();
    let hall = |city: &str, number| Hall { city: city.to_owned(), number, code: None };
    let concerts = hall("Rome", 2).related(Hall::concerts).count();
    assert_eq!(concerts.get_result(conn.diesel()), Ok(2_i64));
    let sponsors = hall("Oslo", 1).related(Hall::sponsors).count();
    assert_eq!(sponsors.get_result(conn.diesel()), Ok(2_i64));
    let nowhere = Concert { id: 4, city: Some("Rome".to_owned()), hall: None };
    let halls = nowhere.related(Concert::hall_of).count();
    assert_eq!(halls.get_result(conn.diesel()), Ok(0_i64));
}

#[test]
fn a_composite_key_that_leads_nowhere_is_an_error_where_it_is_not_null() {
    let mut conn = world();
    conn.batch_execute("INSERT INTO doors VALUES (3, 'Bern', 1)").unwrap();
    let error = doors::table.with(Door::into).load(&mut conn).err().unwrap();
    let key = "(\"Bern\", 1)".to_owned();
    assert_eq!(Error::of(&error), Some(&Error::MissingRow { relation: "Door::into", key }));
}

#[test]
fn a_second_row_behind_a_composite_one_to_one_is_an_error() {
    let mut conn = world();
    conn.batch_execute("INSERT INTO doors VALUES (3, 'Rome', 1)").unwrap();
    let error = halls::table.with(Hall::door).load(&mut conn).err().unwrap();
    let key = "(\"Rome\", 1)".to_owned();
    assert_eq!(Error::of(&error), Some(&Error::SecondRow { relation: "Hall::door", key }));
    let hall = halls::table.find(("Rome", 1)).with(Hall::doors).first(&mut conn).unwrap();
    assert_eq!(hall.doors().len(), 2);
}

#[test]
fn more_composite_keys_than_a_statement_takes_are_sent_in_several() {
    let mut conn = world();
    conn.batch_execute("DELETE FROM halls").unwrap();
    let rows = |row: fn(i32) -> String| (0..3000).map(row).collect::<Vec<_>>().join(", ");
    let halls = rows(|n| format!("('city {}', {n})", n % 7));
    let concerts = rows(|n| format!("({}, 'city {}', {n})", n + 100, n % 7));
    conn.batch_execute(&format!("INSERT INTO halls (city, number) VALUES {halls}")).unwrap();
    conn.batch_execute(&format!("INSERT INTO concerts VALUES {concerts}")).unwrap();
    let (halls, statements) = sent(&mut conn, |conn| halls::table.with(Hall::concerts).load(conn));
    assert_eq!(statements.len(), 1 + 3);
    assert!(halls.iter().all(|hall| { hall.concerts().map(|it| it.hall).eq([Some(hall.number)]) }));
}
