//! Where statements end, compared with the databases on random files.
//!
//! A file is sent whole, so that the database decides, and piece by piece through an interface that
//! takes one statement at a time. Either both fail, or both leave the same. The files are the same each
//! time; with `CONJOIN_RANDOM_SECONDS` there are new ones for so long. A failure prints the seed of its
//! file.

mod engines;
mod files;

use std::time::{Duration, Instant};

use conjoin_migrate::{Dialect, split};

use self::engines::Engine;
use crate::random::Random;
use crate::world::World;

/// How many files are compared each time: the same ones, so that a run is like the one before.
const EVERY_DAY: u64 = 100;

/// Files that failed once.
const SEEDS: &[u64] = &[
    2299969677892990862,
    17827487721593757120,
    13052617814114754664,
    13285342737460181018,
    16736140460830402418,
    7935208309816835089,
    2238338095309871306,
    14993562674084925901,
    2444422273336874000,
    1455015063006099184,
    10941617536781958123,
];

#[test]
fn statements_of_sqlite_end_where_it_ends_them() {
    compare(engines::Sqlite);
}

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn statements_of_postgresql_end_where_it_ends_them() {
    let world = World::postgres();
    compare(engines::Server::new(&world));
}

#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn statements_of_mariadb_end_where_it_ends_them() {
    let world = World::mysql();
    compare(engines::Server::new(&world));
}

fn compare(mut engine: impl Engine) {
    let seconds: Option<u64> =
        std::env::var("CONJOIN_RANDOM_SECONDS").ok().and_then(|it| it.parse().ok());
    let mut counts = [0; 3];
    for seed in SEEDS.iter().copied().chain(0..EVERY_DAY) {
        counts[one(&mut engine, seed)] += 1;
    }
    if let Some(limit) = seconds.map(Duration::from_secs) {
        let (start, mut seeds) = (Instant::now(), Random::new());
        while start.elapsed() < limit {
            counts[one(&mut engine, seeds.below(u64::MAX))] += 1;
        }
    }
    let [same, failed, refused] = counts;
    eprintln!(
        "{:?}: {same} files ran alike, {failed} failed alike, {refused} were refused by both",
        engine.dialect()
    );
    assert!(counts.iter().all(|it| *it > 0), "{counts:?}");
}

/// What became of the file of this seed.
fn one(engine: &mut impl Engine, seed: u64) -> usize {
    let dialect = engine.dialect();
    let text = files::random(&mut Random::from(seed), dialect);
    let whole = engine.send_whole(&text);
    let pieces = match split(&text, dialect) {
        Ok(statements) => statements,
        Err(error) => {
            // SQLite takes a comment that never ends for one, and MariaDB `--;` at the end of a file;
            // a migration does not.
            let lenient = match dialect {
                Dialect::Sqlite => error.problem.contains("comment"),
                Dialect::Mysql => error.problem.contains("in front of a space"),
                Dialect::Postgres => false,
            };
            assert!(whole.is_err() || lenient, "{error}: {}", shown(seed, &text));
            return 2;
        }
    };
    let pieces: Vec<_> = pieces.iter().map(|it| it.sql.as_str()).collect();
    let single = engine.send_each(&pieces);
    match (whole, single) {
        (Ok(whole), Ok(single)) => {
            assert_eq!(whole, single, "{pieces:#?}\n{}", shown(seed, &text));
            0
        }
        (Err(_), Err(_)) => 1,
        // Clients refuse to send comments alone.
        (Err(error), Ok(_)) if pieces.is_empty() && error.contains("empty") => 1,
        // MariaDB takes no semicolon by itself. No piece is one.
        (Err(error), Ok(_)) if dialect == Dialect::Mysql && error.contains("near ';") => 1,
        // It also takes none within a comment that it executes, `/*!80000 … ; */`. A piece has it whole.
        (Err(error), Ok(_)) if dialect == Dialect::Mysql && error.contains("near '*/'") => 1,
        (whole, single) => {
            panic!("{whole:#?}\n{single:#?}\n{pieces:#?}\n{}", shown(seed, &text))
        }
    }
}

fn shown(seed: u64, text: &str) -> String {
    format!("seed {seed}:\n{text}\n{text:?}")
}
