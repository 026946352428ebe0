//! Keys that only the database takes for equal, in aggregates, trees, paths and rows read as other structs:
//! what a join finds is there as well.

use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::dsl::count_star;
use diesel::prelude::*;

diesel::table! {
    headers (code) {
        code -> Text,
        place -> Integer,
    }
}
diesel::table! {
    items (id) {
        id -> Integer,
        header -> Nullable<Text>,
        amount -> Integer,
    }
}
diesel::table! {
    labels (name) {
        name -> Text,
    }
}
diesel::table! {
    header_labels (header, label) {
        header -> Text,
        label -> Text,
    }
}
diesel::table! {
    parts (code) {
        code -> Text,
        of -> Nullable<Text>,
    }
}
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
        hall -> Nullable<Integer>,
    }
}
diesel::allow_tables_to_appear_in_same_query!(headers, items, labels, header_labels);

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = headers)]
#[relations(
    backend = blog::MultiBackend,
    has_many(lines: Line, back_populates = header),
    many_to_many(labels: Label, through = header_labels(header, label), one_way),
)]
struct Header {
    code: String,
    place: i32,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = items)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(header: Header, foreign_key = header, back_populates = lines),
    has_many(labels: Label, through = header.labels, one_way),
)]
struct Line {
    id: i32,
    header: Option<String>,
    amount: i32,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = labels)]
#[relations(backend = blog::MultiBackend)]
struct Label {
    name: String,
}

/// A header as another struct.
#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = headers)]
#[relations(backend = blog::MultiBackend)]
struct Place {
    place: i32,
    code: String,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = parts)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(whole: Assembly, foreign_key = of, back_populates = pieces),
    has_many(pieces: Assembly, back_populates = whole),
)]
struct Assembly {
    code: String,
    of: Option<String>,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = halls, primary_key(city, number))]
#[relations(
    backend = blog::MultiBackend,
    has_many(concerts: Concert, back_populates = played_in),
)]
struct Hall {
    city: String,
    number: i32,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = concerts)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(played_in: Hall, foreign_key = (city, hall), back_populates = concerts),
)]
struct Concert {
    id: i32,
    city: Option<String>,
    hall: Option<i32>,
}

fn world() -> Conn {
    database(
        "CREATE TABLE headers (code TEXT PRIMARY KEY COLLATE NOCASE, place INTEGER NOT NULL);
         CREATE TABLE items (id INTEGER PRIMARY KEY, header TEXT COLLATE NOCASE,
             amount INTEGER NOT NULL);
         CREATE TABLE labels (name TEXT PRIMARY KEY COLLATE NOCASE);
         CREATE TABLE header_labels (header TEXT COLLATE NOCASE, label TEXT COLLATE NOCASE);
         CREATE TABLE parts (code TEXT PRIMARY KEY COLLATE NOCASE, of TEXT COLLATE NOCASE);
         INSERT INTO headers VALUES ('ABC', 1), ('DEF', 2), ('XYZ', 3);
         INSERT INTO items VALUES (1, 'ABC', 10), (2, 'abc', 20), (3, 'Xyz', 40), (4, NULL, 80),
             (5, 'aBC', 160), (6, 'none', 320);
         INSERT INTO labels VALUES ('New'), ('Paid');
         INSERT INTO header_labels VALUES ('abc', 'NEW'), ('ABC', 'paid'), ('Abc', 'new'),
             ('xyz', 'PAID');
         INSERT INTO parts VALUES ('Car', NULL), ('Wheel', 'CAR'), ('Tyre', 'wheel'), ('Hub', 'Wheel'),
             ('Nut', 'HUB'), ('Bike', NULL), ('Bell', 'bike');",
    )
}

