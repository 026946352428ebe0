//! Tables in another schema: a database that is attached to SQLite, another database of MariaDB's.

use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

diesel::table! {
    suppliers (id) {
        id -> Integer,
    }
}
diesel::table! {
    conjoin_warehouse.items (id) {
        id -> Integer,
        name -> Text,
        supplier_id -> Nullable<Integer>,
        part_of -> Nullable<Integer>,
    }
}
diesel::table! {
    conjoin_warehouse.barcodes (id) {
        id -> Integer,
        item_id -> Integer,
    }
}
diesel::table! {
    conjoin_warehouse.item_labels (item_id, label_id) {
        item_id -> Integer,
        label_id -> Integer,
    }
}
diesel::table! {
    labels (id) {
        id -> Integer,
        name -> Text,
    }
}
diesel::allow_tables_to_appear_in_same_query!(suppliers, items, barcodes, item_labels, labels);

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = suppliers)]
#[relations(has_many(items: Item, back_populates = supplier))]
struct Supplier {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = items)]
#[relations(
    belongs_to(supplier: Supplier, back_populates = items),
    belongs_to(whole: Item, foreign_key = part_of, back_populates = parts),
    has_many(parts: Item, back_populates = whole),
    has_one(barcode: Barcode, back_populates = item),
    many_to_many(labels: Label, through = item_labels, back_populates = items),
)]
struct Item {
    id: i32,
    name: String,
    supplier_id: Option<i32>,
    part_of: Option<i32>,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = barcodes)]
#[relations(belongs_to(item: Item, back_populates = barcode))]
struct Barcode {
    id: i32,
    item_id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = labels)]
#[relations(many_to_many(items: Item, through = item_labels, back_populates = labels))]
struct Label {
    id: i32,
    name: String,
}

fn world() -> Conn {
    let mut conn = database(
        "CREATE TABLE suppliers (id INTEGER); CREATE TABLE labels (id INTEGER, name TEXT);
         INSERT INTO suppliers VALUES (1), (2), (3); INSERT INTO labels VALUES (7, 'new'), (8, 'old');",
    );
    crate::database::make_schema(&mut conn, "conjoin_warehouse");
    let tables = crate::database::dialect(
        "CREATE TABLE conjoin_warehouse.items (id INTEGER, name TEXT, supplier_id INTEGER,
            part_of INTEGER);
         CREATE TABLE conjoin_warehouse.barcodes (id INTEGER, item_id INTEGER);
         CREATE TABLE conjoin_warehouse.item_labels (item_id INTEGER, label_id INTEGER);
         INSERT INTO conjoin_warehouse.items VALUES
            (1, 'bolt', 1, NULL), (2, 'nut', 1, 4), (3, 'washer', 2, 4), (4, 'set', NULL, NULL);
         INSERT INTO conjoin_warehouse.barcodes VALUES (5, 1), (6, 4);
         INSERT INTO conjoin_warehouse.item_labels VALUES (1, 7), (1, 8), (2, 8), (4, 7);",
    );
    conn.batch_execute(&tables).unwrap();
    conn
}

#[test]
fn relations_lead_into_another_schema_and_out_of_it() {
    let mut conn = world();
    let plan = Supplier::items.order_by(items::id).with(Item::supplier);
    let query = suppliers::table.order_by(suppliers::id).with(plan);
    let (suppliers, sent) = sent(&mut conn, |conn| query.load(conn));
    let ids = suppliers.iter().map(|it| it.items().map(|item| item.id).collect::<Vec<_>>());
    assert!(ids.eq([vec![1, 2], vec![3], vec![]]));
    let items = || suppliers.iter().flat_map(|supplier| supplier.items());
    assert!(items().all(|item| item.supplier().map(|it| it.id) == item.supplier_id));
    assert!(sent[1].contains(
        " FROM `conjoin_warehouse`.`items` WHERE `conjoin_warehouse`.`items`.`supplier_id` "
    ));
}

