//! Any number of runners at once.

use std::process::{Child, Stdio};
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use conjoin_migrate::Dialect;

use crate::world::{CONJOIN, Ran, World, diesel_cli, rounds};

const RUNNERS: usize = 20;

#[test]
fn twenty_runners_at_once_all_succeed_and_each_migration_runs_once() {
    for world in World::each() {
        let count = if world.dialect() == Dialect::Sqlite { rounds(90, 3) } else { rounds(20, 2) };
        for _ in 0..count {
            round(&world, None);
        }
    }
}

/// diesel_cli knows no lock and may fail; ours may not. MariaDB cannot undo what both have done.
#[test]
#[ignore = "needs diesel_cli"]
fn runners_that_race_diesel_cli_all_succeed() {
    let diesel = diesel_cli().expect("diesel_cli");
    for world in World::each().filter(|it| it.dialect() != Dialect::Mysql) {
        let count = if world.dialect() == Dialect::Sqlite { rounds(90, 3) } else { rounds(20, 2) };
        for _ in 0..count {
            round(&world, Some(&diesel));
        }
    }
}

fn round(world: &World, diesel: Option<&str>) {
    world.migration("1_log", "CREATE TABLE log (n INTEGER);", "DROP TABLE log;");
    for n in 2..=5 {
        let up = format!("CREATE TABLE t{n} (id INTEGER); INSERT INTO log VALUES ({n});");
        world.migration(&format!("{n}_t"), &up, &format!("DROP TABLE t{n};"));
    }
    if diesel.is_none() {
        world.outside_transaction("3_t");
        world.outside_transaction("5_t");
    }
    let barrier = Arc::new(Barrier::new(RUNNERS));
    let runners: Vec<_> =
        (0..RUNNERS).map(|n| start(world, diesel.filter(|_| n % 2 == 0), &barrier)).collect();
    for runner in runners {
        let (ours, ran) = runner.join().unwrap();
        if ours {
            ran.ok();
        }
    }
    let logged = world.values("SELECT CAST(n AS CHAR(9)) AS value FROM log ORDER BY n");
    assert_eq!(logged.iter().map(|it| it.trim()).collect::<Vec<_>>(), ["2", "3", "4", "5"]);
    assert_eq!(world.applied(), ["1", "2", "3", "4", "5"]);
    world.conjoin("migration revert --all").ok();
}

fn start(
    world: &World,
    diesel: Option<&str>,
    barrier: &Arc<Barrier>,
) -> std::thread::JoinHandle<(bool, Ran)> {
    let mut command = world.command(diesel.unwrap_or(CONJOIN), "migration run");
    let (ours, barrier) = (diesel.is_none(), Arc::clone(barrier));
    std::thread::spawn(move || {
        barrier.wait();
        (ours, command.output().unwrap().into())
    })
}

/// A runner that is busy for a while.
pub(crate) fn busy(world: &World) -> Child {
    let slow = match world.dialect() {
        Dialect::Postgres => "SELECT pg_sleep(3);",
        Dialect::Mysql => "SELECT SLEEP(3);",
        Dialect::Sqlite => {
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000000) \
             SELECT max(i) FROM n;"
        }
    };
    world.migration("1_slow", &slow.repeat(2), "");
    world.outside_transaction("1_slow");
    let mut command = world.command(CONJOIN, "migration run");
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    while !world.has_table("__conjoin_migrations") || started(world) == 0 {
        assert!(start.elapsed() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

fn started(world: &World) -> usize {
    world.values("SELECT version AS value FROM __conjoin_migrations").len()
}

#[test]
fn a_waiting_runner_says_whom_it_waits_for_and_gives_up_in_time() {
    for world in World::each() {
        let mut child = busy(&world);
        let list = world.conjoin("migration list").ok().out;
        assert!(list.contains("[>] 1_slow (running)"), "{list}");
        world.conjoin("migration plan").exits(4).says(&["is still migrating this database"]);
        let start = Instant::now();
        let ran = world.conjoin("migration run --lock-timeout 1").exits(4);
        assert!(start.elapsed() < Duration::from_secs(4));
        let holder = match world.dialect() {
            Dialect::Mysql => "connection ".to_owned(),
            _ => format!("process {}", child.id()),
        };
        ran.says(&["note: waiting for", &holder, "gave up after 1 s", "--lock-timeout"]);
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

#[test]
fn nobody_waits_for_a_dead_runner() {
    for world in World::each() {
        let mut child = busy(&world);
        child.kill().unwrap();
        child.wait().unwrap();
        let start = Instant::now();
        let ran = world.conjoin("migration run").exits(5);
        let list = world.conjoin("migration list").ok().out;
        assert!(list.contains("[!] 1_slow (interrupted)"), "{list}");
        ran.says(&["1_slow was interrupted", "unknown  1: ", "not run  2: ", "--retry"]);
        assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    }
}

#[test]
fn runners_with_another_key_do_not_wait() {
    for world in World::each().filter(|it| it.dialect() != Dialect::Sqlite) {
        let mut child = busy(&world);
        let ran = world.conjoin("migration run --lock-key other --lock-timeout 1");
        ran.exits(5).says(&["1_slow was interrupted"]);
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