#[test]
fn an_aggregate_is_of_the_rows_that_the_database_takes_for_related() {
    let mut conn = world();
    let query = || headers::table.order_by(headers::code);
    let loaded = query()
        .with(Header::lines.count())
        .with(Header::lines.exists())
        .with(Header::lines.sum(items::amount))
        .with(Header::lines.max(items::id))
        .with(Header::labels.count())
        .load(&mut conn)
        .unwrap();
    let counts: Vec<i64> = loaded.iter().map(|header| header.count(Header::lines)).collect();
    assert_eq!(counts, [3, 0, 1]);
    assert!(loaded.iter().map(|header| header.exists(Header::lines)).eq([true, false, true]));
    let sums = loaded.iter().map(|header| header.sum(Header::lines, items::amount));
    assert!(sums.eq([190, 0, 40]));
    let last = loaded.iter().map(|header| header.max(Header::lines, items::id));
    assert!(last.eq([Some(5), None, Some(3)]));
    assert!(loaded.iter().map(|header| header.count(Header::labels)).eq([2, 0, 1]));
    let selected: Vec<i64> = query().select(Header::lines.count()).load(conn.diesel()).unwrap();
    assert_eq!(selected, counts);
    let rows = query().with(Header::lines).load(&mut conn).unwrap();
    assert!(rows.iter().map(|header| header.lines().len() as i64).eq(counts));
}

#[test]
fn an_aggregate_up_is_of_the_row_that_the_database_takes_for_referred_to() {
    let mut conn = world();
    let query = || items::table.order_by(items::id);
    let loaded =
        query().with(Line::header.exists()).with(Line::labels.count()).load(&mut conn).unwrap();
    let exists: Vec<bool> = loaded.iter().map(|line| line.exists(Line::header)).collect();
    assert_eq!(exists, [true, true, true, false, true, false]);
    let labels: Vec<i64> = loaded.iter().map(|line| line.count(Line::labels)).collect();
    assert_eq!(labels, [2, 2, 1, 0, 2, 0]);
    let selected: Vec<i64> = query().select(Line::labels.count()).load(conn.diesel()).unwrap();
    assert_eq!(selected, labels);
    let found = items::table.filter(Line::header.exists()).select(count_star());
    assert_eq!(found.first::<i64>(conn.diesel()), Ok(4));
}

#[test]
fn a_path_begins_with_a_key_in_any_spelling() {
    let mut conn = world();
    let plan = Line::labels.order_by(labels::name);
    let lines = items::table.order_by(items::id).with(plan).load(&mut conn).unwrap();
    let names = lines.iter().map(|line| {
        line.labels().map(|label| label.row().name.as_str()).collect::<Vec<_>>().join(" ")
    });
    assert!(names.eq(["New Paid", "New Paid", "Paid", "", "New Paid", ""]));
}

#[test]
fn a_row_is_read_as_another_struct() {
    let mut conn = world();
    let plan = Line::header.as_model::<Place>();
    let lines = items::table.order_by(items::id).with(plan).load(&mut conn).unwrap();
    let places = lines.iter().map(|line| line.header().map(|header| header.place));
    assert!(places.eq([Some(1), Some(1), Some(3), None, Some(1), None]));
}

#[test]
fn a_tree_grows_by_keys_in_any_spelling() {
    fn pieces<N: Has<assembly::pieces, Child = N>>(of: N) -> usize {
        of.get(Assembly::pieces).map(|piece| 1 + pieces(piece)).sum()
    }
    let mut conn = world();
    let query = || parts::table.filter(parts::of.is_null()).order_by(parts::code.desc());
    let trees = query().with(Assembly::pieces.recursive()).load(&mut conn).unwrap();
    assert!(trees.iter().map(pieces).eq([4, 1]));
    let level = query().with(Assembly::pieces.recursive().depth(2)).load(&mut conn).unwrap();
    let codes = |at: usize| level.get(at).unwrap().pieces().map(|piece| piece.pieces().len());
    assert_eq!((codes(0).sum::<usize>(), codes(1).sum::<usize>()), (2, 0));
    let all = parts::table.with(Assembly::pieces.recursive()).load(&mut conn).unwrap();
    assert_eq!(all.iter().map(|part| part.pieces().len()).sum::<usize>(), 5);
}

