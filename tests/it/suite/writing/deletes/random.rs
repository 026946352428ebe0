//! Random forests, and random rows of them, against the same deletes in memory.

use super::trees::{File, Folder, files, folder, folders, folders_of};
use crate::database::CASES;
use crate::suite::conn::Conn;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Each folder's parent, which has an earlier place, the places of those that have a file, and of the roots.
type Forest = (Vec<Option<usize>>, BTreeSet<usize>, BTreeSet<usize>);

fn forests() -> impl Strategy<Value = Forest> {
    (1..10_usize).prop_flat_map(|len| {
        let parents: Vec<_> =
            (0..len).map(|place| prop::option::weighted(0.8, 0..place.max(1))).collect();
        let places = || prop::collection::btree_set(0..len, 0..=len.min(4));
        (parents, places(), places())
    })
}

/// Keys that are in no order.
fn id(place: usize) -> i32 {
    1 + (place as i32 * 7) % 11
}

fn insert((parents, with_files, _): &Forest, conn: &mut Conn) {
    conn.batch_execute("DELETE FROM files").unwrap();
    diesel::update(folders::table).set(folders::parent_id.eq(None::<i32>)).execute(conn).unwrap();
    conn.batch_execute("DELETE FROM folders").unwrap();
    for (place, parent) in parents.iter().enumerate() {
        let parent = parent.filter(|parent| *parent < place).map(id);
        let row =
            (folders::id.eq(id(place)), folders::name.eq("any"), folders::parent_id.eq(parent));
        diesel::insert_into(folders::table).values(row).execute(conn).unwrap();
    }
    for place in with_files {
        let row = (files::id.eq(id(*place)), files::folder_id.eq(id(*place)));
        diesel::insert_into(files::table).values(row).execute(conn).unwrap();
    }
}

/// The places that the roots lead to.
fn reached((parents, _, roots): &Forest) -> BTreeSet<usize> {
    let mut reached = roots.clone();
    for (place, parent) in parents.iter().enumerate() {
        if parent.is_some_and(|parent| parent < place && reached.contains(&parent)) {
            reached.insert(place);
        }
    }
    reached
}

#[test]
fn a_random_forest_loses_what_its_roots_lead_to() {
    let conn = RefCell::new(folders_of(""));
    conn.borrow_mut().batch_execute("DELETE FROM links; DELETE FROM files").unwrap();
    let compare = |forest: Forest| {
        let conn = &mut *conn.borrow_mut();
        insert(&forest, conn);
        let gone = reached(&forest);
        let roots: Vec<Folder> = forest.2.iter().map(|place| folder(id(*place))).collect();
        let plan = roots.delete().with(Folder::files).with(Folder::children.recursive());
        let files_gone = forest.1.intersection(&gone).count();
        prop_assert_eq!(plan.execute(conn), Ok::<usize, _>(gone.len() + files_gone));
        let left = folders::table.select(folders::id).load::<i32>(conn.diesel()).unwrap();
        let expected = (0..forest.0.len()).filter(|place| !gone.contains(place)).map(id);
        prop_assert_eq!(left.into_iter().collect::<BTreeSet<_>>(), expected.collect());
        let left: Vec<File> = files::table.load(conn.diesel()).unwrap();
        prop_assert!(
            left.iter().all(|file| !gone.iter().any(|place| id(*place) == file.folder_id))
        );
        Ok(())
    };
    let cases = CASES / 4;
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&forests(), compare).unwrap();
}
