//! Real projects: the blog of this repository, and two data sets as migrations.

use std::path::Path;

use conjoin_migrate::Dialect;

use crate::world::{World, golden};

fn here(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

#[test]
fn the_blog_is_migrated_and_its_schema_file_is_what_it_was() {
    let world = World::sqlite();
    let migrations = here("migrations").display().to_string();
    let folder = format!("--migration-dir {migrations}");
    world.conjoin(&format!("migration {folder} test")).ok();
    world.conjoin(&format!("migration {folder} run")).ok();
    world.conjoin(&format!("migration {folder} verify")).ok();
    let schema = std::fs::read_to_string(here("schema/src/schema.rs")).unwrap();
    // The file was put in another order by hand.
    let tables = |text: &str| {
        let lines = text.lines().map(str::trim).filter(|it| it.contains(" -> "));
        let mut lines: Vec<_> = lines.map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(tables(&world.conjoin("print-schema").ok().out), tables(&schema));
    world.conjoin(&format!("migration {folder} redo --all")).ok();
    world.conjoin(&format!("migration {folder} revert --all")).ok();
}

/// Thousands of statements, CRLF, brackets, blobs, foreign keys that are off while it runs.
#[test]
fn the_data_sets_are_migrations_like_any_other() {
    for (name, table, rows) in [("chinook", "Track", 3503), ("northwind", "Order Details", 2155)] {
        let sql = std::fs::read(here(&format!("tests/data/{name}.sqlite.sql"))).unwrap();
        let world = World::sqlite();
        world.write(&format!("migrations/1_{name}/up.sql"), &sql);
        world.conjoin("migration plan").ok();
        world.conjoin("migration run").ok();
        let count = format!("SELECT CAST(count(*) AS TEXT) AS value FROM \"{table}\"");
        assert_eq!(world.values(&count), [rows.to_string()]);
        world.conjoin("migration verify").ok();
        assert!(world.conjoin("print-schema").ok().out.contains("diesel::joinable!"));
    }
}

/// The main outcomes, as they were last read and found good.
#[test]
fn outcomes_are_what_they_were() {
    let world = World::sqlite();
    world.three();
    let mut text = String::new();
    let mut show = |arguments: &str| {
        let ran = world.conjoin(arguments);
        let folder = world.folder.path().display().to_string();
        let said = (ran.out + &ran.err).replace(&folder, "/project");
        text += &format!("$ conjoin {arguments}\n{said}exit {}\n\n", ran.code.unwrap());
    };
    show("migration list");
    show("migration plan --to 1");
    show("migration run --to 2");
    show("migration list");
    show("migration pending --exit-code");
    show("migration run");
    show("migration redo");
    show("migration revert --number 2");
    show("migration baseline 2");
    show("migration verify");
    world.migration("1_a", "CREATE TABLE a (id INTEGER);", "");
    world.migration("0_late", "CREATE TABLE late (id INTEGER);", "");
    show("migration verify");
    show("migration run --strict");
    show("migration run");
    show("migration repair 1 --applied");
    show("migration run");
    world.migration("4_d", "CREATE TABLE d (id INTEGER);\nINSRT INTO d VALUES (1);", "");
    show("migration run");
    world.outside_transaction("4_d");
    show("migration run");
    show("migration run");
    show("migration repair 4 --reverted");
    world.migration("4_d", "COMMIT;", "");
    world.write("migrations/4_d/metadata.toml", "run_in_transaction = true\nrun = 1\n");
    show("migration run");
    world.write("migrations/4_d/metadata.toml", "run_in_transaction = true\n");
    show("migration run");
    show("migration frobnicate");
    golden("outcomes.txt", &text);
}

/// What a team on diesel_cli has, taken over without a change.
#[test]
#[ignore = "needs diesel_cli"]
fn a_project_of_diesel_cli_is_taken_over() {
    for world in World::each() {
        world.three();
        let ran = world.diesel("migration run").expect("diesel_cli");
        if ran.code != Some(0) {
            assert!(ran.err.contains("feature but it's not enabled"), "{ran:?}");
            continue;
        }
        world.conjoin("migration verify").ok();
        let dump = |world: &World| world.connect().describe().unwrap();
        let before = dump(&world);
        world.migration(
            "4_d",
            "CREATE TABLE d (id INTEGER PRIMARY KEY NOT NULL);",
            "DROP TABLE d;",
        );
        world.conjoin("migration run").ok().prints("Running migration 4_d\n");
        // Of two, the one that it runs last depends on whether the clock moves on between them.
        world.diesel("migration redo").unwrap().ok();
        world.conjoin("migration revert").ok();
        assert_eq!(dump(&world), before);
        world.conjoin("migration redo --all").ok();
        assert_eq!(world.diesel("migration pending").unwrap().out, "true\n");
        if world.dialect() != Dialect::Mysql {
            assert_eq!(dump(&world), before);
        }
    }
}