#[test]
fn a_tree_is_climbed_by_keys_in_any_spelling() {
    fn way<N: Has<assembly::whole, Child = N> + std::ops::Deref<Target = Assembly>>(
        of: N,
    ) -> String {
        match of.get(Assembly::whole) {
            Some(whole) => format!("{} {}", of.code, way(whole)),
            None => of.code.clone(),
        }
    }
    let mut conn = world();
    let query = || parts::table.filter(parts::code.eq_any(["Nut", "Tyre"])).order_by(parts::code);
    let parts = query().with(Assembly::whole.recursive()).load(&mut conn).unwrap();
    assert!(parts.iter().map(way).eq(["Nut Hub Wheel Car", "Tyre Wheel Car"]));
}

#[test]
fn a_key_of_several_columns_is_compared_by_each_in_any_spelling() {
    let postgresql = crate::database::name() == "postgresql";
    let city = match crate::database::name() {
        // Not the character set of the connection.
        "mariadb" => "VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_german1_ci",
        _ => "VARCHAR(20) COLLATE NOCASE",
    };
    let mut conn = database(&format!(
        "CREATE TABLE halls (city {city}, number INTEGER, PRIMARY KEY (city, number));
         CREATE TABLE concerts (id INTEGER PRIMARY KEY, city {city}, hall INTEGER);
         INSERT INTO halls VALUES ('Oslo', 1), ('Oslo', 2), ('Orléans', 1);
         INSERT INTO concerts VALUES (1, 'OSLO', 1), (2, 'oslo', 1), (3, 'Oslo', 2), (4, 'Orléans', NULL),
             (5, 'orléans', 1), (6, 'Orléans', 1), (7, 'Paris', 1);"
    ));
    if postgresql {
        // The plan of a large table.
        let plan =
            "SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off";
        conn.batch_execute(plan).unwrap();
    }
    let plan = Hall::concerts.order_by(concerts::id);
    let query = halls::table.order_by((halls::city, halls::number)).with(plan);
    let halls = query.load(&mut conn).unwrap();
    let ids = halls.iter().map(|hall| hall.concerts().map(|it| it.id).collect::<Vec<_>>());
    assert!(ids.eq([vec![5, 6], vec![1, 2], vec![3]]));
    let concerts = concerts::table.order_by(concerts::id).with(Concert::played_in);
    let concerts = concerts.load(&mut conn).unwrap();
    let halls = concerts.iter().map(|concert| {
        concert.played_in().map(|hall| (hall.row().city.as_str(), hall.row().number))
    });
    let (oslo, orleans) = (Some(("Oslo", 1)), Some(("Orléans", 1)));
    assert!(halls.eq([oslo, oslo, Some(("Oslo", 2)), None, orleans, orleans, None]));
}

#[test]
fn nothing_more_is_asked_where_keys_add_up() {
    let mut conn = world();
    conn.batch_execute(
        "UPDATE items SET header = 'ABC' WHERE header IS NOT NULL;
         UPDATE header_labels SET header = 'ABC';
         DELETE FROM parts; INSERT INTO parts VALUES ('Car', NULL), ('Wheel', 'Car');",
    )
    .unwrap();
    let (_, counted) =
        sent(&mut conn, |conn| headers::table.with(Header::lines.count()).load(conn));
    assert_eq!(counted.len(), 2);
    let (_, counted) = sent(&mut conn, |conn| items::table.with(Line::header.exists()).load(conn));
    assert_eq!(counted.len(), 2);
    let (_, loaded) = sent(&mut conn, |conn| items::table.with(Line::labels).load(conn));
    assert_eq!(loaded.len(), 2);
    let recursive = |conn: &mut Conn| parts::table.with(Assembly::pieces.recursive()).load(conn);
    assert_eq!(sent(&mut conn, recursive).1.len(), 2);
    let recursive = |conn: &mut Conn| parts::table.with(Assembly::whole.recursive()).load(conn);
    assert_eq!(sent(&mut conn, recursive).1.len(), 2);
}
