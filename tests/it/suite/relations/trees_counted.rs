//! Aggregates beside a tree: of the rows at every depth.

use crate::suite::conn::Conn;
use crate::suite::world::database;
use conjoin::prelude::*;
use conjoin::{Loaded, assert_statements};
use diesel::prelude::*;

diesel::table! {
    folders (id) {
        id -> Integer,
        size -> Integer,
        parent_id -> Nullable<Integer>,
    }
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = folders)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(parent: Folder, foreign_key = parent_id, back_populates = children),
    has_many(children: Folder, back_populates = parent),
    has_many(grandchildren: Folder, through = children.children, one_way),
)]
struct Folder {
    id: i32,
    size: i32,
    parent_id: Option<i32>,
}

fn world() -> Conn {
    database(
        "CREATE TABLE folders (id INTEGER PRIMARY KEY, size INTEGER NOT NULL, parent_id INTEGER);
         INSERT INTO folders VALUES (1, 1, NULL), (2, 20, 1), (3, 300, 1), (4, 4000, 2), (5, 50000, 4);",
    )
}

type Counted = Loaded!(Folder {
    recursive children, count children, sum(folders::size) children, count grandchildren
});

fn check(folders: &Counted) {
    fn check<F>(folder: F) -> usize
    where
        F: Has<folder::children, Child = F>
            + HasValue<folder::children, conjoin::aggregate::Count>
            + HasValue<folder::children, conjoin::aggregate::Sum, folders::size>
            + HasValue<folder::grandchildren, conjoin::aggregate::Count>,
    {
        let children = || folder.get(Folder::children);
        assert_eq!(folder.count(Folder::children), children().len() as i64);
        let size: i64 = children().map(|child| i64::from(child.size)).sum();
        assert_eq!(folder.sum(Folder::children, folders::size), size);
        let grandchildren: usize = children().map(|it| it.get(Folder::children).len()).sum();
        assert_eq!(folder.count(Folder::grandchildren), grandchildren as i64);
        1 + children().map(check).sum::<usize>()
    }
    assert_eq!(folders.iter().map(check).sum::<usize>(), 5);
}

#[test]
fn aggregates_beside_a_tree_are_of_the_rows_at_every_depth() {
    let mut conn = world();
    let roots = folders::table.filter(folders::parent_id.is_null());
    let query = roots
        .with(Folder::children.count())
        .with(Folder::grandchildren.count())
        .with(Folder::children.recursive())
        .with(Folder::children.sum(folders::size));
    check(&assert_statements!(5, &mut conn, |conn| query.load(conn)).unwrap());
}

#[test]
fn a_tree_in_hand_is_given_aggregates_of_every_depth() {
    let mut conn = world();
    let roots = folders::table.filter(folders::parent_id.is_null());
    let tree = roots.with(Folder::children.recursive()).load(&mut conn).unwrap();
    let tree = tree
        .with(Folder::children.sum(folders::size))
        .with(Folder::grandchildren.count())
        .with(Folder::children.count());
    check(&assert_statements!(3, &mut conn, |conn| tree.load(conn)).unwrap());
}

#[test]
fn levels_of_one_table_nest_with_aggregates() {
    let mut conn = world();
    let plan = Folder::children.with(Folder::children.count()).with(Folder::parent.exists());
    let roots = folders::table.filter(folders::parent_id.is_null()).with(plan);
    let roots = roots.with(Folder::parent.exists()).load(&mut conn).unwrap();
    let root = roots.get(0).unwrap();
    assert!(!root.exists(Folder::parent));
    assert!(root.children().all(|child| child.exists(Folder::parent)));
    let mut counts: Vec<_> =
        root.children().map(|child| (child.id, child.count(Folder::children))).collect();
    counts.sort_unstable();
    assert_eq!(counts, [(2, 1), (3, 0)]);
}
