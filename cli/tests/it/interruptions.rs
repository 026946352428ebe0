//! Migrations that fail or are killed midway.

use std::process::Stdio;
use std::time::{Duration, Instant};

use conjoin_migrate::Dialect;

use crate::random::Random;
use crate::world::{CONJOIN, World, rounds};

const BROKEN: &str = "CREATE TABLE t (id INTEGER);\n\nINSERT INTO t\n  VALUES (nothing);";

#[test]
fn a_failed_statement_is_shown_in_its_file() {
    for world in World::each() {
        world.migration("1_t", BROKEN, "");
        let ran = world.conjoin("migration run").exits(1);
        let ran = ran.says(&["migrations/1_t/up.sql:", "statement 2 of 2"]);
        if world.dialect() != Dialect::Mysql {
            ran.says(&["up.sql:4", "4 |   VALUES (nothing)\n  |           ^", "Nothing of this"]);
            assert!(!world.has_table("t") && world.applied().is_empty());
        }
    }
}

/// MariaDB commits at each change of a table, transaction or not.
#[test]
fn what_stays_done_is_told_and_continued_after_a_decision() {
    for world in World::each() {
        world.migration("1_t", BROKEN, "");
        world.outside_transaction("1_t");
        world.conjoin("migration run").exits(1).says(&["Statement 1 stays done", "--retry"]);
        let again = world.conjoin("migration run").exits(5);
        again.says(&["1_t was interrupted", "done     1: CREATE TABLE t", "failed   2: INSERT"]);
        world.conjoin("migration verify").exits(3);
        world.migration("1_t", &BROKEN.replace("nothing", "7"), "");
        world.conjoin("migration repair 1 --retry").ok();
        world.conjoin("migration run").ok();
        let rows = world.values("SELECT CAST(id AS CHAR(9)) AS value FROM t");
        assert_eq!(rows.iter().map(|it| it.trim()).collect::<Vec<_>>(), ["7"]);
        world.conjoin("migration verify").ok();
    }
}

#[test]
fn a_first_statement_that_fails_leaves_nothing_to_repair() {
    for world in World::each() {
        world.migration("1_t", "INSERT INTO nowhere VALUES (1);", "");
        world.outside_transaction("1_t");
        world.conjoin("migration run").exits(1).says(&["Nothing of this migration was kept"]);
        world.migration("1_t", "CREATE TABLE t (id INTEGER);", "");
        world.conjoin("migration run").ok();
    }
}

#[test]
fn an_interrupted_migration_can_be_declared_done_or_undone() {
    for (option, applied) in [("--applied", vec!["1".to_owned()]), ("--reverted", vec![])] {
        let world = World::sqlite();
        world.migration("1_t", BROKEN, "");
        world.outside_transaction("1_t");
        world.conjoin("migration run").exits(1);
        world.conjoin(&format!("migration repair 1 {option}")).ok();
        assert_eq!(world.applied(), applied);
    }
}

#[test]
fn statements_that_are_done_cannot_be_changed_behind_ones_back() {
    let world = World::sqlite();
    world.migration("1_t", BROKEN, "");
    world.outside_transaction("1_t");
    world.conjoin("migration run").exits(1);
    world.migration("1_t", "CREATE TABLE t (id TEXT);\nSELECT 1;", "");
    world.conjoin("migration repair 1 --retry").ok();
    world.conjoin("migration run").exits(2).says(&["1_t/up.sql", "after statement 1", "--from"]);
    world.execute("DROP TABLE t");
    world.conjoin("migration repair 1 --retry --from 1").ok();
    world.conjoin("migration run").ok();
}

#[test]
fn there_must_be_something_to_repair() {
    let world = World::sqlite();
    world.three();
    world.conjoin("migration run --to 2").ok();
    world.conjoin("migration repair 1 --retry").exits(2).says(&["nothing to repair"]);
    world.conjoin("migration repair 3 --applied").exits(2).says(&["was not run", "baseline"]);
    world.conjoin("migration repair 9 --applied").exits(2).says(&["no migration 9"]);
}

#[test]
fn a_revert_that_fails_midway_is_told_and_continued() {
    for world in World::each() {
        world.three();
        world.migration(
            "3_c",
            "CREATE TABLE c (id INTEGER);",
            "DROP TABLE c;\nDROP TABLE no_such;",
        );
        world.outside_transaction("3_c");
        world.conjoin("migration run").ok();
        world.conjoin("migration revert").exits(1).says(&["down.sql:2", "Statement 1 stays done"]);
        world.conjoin("migration revert").exits(5).says(&["while it was reverted", "done     1"]);
        world.migration("3_c", "CREATE TABLE c (id INTEGER);", "DROP TABLE c;\nSELECT 1;");
        world.conjoin("migration repair 3 --retry").ok();
        world.conjoin("migration revert").ok();
        assert_eq!(world.applied(), ["1", "2"]);
    }
}

