//! Whole trees of a table that refers to itself.

use super::{is_left, rows_of};
use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

diesel::table! {
    owners (id) {
        id -> Integer,
    }
}
diesel::table! {
    folders (id) {
        id -> Integer,
        name -> Text,
        parent_id -> Nullable<Integer>,
        owner_id -> Nullable<Integer>,
    }
}
diesel::table! {
    files (id) {
        id -> Integer,
        folder_id -> Integer,
    }
}
diesel::table! {
    links (source_id, target_id) {
        source_id -> Integer,
        target_id -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(owners, folders, files, links);

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = owners)]
#[relations(
    backend = blog::MultiBackend,
    has_many(folders: Folder, foreign_key = folders::owner_id, one_way),
)]
pub(crate) struct Owner {
    id: i32,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = folders)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(parent: Folder, foreign_key = parent_id, back_populates = children),
    has_many(children: Folder, back_populates = parent),
    has_many(public: Folder, foreign_key = folders::parent_id, filter = folders::name.ne("secret"), one_way),
    has_many(files: File, back_populates = folder),
    many_to_many(targets: Folder, through = links(source_id, target_id), one_way),
    many_to_many(sources: Folder, through = links(target_id, source_id), one_way),
)]
pub(crate) struct Folder {
    id: i32,
    parent_id: Option<i32>,
    owner_id: Option<i32>,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = files)]
#[relations(backend = blog::MultiBackend, belongs_to(folder: Folder, back_populates = files))]
pub(crate) struct File {
    id: i32,
    pub(crate) folder_id: i32,
}

pub(crate) fn folder(id: i32) -> Folder {
    Folder { id, parent_id: None, owner_id: None }
}

/// 1 → 2, 3; 2 → 4, 5; 4 → 6, and beside it 7 → 8. A folder has a file of ten times its number.
pub(crate) fn folders_of(on_delete: &str) -> Conn {
    database(&format!(
        "CREATE TABLE owners (id INTEGER PRIMARY KEY);
         CREATE TABLE folders (id INTEGER PRIMARY KEY, name VARCHAR(9) NOT NULL,
            parent_id INTEGER REFERENCES folders (id) {on_delete},
            owner_id INTEGER REFERENCES owners (id));
         CREATE INDEX folders_parent_id ON folders (parent_id);
         CREATE TABLE files (id INTEGER PRIMARY KEY, folder_id INTEGER NOT NULL REFERENCES folders (id));
         CREATE TABLE links (source_id INTEGER NOT NULL REFERENCES folders (id),
            target_id INTEGER NOT NULL REFERENCES folders (id), PRIMARY KEY (source_id, target_id));
         INSERT INTO owners VALUES (1), (2);
         INSERT INTO folders VALUES (1, 'a', NULL, 1), (2, 'b', 1, NULL), (3, 'secret', 1, NULL), (4, 'c', 2, NULL),
            (5, 'd', 2, NULL), (6, 'secret', 4, NULL), (7, 'e', NULL, 1), (8, 'f', 7, 2);
         INSERT INTO files VALUES (10, 1), (20, 2), (30, 3), (40, 4), (50, 5), (60, 6), (70, 7), (80, 8);
         INSERT INTO links VALUES (1, 2), (6, 7), (8, 4), (7, 8);"
    ))
}

fn ids(conn: &mut Conn) -> Vec<i32> {
    folders::table.order_by(folders::id).select(folders::id).load(conn.diesel()).unwrap()
}

/// How many statements delete a tree of as many levels.
fn statements_of(levels: usize) -> usize {
    if crate::database::ARRAYS { 1 } else { levels + 2 }
}

#[test]
fn a_tree_goes_from_its_leaves_with_what_is_named_at_every_depth() {
    for on_delete in ["", "ON DELETE RESTRICT", "ON DELETE CASCADE"] {
        let mut conn = folders_of(on_delete);
        let (deleted, statements) = sent(&mut conn, |conn| {
            folder(2)
                .delete()
                .with(Folder::children.recursive())
                .with(Folder::files)
                .with(Folder::targets)
                .with(Folder::sources)
                .execute(conn)
        });
        assert_eq!(deleted, 4 + 4 + 3, "{on_delete}");
        assert_eq!(statements.len(), 3 + statements_of(3), "{statements:#?}");
        assert_eq!(ids(&mut conn), [1, 3, 7, 8], "{on_delete}");
        assert_eq!(rows_of!(conn, files, links, owners), (4, 1, 2));
    }
}

#[test]
fn several_roots_may_be_in_one_another() {
    let mut conn = folders_of("");
    diesel::delete(files::table).execute(&mut conn).unwrap();
    diesel::delete(links::table).execute(&mut conn).unwrap();
    let roots = [2, 1, 6, 7].map(folder);
    let deleted = roots.delete().with(Folder::children.recursive()).execute(&mut conn);
    assert_eq!(deleted, Ok::<usize, _>(8));
    assert!(ids(&mut conn).is_empty());
}