#[test]
fn relations_stay_within_another_schema() {
    let mut conn = world();
    let query = items::table.order_by(items::id).with(Item::barcode.with(Barcode::item));
    let items = query.with(Item::whole).with(Item::parts.order_by(items::id.desc()));
    let items = items.load(&mut conn).unwrap();
    let barcodes = items.iter().map(|item| item.barcode().map(|barcode| barcode.id));
    assert!(barcodes.eq([Some(5), None, None, Some(6)]));
    for item in &items {
        assert!(item.barcode().is_none_or(|barcode| barcode.item().id == barcode.item_id));
        assert_eq!(item.whole().map(|whole| whole.id), item.part_of);
    }
    assert!(items.get(3).unwrap().parts().map(|part| part.name.clone()).eq(["washer", "nut"]));
}

#[test]
fn an_association_table_may_stand_in_another_schema() {
    let mut conn = world();
    let plan = Item::labels.order_by(labels::id);
    let items = items::table.order_by(items::id).with(plan).load(&mut conn).unwrap();
    let labels = items.iter().map(|item| item.labels().map(|label| label.id).collect::<Vec<_>>());
    assert!(labels.eq([vec![7, 8], vec![8], vec![], vec![7]]));
    let plan = Label::items.order_by(items::id.desc());
    let labels = labels::table.order_by(labels::id).with(plan).load(&mut conn).unwrap();
    let items = labels.iter().map(|label| label.items().map(|item| item.id).collect::<Vec<_>>());
    assert!(items.eq([vec![4, 1], vec![2, 1]]));
}

#[test]
fn joins_cross_schemas() {
    let mut conn = world();
    let pairs = suppliers::table
        .join(Supplier::items)
        .join(Item::labels)
        .order_by((items::id, labels::id))
        .select((suppliers::id, items::name, labels::name))
        .load::<(i32, String, String)>(conn.diesel())
        .unwrap();
    let pairs: Vec<_> = pairs.iter().map(|(id, item, label)| (*id, &**item, &**label)).collect();
    assert_eq!(pairs, [(1, "bolt", "new"), (1, "bolt", "old"), (1, "nut", "old")]);
    let rows = labels::table
        .outer_join(Label::items)
        .outer_join(Item::barcode)
        .order_by((labels::id, items::id))
        .select((Label::as_select(), Option::<Barcode>::as_select()))
        .load::<(Label, Option<Barcode>)>(conn.diesel())
        .unwrap();
    let rows = rows.iter().map(|(label, barcode)| (&*label.name, barcode.as_ref().map(|it| it.id)));
    assert!(rows.eq([("new", Some(5)), ("new", Some(6)), ("old", Some(5)), ("old", None)]));
}

#[test]
fn related_rows_are_asked_for_in_their_schema() {
    let mut conn = world();
    let count = Supplier { id: 1 }.related(Supplier::items).count();
    assert_eq!(count.get_result(conn.diesel()), Ok(2_i64));
    let set = items::table.find(4).select(Item::as_select()).first(conn.diesel()).unwrap();
    let labels = set.related(Item::labels).select(labels::name).load::<String>(conn.diesel());
    assert_eq!(labels, Ok(vec!["new".to_owned()]));
    assert_eq!(diesel::delete(set.related(Item::parts)).execute(&mut conn), Ok(2));
}

/// In one query the two would need aliases, which Diesel leaves to the query.
mod a_table_of_the_same_name {
    use super::*;

    mod own {
        diesel::table! {
            items (id) {
                id -> Integer,
                model -> Integer,
            }
        }
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = own::items)]
    #[relations(belongs_to(model: Model, foreign_key = model, back_populates = pieces))]
    struct Piece {
        id: i32,
        model: i32,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = items)]
    #[relations(has_many(pieces: Piece, back_populates = model))]
    struct Model {
        id: i32,
    }

    #[test]
    fn is_another_table() {
        let mut conn = world();
        conn.batch_execute(
            "CREATE TABLE items (id INTEGER, model INTEGER); INSERT INTO items VALUES (9, 3), (10, 3)",
        )
        .unwrap();
        let pieces = own::items::table.with(Piece::model.with(Model::pieces)).load(&mut conn);
        let pieces = pieces.unwrap();
        assert_eq!(pieces.len(), 2);
        for piece in &pieces {
            assert!(piece.id > 8 && piece.model().id == piece.model);
            assert_eq!(piece.model().pieces().len(), 2);
        }
        let pieces = Model { id: 3 }.related(Model::pieces).count().get_result(conn.diesel());
        assert_eq!(pieces, Ok(2_i64));
    }
}
