//! Random keys in the spellings that a database takes for one, loaded in every way and compared with the
//! joins that the database makes of the two columns itself.
//!
//! `CONJOIN_CASES` says how many cases for each type of key. One that fails is shrunk to few rows and
//! printed with the seed that brings it back: `CONJOIN_SEED`.

// Each kind of key has models of its own, and they are loaded in the same ways.
#![allow(clippy::duplicate_mod)]

pub(crate) mod case;
pub(crate) mod joins;
pub(crate) mod kinds;
mod pairs;
pub(crate) mod text;

use crate::database::CASES;
use crate::suite::conn::Conn;
use case::{Case, Form, Limits};
use conjoin::Error;
use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use joins::{Found, Joins};
use kinds::Kind;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestError, TestRunner};
use std::cell::{Cell, RefCell};
use std::hash::{BuildHasher, Hasher, RandomState};

/// A way of loading a relation.
pub(crate) struct Way {
    pub(crate) name: &'static str,
    pub(crate) load: fn(&mut Conn, Limits) -> QueryResult<Vec<Vec<i32>>>,
    /// What it should find.
    pub(crate) truth: fn(&Joins, Limits) -> Found,
}

thread_local! {
    /// The type of the column that is tested by this thread, for an SQL type that stands for any.
    pub(crate) static COLUMN: Cell<&'static str> = const { Cell::new("") };
}

/// Loads random rows of each kind in all ways, and many rows of one of them; keys of two columns have a
/// number beside that of the kind.
pub(crate) fn run(kinds: &[Kind], pair: bool, ways: &[Way]) {
    let seed = seed();
    let cases = cases().div_ceil(kinds.len() as u32);
    let forms: Vec<Form<'_>> = kinds.iter().map(|kind| Form { kind, pair }).collect();
    forms.iter().for_each(|&form| random(form, ways, cases, seed));
    let crowds: Vec<_> = forms.iter().filter(|form| !form.kind.crowd.is_empty()).collect();
    if let Some(&&form) = crowds.get(seed as usize % crowds.len().max(1)) {
        crowd(form, ways, seed);
    }
}

fn random(form: Form<'_>, ways: &[Way], cases: u32, seed: u64) {
    let conn = RefCell::new(conn(form));
    let compare = |case: Case| {
        let conn = &mut *conn.borrow_mut();
        conn.batch_execute(&form.fill(&case)).unwrap();
        let joins = Joins::read(conn, form);
        for Way { name, load, truth } in ways {
            prop_assert_eq!(found(load(conn, case.limits)), truth(&joins, case.limits), "{}", name);
        }
        Ok(())
    };
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 10_000,
        rng_seed: RngSeed::Fixed(seed),
        ..Config::default()
    };
    match TestRunner::new(config).run(&case::cases(), compare) {
        Ok(()) => {}
        Err(TestError::Fail(reason, case)) => {
            let rows = form.fill(&case).replace("; ", ";\n");
            panic!(
                "{}, CONJOIN_SEED={seed}: {reason}\n{:?}\n{}\n{rows}",
                form.kind.name,
                case.limits,
                form.tables()
            )
        }
        Err(error) => panic!("{error}"),
    }
}

/// More rows than one list of keys is for.
fn crowd(form: Form<'_>, ways: &[Way], seed: u64) {
    let conn = &mut conn(form);
    conn.batch_execute(&form.crowd(1103)).unwrap();
    let joins = Joins::read(conn, form);
    let limits = Limits { first: 1, batch: 1050, few: 105, roots: i32::MAX };
    for Way { name, load, truth } in ways {
        let (found, truth) = (found(load(conn, limits)), truth(&joins, limits));
        // Of so many, the first that differs.
        let differs = match (&found, &truth) {
            (Ok(found), Ok(truth)) => {
                let mut rows = found.iter().zip(truth).enumerate();
                format!("{:?}", rows.find(|(_, (found, truth))| found != truth))
            }
            _ => format!("{:?}, {:?}", found.as_ref().err(), truth.as_ref().err()),
        };
        assert!(found == truth, "{}, CONJOIN_SEED={seed}: {name}, {differs}", form.kind.name);
    }
}

fn conn(form: Form<'_>) -> Conn {
    COLUMN.set(form.kind.column);
    let mut conn = Conn::new();
    conn.batch_execute(&form.tables()).unwrap();
    conn
}

/// What a load brought, in the words of the truth.
fn found(loaded: QueryResult<Vec<Vec<i32>>>) -> Found {
    loaded.map_err(|error| match Error::of(&error) {
        Some(Error::MissingRow { relation, .. }) => format!("no row for {relation}"),
        Some(Error::SecondRow { relation, .. }) => format!("a second row for {relation}"),
        _ => error.to_string(),
    })
}

/// How many cases, of all kinds together.
fn cases() -> u32 {
    let set = std::env::var("CONJOIN_CASES").ok().and_then(|cases| cases.parse().ok());
    set.unwrap_or(if crate::connection_kind::ASYNC { CASES / 10 } else { CASES })
}

fn seed() -> u64 {
    let set = std::env::var("CONJOIN_SEED").ok().and_then(|seed| seed.parse().ok());
    set.unwrap_or_else(|| RandomState::new().build_hasher().finish())
}
