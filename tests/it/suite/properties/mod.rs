//! Random rows, loaded through every kind of relation and compared with joins in memory.
//!
//! `CONJOIN_CASES` says how many; a case that fails is shrunk to few rows and printed.

mod aggregates;
mod by_hand;
mod conditions;
mod expected;
mod joined;
mod joins;
mod loaded;
mod models;
mod plans;
mod rows;
mod sliced;

use crate::database::CASES;
use crate::suite::conn::Conn;
use crate::suite::world::database;
use diesel::connection::SimpleConnection;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestError, TestRunner};
use rows::Rows;
use std::cell::RefCell;

/// What a relation leads to from each row of its table: the keys of its targets, in their order; or
/// the relation whose key finds no row, or two.
type Found = Result<Vec<Vec<String>>, &'static str>;

#[test]
fn relations_plans_joins_conditions_and_aggregates_find_what_is_found_in_memory() {
    let conn = RefCell::new(database(models::TABLES));
    let compare = |(rows, slice, shape): (Rows, sliced::Slice, plans::Shape)| {
        let conn = &mut *conn.borrow_mut();
        conn.batch_execute(&rows.sql()).unwrap();
        for (relation, load, expect) in relations() {
            prop_assert_eq!(load(conn), expect(&rows), "{}", relation);
        }
        for (relation, load, expect) in joined::relations() {
            prop_assert_eq!(load(conn), expect(&rows), "{}, joined", relation);
        }
        prop_assert_eq!(joined::deep(conn), joined::deep_grouped(conn));
        for (relation, load, expect) in sliced::relations() {
            let expected = sliced::of(expect(&rows), slice);
            prop_assert_eq!(load(conn, slice), expected, "{}, {:?}", relation, slice);
        }
        for (condition, filter, expect) in conditions::conditions() {
            prop_assert_eq!(filter(conn), expect(&rows), "{}", condition);
        }
        for (join, load, expect) in joins::joins() {
            prop_assert_eq!(load(conn), expect(&rows), "{}", join);
        }
        for (aggregate, select, expect) in aggregates::aggregates() {
            prop_assert_eq!(select(conn), expect(&rows), "{}", aggregate);
        }
        for (way, load) in plans::WAYS {
            prop_assert_eq!(load(conn, &shape), plans::expected(&rows, &shape), "{}", way);
        }
        prop_assert_eq!(plans::joined(conn, &shape), plans::not_joined(conn, &shape));
        for (relation, rebuild) in by_hand::relations() {
            if let Some((loaded, built)) = rebuild(conn) {
                prop_assert_eq!(loaded, built, "{}, by hand", relation);
            }
        }
        for (aggregate, load, expect) in aggregates::loaded() {
            prop_assert_eq!(load(conn), expect(&rows), "{}, loaded", aggregate);
        }
        Ok(())
    };
    let strategy = (rows::rows(), (0..4_i64, 0..3_i64), plans::shapes());
    let config = Config { cases: cases(), failure_persistence: None, ..Config::default() };
    match TestRunner::new(config).run(&strategy, compare) {
        Ok(()) => {}
        Err(TestError::Fail(reason, rows)) => panic!("{reason}\nwith {rows:#?}"),
        Err(error) => panic!("{error}"),
    }
}

/// A relation, as it is loaded and as it should be.
type Compared = (&'static str, fn(&mut Conn) -> Found, fn(&Rows) -> Found);

fn relations() -> Vec<Compared> {
    macro_rules! both {
        ($($relation:ident),* $(,)?) => {
            vec![$((stringify!($relation), loaded::$relation, expected::$relation)),*]
        };
    }
    both![
        next,
        previous,
        tags,
        cells,
        note,
        noted,
        coded,
        items,
        pinned,
        neighbours,
        after_next,
        tags_before,
        tags_near,
        chain,
        subtree,
        network,
        partial_next,
        partial_previous,
        partial_subtree,
        light_tags,
        nested,
        upgraded,
    ]
}

/// Loading is what takes time, most of it over a network. What a database answers it answers however it
/// is connected to, so that over async connections a tenth of the cases will do.
fn cases() -> u32 {
    let set = std::env::var("CONJOIN_CASES").ok().and_then(|cases| cases.parse().ok());
    set.unwrap_or(if crate::connection_kind::ASYNC { CASES / 10 } else { CASES })
}