#[test]
fn what_is_not_named_keeps_the_whole_tree() {
    let mut conn = folders_of("");
    let outcomes = [
        folder(1).delete().with(Folder::children.recursive()).execute(&mut conn),
        folder(1).delete().with(Folder::children).with(Folder::files).execute(&mut conn),
        folder(1).delete().with(Folder::files).execute(&mut conn),
    ];
    for outcome in outcomes {
        assert!(is_left(&outcome), "{outcome:?}");
        assert_eq!((ids(&mut conn).len(), rows_of!(conn, files, links)), (8, (8, 4)));
    }
}

#[test]
fn rows_outside_the_filter_of_a_tree_stay_with_what_is_beneath_them() {
    let mut conn = folders_of("");
    diesel::delete(files::table).execute(&mut conn).unwrap();
    diesel::delete(links::table).execute(&mut conn).unwrap();
    let all = |conn: &mut Conn| folder(2).delete().with(Folder::public.recursive()).execute(conn);
    // 6 is secret, and refers to 4.
    let outcome = all(&mut conn);
    assert!(is_left(&outcome), "{outcome:?}");
    assert_eq!(ids(&mut conn).len(), 8);
    diesel::update(folders::table.find(6))
        .set(folders::parent_id.eq(3))
        .execute(&mut conn)
        .unwrap();
    assert_eq!(all(&mut conn), Ok::<usize, _>(3));
    assert_eq!(ids(&mut conn), [1, 3, 6, 7, 8]);
}

#[test]
fn trees_beneath_other_rows() {
    let mut conn = folders_of("");
    let plan = Owner::folders
        .with(Folder::children.recursive())
        .with(Folder::files)
        .with(Folder::targets)
        .with(Folder::sources);
    let (deleted, statements) =
        sent(&mut conn, |conn| Owner { id: 1 }.delete().with(plan).execute(conn));
    assert_eq!(deleted, 1 + 8 + 8 + 4);
    assert_eq!(statements.len(), 1 + 3 + statements_of(4), "{statements:#?}");
    assert_eq!(rows_of!(conn, owners, folders, files, links), (1, 0, 0, 0));
}

#[test]
fn one_level_of_a_table_that_refers_to_itself() {
    let mut conn = folders_of("");
    diesel::delete(links::table).execute(&mut conn).unwrap();
    let plan = Folder::children.with(Folder::files).with(Folder::children.with(Folder::files));
    let deleted = folder(4).delete().with(Folder::files).with(plan).execute(&mut conn);
    assert_eq!(deleted, Ok::<usize, _>(4));
    assert_eq!(ids(&mut conn), [1, 2, 3, 5, 7, 8]);
}

#[test]
fn a_circle_goes_at_once_or_is_an_error() {
    let mut conn = folders_of("");
    diesel::delete(files::table).execute(&mut conn).unwrap();
    diesel::delete(links::table).execute(&mut conn).unwrap();
    let refer =
        |id: i32, to: i32| diesel::update(folders::table.find(id)).set(folders::parent_id.eq(to));
    refer(2, 4).execute(&mut conn).unwrap();
    refer(7, 7).execute(&mut conn).unwrap();
    let before = ids(&mut conn);
    let outcomes =
        [2, 7].map(|id| folder(id).delete().with(Folder::children.recursive()).execute(&mut conn));
    if crate::database::name() == "mariadb" {
        // It checks a foreign key at each row.
        assert!(outcomes.iter().all(is_left), "{outcomes:?}");
        assert_eq!(ids(&mut conn), before);
    } else {
        assert_eq!(outcomes, [Ok::<usize, _>(4), Ok(2)]);
        assert_eq!(ids(&mut conn), [1, 3]);
    }
}

#[test]
fn a_tree_deeper_than_recursive_queries_go_by_default() {
    const DEPTH: i32 = 40;
    let mut conn = folders_of("");
    if crate::database::name() == "mariadb" {
        conn.batch_execute("SET max_recursive_iterations = 10").unwrap();
    }
    for id in 1..=DEPTH {
        let parent = (id > 1).then_some(999 + id);
        let row =
            (folders::id.eq(1_000 + id), folders::name.eq("deep"), folders::parent_id.eq(parent));
        diesel::insert_into(folders::table).values(row).execute(&mut conn).unwrap();
    }
    let top = folder(1_001).delete().with(Folder::children.recursive()).with(Folder::files);
    assert_eq!(top.execute(&mut conn), Ok::<usize, _>(DEPTH as usize));
    assert_eq!(ids(&mut conn).len(), 8);
}
