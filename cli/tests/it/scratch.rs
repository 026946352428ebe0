//! What is dropped and what is tested on: never a database that was not meant.

use std::process::Stdio;
use std::time::{Duration, Instant};

use conjoin_migrate::{Database, Dialect};

use crate::world::{CONJOIN, World};

/// The names of this database and of those that were made beside it.
fn databases(world: &World) -> Vec<String> {
    let sql = match world.dialect() {
        Dialect::Postgres => "SELECT datname::text AS value FROM pg_database ORDER BY datname",
        _ => "SELECT schema_name AS value FROM information_schema.schemata ORDER BY schema_name",
    };
    let name = world.database_url().database();
    let start = &name[..name.len().min(30)];
    let beside = |it: &str| it.strip_prefix(start).is_some_and(|it| it.starts_with('_'));
    world.values(sql).into_iter().filter(|it| *it == name || beside(it)).collect()
}

/// Migrations that would show where they ran.
fn with_a_row(world: &World) {
    world.three();
    world.conjoin("migration run").ok();
    world.execute("INSERT INTO a VALUES (7)");
}

#[track_caller]
fn keeps_its_row(world: &World) {
    assert_eq!(world.values("SELECT 'x' AS value FROM a").len(), 1);
    assert_eq!(world.applied(), ["1", "2", "3"]);
}

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn a_test_does_not_run_where_an_option_of_the_url_leads() {
    let mut world = World::postgres();
    with_a_row(&world);
    let plain = world.url.clone();
    let (base, name) = plain.rsplit_once('/').unwrap();
    let port = base.rsplit_once(':').unwrap().1;
    world.write("services", format!("[shop]\ndbname={name}\nhost=127.0.0.1\nport={port}\n"));
    let service = format!("postgres://conjoin@127.0.0.1:{port}?service=shop");
    for url in [
        format!("{base}/postgres?dbname={name}"),
        format!("{base}?dbname={name}"),
        service,
        format!("host=127.0.0.1 port={port} user=conjoin dbname={name}"),
    ] {
        world.url = url;
        let mut command = world.command(CONJOIN, "migration test");
        let ran = command.env("PGSERVICEFILE", world.path("services")).output().unwrap();
        let ran: crate::world::Ran = ran.into();
        assert!(ran.ok().out.contains("3_c: undone and done again"));
        world.url = plain.clone();
        keeps_its_row(&world);
        assert_eq!(databases(&world), [name]);
    }
}

#[test]
#[cfg_attr(not(any(feature = "postgres", feature = "mysql")), ignore = "needs a server's feature")]
fn a_test_beside_a_database_with_the_longest_name_runs_beside_it() {
    for world in World::servers() {
        let mut world = world;
        let plain = world.url.clone();
        let (base, name) = plain.rsplit_once('/').unwrap();
        world.url = format!("{base}/{}", format!("{name}{}", "_long".repeat(20)).split_at(63).0);
        Database::create(&world.database_url()).unwrap();
        with_a_row(&world);
        world.conjoin("migration test").ok();
        keeps_its_row(&world);
        assert_eq!(databases(&world), [world.database_url().database()]);
        Database::drop(&world.database_url()).unwrap();
        world.url = plain;
    }
}

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn a_drop_and_a_reset_are_of_the_database_that_the_connection_is_on() {
    let mut world = World::postgres();
    let plain = world.url.clone();
    let other = format!("{plain}_other");
    let (base, name) = plain.rsplit_once('/').unwrap();
    Database::create(&other.parse().unwrap()).unwrap();
    with_a_row(&world);
    world.url = format!("{base}/{name}_other?dbname={name}");
    let reset = world.conjoin("database reset --no-default-migration").ok();
    let expected = format!("Dropping database: {name}\nCreating database: {name}\n");
    assert!(reset.out.starts_with(&expected), "{}", reset.out);
    let dropped = world.conjoin("database drop --json").ok().json();
    assert_eq!(dropped["database"], name);
    world.url = other;
    assert_eq!(databases(&world), [format!("{name}_other")]);
    world.conjoin("database drop").ok().prints(&format!("Dropping database: {name}_other\n"));
    world.url = plain;
}

#[test]
fn a_test_refuses_statements_about_other_databases() {
    if cfg!(feature = "mysql") {
        let world = World::mysql();
        with_a_row(&world);
        let name = world.database_url().database();
        for sql in [
            format!("DELETE FROM {name}.a"),
            format!("DROP TABLE IF EXISTS `{name}` . `a`"),
            format!("USE {name}"),
            format!("CREATE TRIGGER g AFTER INSERT ON {name}.a FOR EACH ROW SET @x = 1"),
        ] {
            world.migration("4_d", &format!("CREATE TABLE {name} (a INT);\n{sql};"), "");
            let ran = world.conjoin("migration test").exits(2);
            ran.says(&["4_d/up.sql:2: `", "another database", "Nothing was run."]);
            keeps_its_row(&world);
        }
        let column = format!("CREATE TABLE {name} (a INT);\nUPDATE {name} SET a = {name}.a;");
        world.migration("4_d", &column, &format!("DROP TABLE {name};"));
        world.conjoin("migration test").ok();
    }
    let world = World::sqlite();
    with_a_row(&world);
    world.migration("4_d", "ATTACH 'app.db' AS other;\nDELETE FROM other.a;", "");
    world.conjoin("migration test").exits(2).says(&["4_d/up.sql:1", "attached"]);
    keeps_its_row(&world);
}

