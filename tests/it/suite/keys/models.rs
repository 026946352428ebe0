//! Tables and models whose keys are one column of the type `Key`, which a row has as a `Value`.

use super::{Key, Value};
use crate::database::DB;
use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use super::Key;

    parents (k) {
        id -> Integer,
        k -> Key,
        above -> Nullable<Key>,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use super::Key;

    children (id) {
        id -> Integer,
        k -> Nullable<Key>,
        must -> Key,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use super::Key;

    notes (id) {
        id -> Integer,
        k -> Key,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use super::Key;

    labels (k) {
        id -> Integer,
        k -> Key,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use super::Key;

    parent_labels (parent, label) {
        parent -> Key,
        label -> Key,
    }
}
diesel::allow_tables_to_appear_in_same_query!(parents, children, notes, labels, parent_labels);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = parents, primary_key(k))]
#[relations(
    only = DB,
    belongs_to(above: Parent, foreign_key = above, back_populates = below),
    has_many(below: Parent, back_populates = above),
    has_many(children: Child, back_populates = parent),
    has_many(needs: Child, back_populates = must),
    has_many(stubs: Stub, back_populates = parent),
    has_one(note: Note, back_populates = parent),
    many_to_many(labels: Label, through = parent_labels(parent, label), back_populates = parents),
    has_many(musts: Parent, through = children.must, one_way),
    has_many(neighbours: Parent, through = labels.parents, one_way),
)]
pub(crate) struct Parent {
    pub(crate) id: i32,
    pub(crate) k: Value,
    pub(crate) above: Option<Value>,
}

/// The same table without any foreign key.
#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = parents, primary_key(k))]
#[relations(only = DB)]
pub(crate) struct Bare {
    pub(crate) id: i32,
    pub(crate) k: Value,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = children)]
#[relations(
    only = DB,
    belongs_to(parent: Parent, foreign_key = k, back_populates = children),
    belongs_to(must: Parent, foreign_key = must, back_populates = needs),
    has_many(labels: Label, through = parent.labels, one_way),
    has_one(note: Note, through = parent.note, one_way),
)]
pub(crate) struct Child {
    pub(crate) id: i32,
    pub(crate) k: Option<Value>,
    pub(crate) must: Value,
}

/// The same table without any key.
#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = children)]
#[relations(only = DB, belongs_to(parent: Parent, foreign_key = k, back_populates = stubs))]
pub(crate) struct Stub {
    pub(crate) id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = notes)]
#[relations(only = DB, belongs_to(parent: Parent, foreign_key = k, back_populates = note))]
pub(crate) struct Note {
    pub(crate) id: i32,
    pub(crate) k: Value,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = labels, primary_key(k))]
#[relations(
    only = DB,
    many_to_many(parents: Parent, through = parent_labels(label, parent), back_populates = labels),
)]
pub(crate) struct Label {
    pub(crate) id: i32,
    pub(crate) k: Value,
}
