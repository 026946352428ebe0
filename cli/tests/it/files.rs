//! What is wrong with files is said before anything runs.

use crate::world::World;

/// Nothing was run, and no database was made.
#[track_caller]
fn refused(world: &World, texts: &[&str]) {
    world.conjoin("migration run").exits(2).says(texts);
    assert!(!world.path("app.db").exists());
    assert!(!world.path("app.db-migrate.lock").exists());
}

#[test]
fn two_folders_with_one_version_are_refused() {
    let world = World::sqlite();
    world.three();
    world.migration("2_other", "CREATE TABLE other (id INTEGER);", "");
    refused(&world, &["version 2", "2_b", "2_other", "Rename one"]);
}

#[test]
fn a_metadata_file_that_is_mistyped_is_refused_by_its_key() {
    for (text, problem) in [
        ("run_in_transacton = false", "run_in_transacton"),
        ("run_in_transaction = maybe", "metadata.toml:1"),
        ("# nothing\n", "run_in_transaction"),
        ("run_in_transaction = true\nextra = 1\n", "metadata.toml:2"),
    ] {
        let world = World::sqlite();
        world.three();
        world.write("migrations/2_b/metadata.toml", text);
        refused(&world, &["migrations/2_b/metadata.toml", problem, "delete the file"]);
    }
}

#[test]
fn a_template_that_was_not_filled_in_is_refused() {
    let world = World::sqlite();
    world.three();
    world.conjoin("migration generate later --version 4").ok();
    refused(&world, &["migrations/4_later/up.sql", "no statement", "write it"]);
}

#[test]
fn a_migration_of_comments_with_others_after_it_is_history() {
    let world = World::sqlite();
    world.three();
    world.migration("2_b", "-- superseded", "");
    world.conjoin("migration run --strict").exits(2).says(&["2_b/up.sql", "no statement"]);
    world.conjoin("migration run").ok().says(&["warning: 2_b has no statement"]);
    assert_eq!(world.applied(), ["1", "2", "3"]);
}

#[test]
fn a_byte_order_mark_is_no_sql() {
    for world in World::each() {
        world.migration("1_a", "\u{feff}CREATE TABLE a (id INTEGER);\r\n", "\u{feff}DROP TABLE a;");
        world.conjoin("migration run").ok();
        assert!(world.has_table("a"));
        world.conjoin("migration revert").ok();
        assert!(!world.has_table("a"));
    }
}

#[test]
fn a_file_that_is_not_utf_8_is_named_with_the_byte() {
    let world = World::sqlite();
    world.three();
    world.write("migrations/3_c/up.sql", b"SELECT 1;\nSELECT '\xe9';");
    refused(&world, &["migrations/3_c/up.sql:2", "byte 18", "0xe9", "save the file as UTF-8"]);
}

#[test]
fn a_folder_without_up_sql_is_refused() {
    let world = World::sqlite();
    world.three();
    world.write("migrations/4_d/down.sql", "SELECT 1;");
    refused(&world, &["migrations/4_d/up.sql is missing"]);
}

#[test]
fn folders_that_diesel_skips_are_skipped() {
    let world = World::sqlite();
    world.three();
    world.write("migrations/.git/x", "");
    world.write("migrations/README.md", "");
    world.conjoin("migration run").ok();
    assert_eq!(world.applied(), ["1", "2", "3"]);
}

#[test]
fn a_commit_inside_a_migration_is_refused_before_anything_runs() {
    for sql in ["BEGIN", "COMMIT", "END", "ROLLBACK", "START TRANSACTION"] {
        let world = World::sqlite();
        world.three();
        world.migration("2_b", &format!("SELECT 1;\n\n{sql};"), "");
        let line = "migrations/2_b/up.sql:3";
        refused(
            &world,
            &[line, &format!("`{sql}`"), "run_in_transaction = false", "Nothing was run"],
        );
    }
    let world = World::sqlite();
    world.migration(
        "1_a",
        "SAVEPOINT s; CREATE TABLE a (id INTEGER); ROLLBACK TO s; RELEASE s",
        "",
    );
    world.conjoin("migration run").ok();
}

#[test]
fn a_transaction_that_is_left_open_is_refused() {
    let world = World::sqlite();
    world.migration("1_a", "SELECT 1;\nBEGIN;\nCREATE TABLE a (id INTEGER);", "");
    world.outside_transaction("1_a");
    refused(&world, &["migrations/1_a/up.sql:2", "never committed"]);
    world.migration("1_a", "BEGIN; CREATE TABLE a (id INTEGER); COMMIT;", "");
    world.conjoin("migration run").ok();
}

#[test]
fn what_the_database_refuses_in_a_transaction_is_known_before() {
    let world = World::sqlite();
    world.migration("1_a", "VACUUM;", "");
    refused(&world, &["migrations/1_a/up.sql:1", "`VACUUM` cannot run within a transaction"]);
    if cfg!(feature = "postgres") {
        let world = World::postgres();
        world.migration(
            "1_a",
            "CREATE TABLE a (id int); CREATE INDEX CONCURRENTLY i ON a (id);",
            "",
        );
        world.conjoin("migration run").exits(2).says(&["CONCURRENTLY i ON a", "metadata.toml"]);
        assert!(!world.has_table("a"));
    }
}

#[test]
fn a_missing_down_file_is_noticed_before_the_first_is_undone() {
    for world in World::each() {
        world.three();
        std::fs::remove_file(world.path("migrations/2_b/down.sql")).unwrap();
        world.conjoin("migration run").ok();
        let ran = world.conjoin("migration revert --all").exits(2);
        ran.says(&["migrations/2_b/down.sql", "is missing", "write it"]).prints("");
        assert_eq!(world.applied(), ["1", "2", "3"]);
        world.conjoin("migration revert").ok().prints("Rolling back migration 3_c\n");
    }
}

#[test]
#[ignore = "needs diesel_cli"]
fn generated_migrations_are_those_of_diesel() {
    let (ours, theirs) = (World::sqlite(), World::sqlite());
    let ran = theirs.diesel("migration generate create_users --version 1").expect("diesel_cli");
    let made = ours.conjoin("migration generate create_users --version 1").ok();
    assert_eq!(made.out, ran.out);
    for file in ["up.sql", "down.sql"] {
        let read = |world: &World| {
            let path = world.path("migrations/1_create_users").join(file);
            std::fs::read_to_string(path).unwrap()
        };
        assert_eq!(read(&ours), read(&theirs));
    }
}

#[test]
fn generated_versions_are_new() {
    let world = World::sqlite();
    for _ in 0..3 {
        world.conjoin("migration generate again").ok();
    }
    world.conjoin("migration generate -u only_up --version 7").ok();
    assert!(!world.path("migrations/7_only_up/down.sql").exists());
    world.conjoin("migration generate x --version 7").exits(2).says(&["version 7 already"]);
    let found = std::fs::read_dir(world.path("migrations")).unwrap().count();
    assert_eq!(found, 4);
}