#[test]
fn the_database_of_a_test_can_be_named_if_it_is_not_there() {
    for world in World::servers() {
        with_a_row(&world);
        let name = world.database_url().database();
        let ran = world.conjoin(&format!("migration test --scratch {name}")).exits(2);
        ran.says(&[&format!("{name} is there already")]);
        keeps_its_row(&world);
        world.conjoin(&format!("migration test --scratch {name}_new")).ok();
        let long = "x".repeat(64);
        world.conjoin(&format!("migration test --scratch {long}")).exits(2).says(&["63 bytes"]);
        assert_eq!(databases(&world), [name]);
    }
    let world = World::sqlite();
    with_a_row(&world);
    world.conjoin("migration test --scratch app.db").exits(2).says(&["app.db is there already"]);
    keeps_its_row(&world);
    world.conjoin("migration test --scratch new.db").ok();
    assert!(!world.path("new.db").exists());
}

#[test]
#[cfg_attr(not(any(feature = "postgres", feature = "mysql")), ignore = "needs a server's feature")]
fn an_interrupted_test_leaves_nothing_behind() {
    for world in World::servers() {
        let sleep = match world.dialect() {
            Dialect::Postgres => "SELECT pg_sleep(30);",
            _ => "SELECT SLEEP(30);",
        };
        world.migration("1_slow", sleep, "SELECT 1;");
        let mut command = world.command(CONJOIN, "migration test");
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let start = Instant::now();
        while databases(&world).len() < 2 {
            assert!(start.elapsed() < Duration::from_secs(20));
            std::thread::sleep(Duration::from_millis(20));
        }
        let mut kill = std::process::Command::new("kill");
        kill.args(["-INT", &child.id().to_string()]).status().unwrap();
        let ran: crate::world::Ran = child.wait_with_output().unwrap().into();
        assert_eq!((ran.code, ran.out.as_str()), (Some(130), ""), "{}", ran.err);
        assert!(start.elapsed() < Duration::from_secs(20));
        assert_eq!(databases(&world).len(), 1);
    }
}

#[test]
fn every_down_file_is_tested_whatever_was_found_before() {
    for world in World::each() {
        world.three();
        let table = |it: &str| format!("CREATE TABLE {it} (id INTEGER PRIMARY KEY NOT NULL);");
        world.migration("4_fails", &table("d"), "DROP TABLE nowhere;");
        world.migration("5_keeps", &table("e"), "SELECT 1;");
        world.migration("6_empty", &table("f"), "-- nothing\n");
        world.migration("7_good", &table("g"), "DROP TABLE g;");
        let tested = world.conjoin("migration test").exits(3).out;
        for finding in [
            "3_c: undone and done again\n",
            "4_fails: down.sql fails\nmigrations/4_fails/down.sql:1: statement 1 of 1: ",
            "5_keeps: down.sql does not undo up.sql\n",
            "6_empty: down.sql fails\nmigrations/6_empty/down.sql: has no statement",
            "7_good: undone and done again\n",
        ] {
            assert!(tested.contains(finding), "{finding:?} is not in {tested}");
        }
        let found = world.conjoin("migration test --last 2 --json").exits(3).json();
        assert_eq!(found["tested"][0]["found"], "failed");
        assert_eq!(found["tested"][1]["found"], "undone");
        assert_eq!(found["tested"].as_array().unwrap().len(), 2);
        world.conjoin("migration test 3").ok().prints("3_c: undone and done again\n");
        world.conjoin("migration test 9").exits(2).says(&["no migration 9"]);
    }
}

#[test]
fn an_up_file_that_fails_ends_a_test_and_is_shown() {
    for world in World::each() {
        world.three();
        world.migration("2_b", "CREATE nonsense;", "");
        let ran = world.conjoin("migration test").exits(1);
        ran.says(&["2 of 3 migrations were not tested", "2_b/up.sql:1"])
            .prints("1_a: undone and done again\n");
        let failed = world.conjoin("migration test --json").exits(1).json();
        assert_eq!(failed["tested"][0]["found"], "undone");
        assert_eq!(failed["error"]["line"], 1);
    }
}

#[test]
fn the_order_of_columns_is_no_difference() {
    for world in World::each() {
        world.migration("1_t", "CREATE TABLE t (a INTEGER, b INTEGER);", "DROP TABLE t;");
        let down = "ALTER TABLE t ADD COLUMN a INTEGER;";
        world.migration("2_drop", "ALTER TABLE t DROP COLUMN a;", down);
        world.conjoin("migration test").ok();
    }
}
