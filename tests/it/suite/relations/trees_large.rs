//! Trees of many rows: deep ones, and those of more roots than a statement asks for.

use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! {
    folders (id) {
        id -> Integer,
        parent_id -> Nullable<Integer>,
    }
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = folders)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(parent: Folder, back_populates = children),
    has_many(children: Folder, back_populates = parent),
)]
struct Folder {
    id: i32,
    parent_id: Option<i32>,
}

/// Folders with the parents that `parent` gives them.
fn world(ids: std::ops::Range<i32>, parent: impl Fn(i32) -> Option<i32>) -> Conn {
    let row = |id| match parent(id) {
        Some(parent) => format!("({id}, {parent})"),
        None => format!("({id}, NULL)"),
    };
    let rows = ids.map(row).collect::<Vec<_>>().join(", ");
    database(&format!(
        "CREATE TABLE folders (id INTEGER PRIMARY KEY, parent_id INTEGER);
         CREATE INDEX by_parent ON folders (parent_id);
         INSERT INTO folders VALUES {rows}"
    ))
}

/// Each beneath the one before.
fn chain(length: i32) -> Conn {
    world(1..length + 1, |id| (id > 1).then_some(id - 1))
}

#[test]
fn a_chain_of_ten_thousand_loads_with_one_statement() {
    let mut conn = chain(10_000);
    crate::database::recur_as_by_default(&mut conn);
    let top = folders::table.find(1);
    let (top, statements) =
        sent(&mut conn, |conn| top.with(Folder::children.recursive()).first(conn));
    let (mut depth, mut next) = (0, top.children().next());
    while let Some(folder) = next {
        depth += 1;
        next = folder.children().next();
    }
    assert_eq!((depth, statements.len()), (9_999, 2));
}

#[test]
fn a_chain_whose_rows_are_all_roots_is_followed_once() {
    let mut conn = chain(4_000);
    let all = folders::table.order(folders::id);
    let (all, statements) =
        sent(&mut conn, |conn| all.with(Folder::children.recursive()).load(conn));
    assert_eq!(all.len(), 4_000);
    for (folder, below) in all.iter().zip(2..) {
        let children: Vec<i32> = folder.children().map(|child| child.id).collect();
        assert_eq!(children, if below <= 4_000 { vec![below] } else { vec![] });
    }
    // Each of these follows the chain to its end.
    let followed = statements.iter().filter(|sql| sql.contains("RECURSIVE")).count();
    assert!(followed <= 1, "{followed} of {} statements", statements.len());
}

#[test]
fn chains_of_more_roots_than_a_statement_asks_for_are_followed_to_their_ends() {
    // Two thousand chains of five: 1, 2001, 4001 and so on.
    let mut conn = world(1..10_001, |id| (id > 2_000).then_some(id - 2_000));
    let roots = folders::table.filter(folders::id.le(2_000)).order(folders::id);
    let roots = roots.with(Folder::children.recursive()).load(&mut conn).unwrap();
    for folder in &roots {
        let (mut chain, mut next) = (vec![folder.id], folder.children().next());
        while let Some(folder) = next {
            chain.push(folder.id);
            next = folder.children().next();
        }
        assert_eq!(chain, (0..5).map(|step| folder.id + step * 2_000).collect::<Vec<_>>());
    }
}

#[test]
fn trees_grow_from_more_roots_than_a_statement_asks_for() {
    let mut conn = world(1..3_001, |id| (id <= 1_500).then_some(id + 1_500));
    let folders = folders::table.order(folders::id);
    let plan = folders.with(Folder::children.recursive()).with(Folder::parent);
    let folders = plan.load(&mut conn).unwrap();
    assert_eq!(folders.len(), 3_000);
    for folder in &folders {
        let children: Vec<_> = folder.children().map(|it| it.id).collect();
        let expected = if folder.id <= 1_500 { vec![] } else { vec![folder.id - 1_500] };
        assert_eq!(children, expected, "of {}", folder.id);
        assert_eq!(folder.parent().map(|parent| parent.id), folder.parent_id);
    }
}
