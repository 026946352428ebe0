//! Tables without constraints but their primary keys, and models with relations of every kind.

use conjoin::prelude::*;
use diesel::prelude::*;

pub(super) const TABLES: &str = "
    CREATE TABLE cells (a INTEGER NOT NULL, b VARCHAR(5) NOT NULL, next_a INTEGER,
        next_b VARCHAR(5), code INTEGER, PRIMARY KEY (a, b));
    CREATE TABLE tags (id INTEGER PRIMARY KEY);
    CREATE TABLE cell_tags (a INTEGER, b VARCHAR(5), tag_id INTEGER, weight INTEGER NOT NULL);
    CREATE TABLE tag_links (source_id INTEGER, target_id INTEGER);
    CREATE TABLE notes (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b VARCHAR(5) NOT NULL);
    CREATE TABLE items (id INTEGER PRIMARY KEY, owner_kind INTEGER NOT NULL, owner_id INTEGER NOT NULL,
        code INTEGER);";

diesel::table! {
    cells (a, b) {
        a -> Integer,
        b -> Text,
        next_a -> Nullable<Integer>,
        next_b -> Nullable<Text>,
        code -> Nullable<Integer>,
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
        b -> Text,
        tag_id -> Integer,
        weight -> Integer,
    }
}
diesel::table! {
    tag_links (source_id, target_id) {
        source_id -> Integer,
        target_id -> Integer,
    }
}
diesel::table! {
    notes (id) {
        id -> Integer,
        a -> Integer,
        b -> Text,
    }
}
diesel::table! {
    items (id) {
        id -> Integer,
        owner_kind -> Integer,
        owner_id -> Integer,
        code -> Nullable<Integer>,
    }
}
diesel::allow_tables_to_appear_in_same_query!(cells, tags, cell_tags, tag_links, notes, items);

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
#[diesel(table_name = cells)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(next: Cell, foreign_key = (next_a, next_b), back_populates = previous),
    has_many(previous: Cell, back_populates = next, order_by = (cells::a, cells::b)),
    many_to_many(
        tags: Tag, through = cell_tags((a, b), tag_id), back_populates = cells, order_by = tags::id
    ),
    many_to_many(
        light_tags: Tag,
        through = cell_tags((a, b), tag_id),
        filter = cell_tags::weight.lt(3),
        order_by = tags::id,
        one_way
    ),
    has_one(note: Note, back_populates = cell),
    has_many(neighbours: Cell, through = tags.cells, order_by = (cells::a, cells::b), one_way),
    has_one(after_next: Cell, through = next.next, one_way),
    has_many(tags_before: Tag, through = previous.tags, order_by = tags::id, one_way),
    has_many(tags_near: Tag, through = tags.cells.tags, order_by = tags::id, one_way),
)]
pub(super) struct Cell {
    pub(super) a: i32,
    pub(super) b: String,
    pub(super) next_a: Option<i32>,
    pub(super) next_b: Option<String>,
    pub(super) code: Option<i32>,
}

/// The same table, without the foreign key.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
#[diesel(table_name = cells)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(next: Place, foreign_key = (next_a, next_b), back_populates = previous),
    has_many(previous: Place, back_populates = next, order_by = (cells::a, cells::b)),
)]
pub(super) struct Place {
    pub(super) a: i32,
    pub(super) b: String,
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
#[diesel(table_name = tags)]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(
        cells: Cell,
        through = cell_tags(tag_id, (a, b)),
        back_populates = tags,
        order_by = (cells::a, cells::b)
    ),
    many_to_many(
        targets: Tag, through = tag_links(source_id, target_id), order_by = tags::id, one_way
    ),
    has_many(
        items: Item,
        foreign_key = items::owner_id,
        filter = items::owner_kind.eq(1),
        order_by = items::id.desc(),
        one_way
    ),
)]
pub(super) struct Tag {
    pub(super) id: i32,
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
#[diesel(table_name = notes)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(cell: Cell, foreign_key = (a, b), back_populates = note),
)]
pub(super) struct Note {
    pub(super) id: i32,
    pub(super) a: i32,
    pub(super) b: String,
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
#[diesel(table_name = items)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(coded: Cell, foreign_key = code, references = cells::code, one_way),
    belongs_to(pinned: Tag, foreign_key = owner_id, filter = tags::id.ne(2), one_way),
)]
pub(super) struct Item {
    pub(super) id: i32,
    pub(super) owner_id: i32,
    pub(super) code: Option<i32>,
}
