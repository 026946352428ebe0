//! Names in the database that no Rust item can have: `#[sql_name]` on tables and columns.

use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! {
    #[sql_name = "Order"]
    orders (id) {
        #[sql_name = "Order Id"]
        id -> Integer,
        #[sql_name = "where"]
        place -> Text,
    }
}
diesel::table! {
    #[sql_name = "order lines"]
    lines (number) {
        #[sql_name = "№"]
        number -> Integer,
        #[sql_name = "Order Id"]
        order -> Nullable<Integer>,
        #[sql_name = "select"]
        chosen -> Integer,
    }
}
diesel::table! {
    #[sql_name = "group"]
    groups (id) {
        #[sql_name = "from"]
        id -> Integer,
        #[sql_name = "a.b"]
        dotted -> Text,
    }
}
diesel::table! {
    #[sql_name = "Lines In Groups"]
    members (line, group) {
        #[sql_name = "order by"]
        line -> Integer,
        #[sql_name = "group by"]
        group -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(orders, lines, groups, members);

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = orders)]
#[relations(has_many(lines: Line, back_populates = order))]
struct Order {
    id: i32,
    place: String,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = lines)]
#[relations(
    belongs_to(order: Order, foreign_key = order, back_populates = lines),
    many_to_many(groups: Group, through = members(line, group), back_populates = lines),
)]
struct Line {
    number: i32,
    order: Option<i32>,
    #[diesel(column_name = chosen)]
    choice: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = groups)]
#[relations(many_to_many(lines: Line, through = members(group, line), back_populates = groups))]
struct Group {
    id: i32,
    dotted: String,
}

fn world() -> Conn {
    database(
        r#"CREATE TABLE "Order" ("Order Id" INTEGER, "where" TEXT);
        CREATE TABLE "order lines" ("№" INTEGER, "Order Id" INTEGER, "select" INTEGER);
        CREATE TABLE "group" ("from" INTEGER, "a.b" TEXT);
        CREATE TABLE "Lines In Groups" ("order by" INTEGER, "group by" INTEGER);
        INSERT INTO "Order" VALUES (1, 'Rome'), (2, 'Oslo');
        INSERT INTO "order lines" VALUES (10, 1, 5), (11, 1, 6), (12, NULL, 7);
        INSERT INTO "group" VALUES (20, 'x.y'), (21, 'z');
        INSERT INTO "Lines In Groups" VALUES (10, 20), (10, 21), (12, 21);"#,
    )
}

#[test]
fn spaces_keywords_and_capitals_name_tables_and_keys() {
    let mut conn = world();
    let plan = Order::lines.filter(lines::chosen.gt(0)).order_by(lines::number.desc());
    let query = orders::table.order_by(orders::id).with(plan.with(Line::order));
    let (orders, sent) = sent(&mut conn, |conn| query.load(conn));
    let lines = orders.iter().map(|order| {
        let lines = order.lines().map(|line| (line.number, line.choice));
        (order.place.clone(), lines.collect::<Vec<_>>())
    });
    let expected = [("Rome".to_owned(), vec![(11, 6), (10, 5)]), ("Oslo".to_owned(), vec![])];
    assert!(lines.eq(expected));
    for line in orders.iter().flat_map(|order| order.lines()) {
        assert_eq!(line.order().map(|order| order.id), Some(1));
    }
    assert!(sent[1].contains(" WHERE `order lines`.`Order Id` "), "{sent:?}");
}

#[test]
fn they_name_association_tables_too() {
    let mut conn = world();
    let plan = Line::groups.order_by(groups::dotted.desc()).with(Group::lines);
    let lines = lines::table.order_by(lines::number).with(plan).load(&mut conn).unwrap();
    let groups = lines
        .iter()
        .map(|line| line.groups().map(|group| (group.id, group.lines().len())).collect::<Vec<_>>());
    assert!(groups.eq([vec![(21, 2), (20, 1)], vec![], vec![(21, 2)]]));
    assert!(lines.iter().all(|line| line.order.is_none() == (line.number == 12)));
}

#[test]
fn they_are_joined_and_their_related_rows_asked_for() {
    let mut conn = world();
    let rows = orders::table
        .outer_join(Order::lines)
        .outer_join(Line::groups)
        .order_by((orders::id, lines::number, groups::id))
        .select((orders::place, groups::dotted.nullable()))
        .load::<(String, Option<String>)>(conn.diesel())
        .unwrap();
    let rows: Vec<_> = rows.iter().map(|(place, dotted)| (&**place, dotted.as_deref())).collect();
    let rome = |dotted| ("Rome", dotted);
    assert_eq!(rows, [rome(Some("x.y")), rome(Some("z")), rome(None), ("Oslo", None)]);
    let line = Line { number: 10, order: Some(1), choice: 5 };
    let dotted = line.related(Line::groups).order_by(groups::id).select(groups::dotted);
    let dotted = dotted.load::<String>(conn.diesel());
    assert_eq!(dotted, Ok(vec!["x.y".to_owned(), "z".to_owned()]));
    let order = line.related(Line::order).select(orders::place).first::<String>(conn.diesel());
    assert_eq!(order.as_deref(), Ok("Rome"));
}
