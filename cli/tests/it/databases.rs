//! What one database does and the others do not.

use std::time::{Duration, Instant};

use conjoin_migrate::{Database, Dialect};
use diesel::connection::SimpleConnection;

use crate::world::{CONJOIN, Ran, World};

const REBUILD: &str = "PRAGMA foreign_keys = OFF;
CREATE TABLE new_parent (id INTEGER PRIMARY KEY NOT NULL, name TEXT);
INSERT INTO new_parent (id) SELECT id FROM parent;
DROP TABLE parent;
ALTER TABLE new_parent RENAME TO parent;
PRAGMA foreign_keys = ON;";

fn family() -> World {
    let world = World::sqlite();
    let up = "CREATE TABLE parent (id INTEGER PRIMARY KEY NOT NULL);
              CREATE TABLE child (id INTEGER PRIMARY KEY NOT NULL,
                  parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE);
              INSERT INTO parent VALUES (1), (2);
              INSERT INTO child VALUES (10, 1), (20, 2);";
    world.migration("1_family", up, "");
    world
}

#[test]
fn a_table_of_sqlite_is_rebuilt_and_no_child_is_lost() {
    let world = family();
    world.migration("2_rebuild", REBUILD, "");
    world.conjoin("migration run").ok();
    let children = world.values("SELECT CAST(id AS TEXT) AS value FROM child ORDER BY id");
    assert_eq!(children, ["10", "20"]);
}

#[test]
fn a_rebuild_that_breaks_foreign_keys_is_undone() {
    let world = family();
    world.migration("2_rebuild", &REBUILD.replace("FROM parent;", "FROM parent WHERE id = 1;"), "");
    let ran = world.conjoin("migration run").exits(1);
    ran.says(&["2_rebuild/up.sql", "foreign keys would be broken", "child row 20", "parent"]);
    assert_eq!(world.applied(), ["1"]);
    assert_eq!(world.values("SELECT 'x' AS value FROM parent").len(), 2);
}

#[test]
fn rows_that_were_broken_before_do_not_stop_a_rebuild() {
    let world = family();
    world.conjoin("migration run").ok();
    world.execute("PRAGMA foreign_keys = OFF; INSERT INTO child VALUES (30, 99);");
    world.migration("2_rebuild", REBUILD, "");
    world.conjoin("migration run").ok();
    assert_eq!(world.values("SELECT 'x' AS value FROM child").len(), 3);
}

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn two_concurrent_indexes_in_one_file_are_made_on_postgresql() {
    let world = World::postgres();
    world.migration("1_a", "CREATE TABLE a (id int, n int);", "");
    let up = "CREATE INDEX CONCURRENTLY i ON a (id);\nCREATE INDEX CONCURRENTLY j ON a (n);";
    world.migration("2_indexes", up, "DROP INDEX CONCURRENTLY i;\nDROP INDEX CONCURRENTLY j;");
    world.outside_transaction("2_indexes");
    world.conjoin("migration run").ok();
    assert!(world.has_table("i") && world.has_table("j"));
    world.conjoin("migration revert").ok();
}

/// A runner that waits may hold no snapshot: the index that is being made waits for those.
#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn a_waiting_runner_does_not_hold_up_a_concurrent_index() {
    let world = World::postgres();
    world.migration("1_a", "CREATE TABLE a (id int);", "");
    world.migration("2_slow", "SELECT pg_sleep(1);\nCREATE INDEX CONCURRENTLY i ON a (id);", "");
    world.outside_transaction("2_slow");
    let runners: Vec<_> = (0..3)
        .map(|_| {
            let mut command = world.command(CONJOIN, "migration run --lock-timeout 10");
            std::thread::spawn(move || Ran::from(command.output().unwrap()))
        })
        .collect();
    for runner in runners {
        runner.join().unwrap().ok();
    }
}

/// A table that somebody reads in a transaction, and a migration that is to change it.
fn read_while_altered(world: &World) -> Database {
    world.migration("1_a", "CREATE TABLE a (id int);", "");
    world.conjoin("migration run").ok();
    world.migration("2_alter", "ALTER TABLE a ADD COLUMN n int;", "");
    let mut reader = world.connect();
    reader.connection().batch_execute("START TRANSACTION; SELECT * FROM a").unwrap();
    reader
}

/// An ALTER that waits for its lock has every later SELECT wait behind it. It gives up in time, and
/// tries again.
#[test]
#[cfg_attr(not(any(feature = "postgres", feature = "mysql")), ignore = "needs a server's feature")]
fn a_blocked_alter_does_not_block_others_for_long() {
    for world in World::servers() {
        let mut reader = read_while_altered(&world);
        let mut command = world.command(CONJOIN, "migration run");
        let runner = std::thread::spawn(move || Ran::from(command.output().unwrap()));
        std::thread::sleep(Duration::from_millis(500));
        let start = Instant::now();
        world.values("SELECT 'x' AS value FROM a");
        assert!(start.elapsed() < Duration::from_millis(2500), "{:?}", start.elapsed());
        std::thread::sleep(Duration::from_millis(4000).saturating_sub(start.elapsed()));
        reader.connection().batch_execute("COMMIT").unwrap();
        runner.join().unwrap().ok().says(&["2_alter waits for a lock", "trying again"]);
        world.conjoin("migration verify").ok();
    }
}