#[test]
fn what_ran_before_a_failure_is_kept() {
    for world in World::each() {
        world.three();
        world.migration("4_d", "SELEC 1;", "");
        world.conjoin("migration run").exits(1).says(&["migrations/4_d/up.sql:1"]);
        assert_eq!(world.applied(), ["1", "2", "3"]);
    }
}

#[test]
fn the_book_shows_what_is_said_of_an_interrupted_migration() {
    let page = include_str!("../../../docs/migrations.md");
    let shown = page.split("```console\n$ conjoin migration run\n").nth(1).unwrap();
    let shown = shown.split("```").next().unwrap();
    let world = World::sqlite();
    world.execute("CREATE TABLE old_orders (id INTEGER, day TEXT)");
    let name = "2026-03-01-090000_orders";
    let up = "CREATE TABLE orders (id INTEGER PRIMARY KEY NOT NULL);
              CREATE INDEX orders_by_day ON orders (day);
              INSERT INTO orders SELECT * FROM old_orders;";
    world.migration(name, up, "");
    world.outside_transaction(name);
    world.conjoin("migration run").exits(1);
    world.execute("UPDATE __conjoin_migrations SET problem = NULL"); // As if it was killed.
    assert_eq!(world.conjoin("migration run").exits(5).err, shown);
}

/// The proof of it all: killed at random points, migrations go on where they were, and each
/// statement is done exactly once.
#[test]
fn killed_at_any_point_nothing_is_lost_and_nothing_runs_twice() {
    for world in World::each() {
        let count = if world.dialect() == Dialect::Sqlite { rounds(200, 6) } else { rounds(50, 2) };
        let mut random = Random::new();
        for round in 0..count {
            kill_and_go_on(&mut random, round, &world);
            world.conjoin("database reset --no-default-migration").ok();
            world.conjoin("migration revert --all").ok();
            world.execute("DROP TABLE log");
        }
    }
}

fn kill_and_go_on(random: &mut Random, round: usize, world: &World) {
    write_thirty(world);
    world.conjoin("migration run --to 00").ok();
    let mut killed = 0;
    loop {
        let mut child = world.command(CONJOIN, "migration run");
        let mut child = child.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let limit = Duration::from_millis(random.below(if killed < 8 { 60 } else { 100_000 }));
        let start = Instant::now();
        let code = loop {
            match child.try_wait().unwrap() {
                Some(status) => break status.code(),
                None if start.elapsed() >= limit => {
                    child.kill().unwrap();
                    break child.wait().unwrap().code();
                }
                None => std::thread::sleep(Duration::from_millis(1)),
            }
        };
        match code {
            Some(0) => break,
            Some(5) => decide(world),
            None => killed += 1,
            other => {
                let said = std::io::read_to_string(child.stderr.take().unwrap()).unwrap();
                panic!("round {round}, seed {}: exit {other:?}: {said}", random.seed)
            }
        }
    }
    check(world, round, random.seed);
}

/// A log, then 30 migrations of two statements, every second one outside a transaction.
fn write_thirty(world: &World) {
    world.migration("00_log", "CREATE TABLE log (n INTEGER);", "SELECT 1;");
    for n in 1..=30 {
        let name = format!("{n:02}_t");
        let up = format!("CREATE TABLE t{n} (id INTEGER);\nINSERT INTO log VALUES ({n});");
        world.migration(&name, &up, &format!("DROP TABLE t{n};"));
        if n % 2 == 0 {
            world.outside_transaction(&name);
        }
    }
}

/// What a person does: looks whether the uncertain statement was done.
fn decide(world: &World) {
    let shown = world.conjoin("migration run --json").exits(5).json();
    let one = &shown["error"]["interrupted"][0];
    let version = one["version"].as_str().unwrap();
    let n: usize = version.parse().unwrap();
    let done = match one["statements_done"].as_u64().unwrap() {
        0 => usize::from(world.has_table(&format!("t{n}"))),
        1 => 1 + usize::from(logged(world).contains(&n)),
        _ => 2,
    };
    world.conjoin(&format!("migration repair {version} --retry --from {}", done + 1)).ok();
}

fn logged(world: &World) -> Vec<usize> {
    let rows = world.values("SELECT CAST(n AS CHAR(9)) AS value FROM log ORDER BY n");
    rows.iter().map(|it| it.trim().parse().unwrap()).collect()
}

#[track_caller]
fn check(world: &World, round: usize, seed: u64) {
    let expected: Vec<usize> = (1..=30).collect();
    assert_eq!(logged(world), expected, "round {round}, seed {seed}");
    assert_eq!(world.applied().len(), 31, "round {round}, seed {seed}");
    assert!((1..=30).all(|n| world.has_table(&format!("t{n}"))), "round {round}, seed {seed}");
}
