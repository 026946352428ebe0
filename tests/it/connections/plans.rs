//! How SQLite goes about what it is asked: indexes are searched, and no table is read as a whole.

use conjoin::prelude::*;
use conjoin::testing::record;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

diesel::table! {
    cells (a, b) {
        a -> Integer,
        b -> Integer,
        next_a -> Nullable<Integer>,
        next_b -> Nullable<Integer>,
    }
}
diesel::table! {
    tags (id) {
        id -> Integer,
    }
}
diesel::table! {
    cell_tags (a, b, tag_id) {
        a -> Integer,
        b -> Integer,
        tag_id -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(cells, tags, cell_tags);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = cells)]
#[relations(
    belongs_to(next: Cell, foreign_key = (next_a, next_b), back_populates = previous),
    has_many(previous: Cell, back_populates = next),
    many_to_many(tags: Tag, through = cell_tags((a, b), tag_id), one_way),
    has_many(tags_before: Tag, through = previous.tags, one_way),
)]
struct Cell {
    a: i32,
    b: i32,
    next_a: Option<i32>,
    next_b: Option<i32>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = tags)]
struct Tag {
    id: i32,
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

fn world() -> SqliteConnection {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    conn.batch_execute(
        "CREATE TABLE cells (a INTEGER, b INTEGER, next_a INTEGER, next_b INTEGER, PRIMARY KEY (a, b));
         CREATE INDEX by_next ON cells (next_a, next_b);
         CREATE TABLE tags (id INTEGER PRIMARY KEY);
         CREATE TABLE cell_tags (a INTEGER, b INTEGER, tag_id INTEGER, PRIMARY KEY (a, b, tag_id));
         INSERT INTO cells VALUES (1, 1, NULL, NULL), (1, 2, 1, 1), (2, 1, 1, 2);
         INSERT INTO tags VALUES (1); INSERT INTO cell_tags VALUES (1, 2, 1);",
    )
    .unwrap();
    conn
}

/// Which tables the last statement of `load` reads as a whole.
fn scans(load: impl FnOnce(&mut SqliteConnection) -> QueryResult<()>) -> Vec<String> {
    let mut conn = world();
    let (result, statements) = record(&mut conn, load);
    result.unwrap();
    let sql = statements.sent.last().unwrap().replace('?', "1");
    let steps = diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load::<Step>(&mut conn);
    // Key lists, and the keys that a recursion reached, are gone through of course.
    let tables = ["SCAN cells", "SCAN tags", "SCAN cell_tags"];
    let scan = |step: &String| tables.iter().any(|table| step.starts_with(table));
    steps.unwrap().into_iter().map(|step| step.detail).filter(scan).collect()
}

#[test]
fn composite_keys_are_searched_in_an_index() {
    let none = Vec::<String>::new();
    assert_eq!(scans(|conn| cells::table.with(Cell::next).load(conn).map(drop)), none);
    assert_eq!(scans(|conn| cells::table.with(Cell::previous).load(conn).map(drop)), none);
    assert_eq!(scans(|conn| cells::table.with(Cell::tags).load(conn).map(drop)), none);
    assert_eq!(scans(|conn| cells::table.with(Cell::tags_before).load(conn).map(drop)), none);
}

#[test]
fn trees_are_searched_in_an_index() {
    let none = Vec::<String>::new();
    let down = Cell::previous.recursive();
    assert_eq!(scans(|conn| cells::table.find((1, 1)).with(down).load(conn).map(drop)), none);
    let up = Cell::next.recursive();
    assert_eq!(scans(|conn| cells::table.find((2, 1)).with(up).load(conn).map(drop)), none);
}

#[test]
fn what_is_joined_is_searched_in_an_index() {
    let joined = |conn: &mut SqliteConnection| {
        cells::table.find((1, 2)).with(Cell::tags.joined()).get_result(conn).map(drop)
    };
    assert_eq!(scans(joined), Vec::<String>::new());
}

#[test]
fn a_scan_would_be_seen() {
    let all = |conn: &mut SqliteConnection| tags::table.count().get_result::<i64>(conn).map(drop);
    assert_eq!(scans(all), ["SCAN tags"]);
}