#[test]
#[cfg_attr(not(any(feature = "postgres", feature = "mysql")), ignore = "needs a server's feature")]
fn a_lock_that_is_never_released_ends_the_run_in_time() {
    for world in World::servers() {
        let _reader = read_while_altered(&world);
        let ran = world.conjoin("migration run --lock-timeout 3").exits(4);
        let holder = match world.dialect() {
            Dialect::Postgres => "table a is locked by a connection, backend ",
            _ => "has had a transaction open since",
        };
        let ran = ran.says(&["2_alter/up.sql:1", "timeout", "Nothing of this migration was kept"]);
        let ran = ran.says(&["Gave up after 3 s", holder, "--lock-timeout"]);
        assert!(!ran.err.contains("Correct the file"), "{}", ran.err);
    }
}

#[test]
fn a_file_of_sqlite_that_another_program_writes_to_is_waited_for_and_named() {
    let world = World::sqlite();
    world.three();
    world.conjoin("migration run --to 1").ok();
    let mut writer = world.connect();
    writer.connection().batch_execute("BEGIN IMMEDIATE").unwrap();
    let ran = world.conjoin("migration run --lock-timeout 1").exits(4);
    ran.says(&["gave up after 1 s", "app.db is locked by another program", "--lock-timeout"]);
    drop(writer);
    world.conjoin("migration run").ok();
}

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn the_setup_of_postgresql_has_diesels_functions() {
    let world = World::postgres();
    let up = "CREATE TABLE a (id int PRIMARY KEY, updated_at timestamp NOT NULL DEFAULT 'epoch');
              SELECT diesel_manage_updated_at('a');
              INSERT INTO a (id) VALUES (1);";
    world.migration("1_a", up, "");
    world.conjoin("setup").ok().prints("Running migration 1_a\n");
    world.execute("UPDATE a SET id = 2");
    let changed = world.values("SELECT 'x' AS value FROM a WHERE updated_at > '2020-01-01'");
    assert_eq!(changed.len(), 1);
    assert!(world.path("migrations/00000000000000_diesel_initial_setup/down.sql").exists());
    std::fs::remove_file(world.path("migrations/1_a/up.sql")).unwrap();
    std::fs::remove_dir(world.path("migrations/1_a")).unwrap();
    world.conjoin("migration revert").exits(2);
}

#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn changes_of_data_are_all_or_nothing_on_mariadb() {
    let world = World::mysql();
    world.migration("1_a", "CREATE TABLE a (id INTEGER) ENGINE = InnoDB;", "");
    world.migration("2_rows", "INSERT INTO a VALUES (1);\nINSERT INTO nowhere VALUES (2);", "");
    let ran = world.conjoin("migration run").exits(1);
    ran.says(&["2_rows/up.sql:2", "Nothing of this migration was kept"]);
    assert!(world.values("SELECT 'x' AS value FROM a").is_empty());
}

#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn procedures_and_delimiters_of_mariadb_are_understood() {
    let world = World::mysql();
    let up = "CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; SELECT 2; END;
              CREATE TABLE a (id INTEGER);";
    world.migration("1_a", up, "DROP PROCEDURE p; DROP TABLE a;");
    let up = "DELIMITER //\nCREATE PROCEDURE q() BEGIN SELECT 1; END//\nDELIMITER ;\nSELECT 1;";
    world.migration("2_b", up, "DROP PROCEDURE q;");
    world.conjoin("migration run").ok();
    world.conjoin("migration revert --all").ok();
}

#[test]
#[cfg_attr(not(any(feature = "postgres", feature = "mysql")), ignore = "needs a server's feature")]
fn a_database_whose_name_needs_quotes_is_made_and_dropped() {
    for mut world in World::servers() {
        let (suffix, decoded) = match world.dialect() {
            Dialect::Postgres => ("%20%22%60%27;--", " \"`';--"),
            _ => ("-a", "-a"),
        };
        let plain = world.url.clone();
        let (base, name) = plain.rsplit_once('/').unwrap();
        world.url = format!("{base}/{name}{suffix}");
        world.conjoin("database setup --no-default-migration").ok();
        world.conjoin("migration list").ok();
        let dropped = world.conjoin("database drop").ok();
        world.url = plain.clone();
        assert!(dropped.out.contains(&format!("{decoded}\n")), "{}", dropped.out);
    }
}
