//! Tables and models whose keys are two columns.

use crate::database::DB;
use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! {
    parents (k, k_n) {
        id -> Integer,
        k -> Text,
        k_n -> Integer,
        above -> Nullable<Text>,
        above_n -> Nullable<Integer>,
    }
}
diesel::table! {
    children (id) {
        id -> Integer,
        k -> Nullable<Text>,
        k_n -> Nullable<Integer>,
        must -> Text,
        must_n -> Integer,
    }
}
diesel::table! {
    notes (id) {
        id -> Integer,
        k -> Text,
        k_n -> Integer,
    }
}
diesel::table! {
    labels (k, k_n) {
        id -> Integer,
        k -> Text,
        k_n -> Integer,
    }
}
diesel::table! {
    parent_labels (parent, parent_n, label, label_n) {
        parent -> Text,
        parent_n -> Integer,
        label -> Text,
        label_n -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(parents, children, notes, labels, parent_labels);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = parents, primary_key(k, k_n))]
#[relations(
    only = DB,
    belongs_to(above: Parent, foreign_key = (above, above_n), back_populates = below),
    has_many(below: Parent, back_populates = above),
    has_many(children: Child, back_populates = parent),
    has_many(needs: Child, back_populates = must),
    has_many(stubs: Stub, back_populates = parent),
    has_one(note: Note, back_populates = parent),
    many_to_many(
        labels: Label,
        through = parent_labels((parent, parent_n), (label, label_n)),
        back_populates = parents
    ),
    has_many(musts: Parent, through = children.must, one_way),
    has_many(neighbours: Parent, through = labels.parents, one_way),
)]
pub(crate) struct Parent {
    pub(crate) id: i32,
    pub(crate) k: String,
    pub(crate) k_n: i32,
    pub(crate) above: Option<String>,
    pub(crate) above_n: Option<i32>,
}

/// The same table without any foreign key.
#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = parents, primary_key(k, k_n))]
#[relations(only = DB)]
pub(crate) struct Bare {
    pub(crate) id: i32,
    pub(crate) k: String,
    pub(crate) k_n: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = children)]
#[relations(
    only = DB,
    belongs_to(parent: Parent, foreign_key = (k, k_n), back_populates = children),
    belongs_to(must: Parent, foreign_key = (must, must_n), back_populates = needs),
    has_many(labels: Label, through = parent.labels, one_way),
    has_one(note: Note, through = parent.note, one_way),
)]
pub(crate) struct Child {
    pub(crate) id: i32,
    pub(crate) k: Option<String>,
    pub(crate) k_n: Option<i32>,
    pub(crate) must: String,
    pub(crate) must_n: i32,
}

/// The same table without any key.
#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = children)]
#[relations(only = DB, belongs_to(parent: Parent, foreign_key = (k, k_n), back_populates = stubs))]
pub(crate) struct Stub {
    pub(crate) id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = notes)]
#[relations(only = DB, belongs_to(parent: Parent, foreign_key = (k, k_n), back_populates = note))]
pub(crate) struct Note {
    pub(crate) id: i32,
    pub(crate) k: String,
    pub(crate) k_n: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = labels, primary_key(k, k_n))]
#[relations(
    only = DB,
    many_to_many(
        parents: Parent,
        through = parent_labels((label, label_n), (parent, parent_n)),
        back_populates = labels
    ),
)]
pub(crate) struct Label {
    pub(crate) id: i32,
    pub(crate) k: String,
    pub(crate) k_n: i32,
}
