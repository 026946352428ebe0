//! What was run, compared with the files, and with what diesel_cli does.

use conjoin_migrate::Dialect;

use crate::world::World;

#[test]
fn migrations_run_once_and_in_order() {
    for world in World::each() {
        world.three();
        let expected = "Running migration 1_a\nRunning migration 2_b\nRunning migration 3_c\n";
        world.conjoin("migration run").ok().prints(expected);
        world.conjoin("migration run").ok().prints("");
        assert_eq!(world.applied(), ["1", "2", "3"]);
        let listed = "Migrations:\n  [X] 1_a\n  [X] 2_b\n  [X] 3_c\n";
        world.conjoin("migration list").ok().prints(listed);
    }
}

#[test]
fn a_run_can_stop_at_a_version() {
    let world = World::sqlite();
    world.three();
    world.conjoin("migration run --to 2").ok();
    assert_eq!(world.applied(), ["1", "2"]);
    world.conjoin("migration run --to 9").exits(2).says(&["no migration 9"]);
}

#[test]
fn migrations_are_undone_from_the_last() {
    for world in World::each() {
        world.three();
        world.conjoin("migration run").ok();
        let ran = world.conjoin("migration revert -n 2").ok();
        ran.prints("Rolling back migration 3_c\nRolling back migration 2_b\n");
        assert_eq!((world.applied(), world.has_table("b")), (vec!["1".into()], false));
        world.conjoin("migration revert --number 9").ok();
        assert!(world.applied().is_empty());
    }
}

#[test]
fn redo_leaves_everything_as_it_was_when_it_fails() {
    for world in World::each().filter(|it| it.dialect() != Dialect::Mysql) {
        world.three();
        world.conjoin("migration run").ok();
        world.conjoin("migration redo -n 2").ok();
        world.migration("3_c", "CREATE TABLE nonsense;", "DROP TABLE c;");
        world.conjoin("migration redo --all").exits(1).says(&["migrations/3_c/up.sql:1"]);
        assert_eq!(world.applied(), ["1", "2", "3"]);
        assert!(world.has_table("c") && world.has_table("a"));
    }
}

#[test]
fn a_modified_file_is_noticed_and_line_ends_are_not() {
    for world in World::each() {
        world.three();
        world.conjoin("migration run").ok();
        let crlf = "\u{feff}CREATE TABLE a (id INTEGER PRIMARY KEY NOT NULL);";
        world.migration("1_a", crlf, "");
        world.conjoin("migration verify").ok();
        world.migration("2_b", "CREATE TABLE b (id INTEGER);", "");
        let list = world.conjoin("migration list").ok();
        assert!(list.out.contains("[X] 2_b (modified)\n"), "{}", list.out);
        let verified = world.conjoin("migration verify").exits(3);
        assert!(verified.out.contains("2_b: up.sql was modified after it was run"), "{verified:?}");
        world.conjoin("migration repair 2 --applied").ok();
        world.conjoin("migration verify").ok();
    }
}

#[test]
fn a_run_on_a_modified_file_is_refused_unless_it_is_allowed() {
    for world in World::each() {
        world.three();
        world.conjoin("migration run --to 2").ok();
        world.migration("1_a", "CREATE TABLE a (id INTEGER);", "DROP TABLE a;");
        for verb in ["run", "plan", "run --dry-run"] {
            let ran = world.conjoin(&format!("migration {verb}")).exits(2);
            let ran = ran.says(&["migrations/1_a/up.sql: was modified after it was run"]);
            ran.says(&["repair 1 --applied", "--allow-modified", "Nothing was run."]).prints("");
        }
        assert_eq!(world.applied(), ["1", "2"]);
        world.conjoin("migration plan --allow-modified").ok();
        let ran = world.conjoin("migration run --allow-modified").ok();
        ran.says(&["warning: 1_a was modified after it was run"]);
        assert_eq!(world.applied(), ["1", "2", "3"]);
        world.conjoin("migration run").exits(2); // It stays modified, and is said to be.
        world.conjoin("migration redo --all").ok(); // That is what a change is tried with.
        world.conjoin("migration run").ok();
    }
}

#[test]
fn a_strict_run_is_refused_when_a_folder_is_missing() {
    for world in World::each() {
        world.three();
        world.conjoin("migration run --to 2").ok();
        std::fs::remove_dir_all(world.path("migrations/1_a")).unwrap();
        let ran = world.conjoin("migration run --strict").exits(2);
        ran.says(&["1_a: is applied, and its folder is gone", "repair --reverted", "--strict"]);
        world.conjoin("migration run").ok();
        assert_eq!(world.applied(), ["1", "2", "3"]);
    }
}

#[test]
fn a_deleted_folder_is_missing_and_still_undone() {
    for world in World::each() {
        world.three();
        world.conjoin("migration run").ok();
        std::fs::remove_dir_all(world.path("migrations/3_c")).unwrap();
        let list = world.conjoin("migration list").ok();
        assert!(list.out.contains("[X] 3_c (missing)\n"), "{}", list.out);
        world.conjoin("migration verify").exits(3);
        world.conjoin("migration revert").ok().says(&["folder of 3_c is gone", "what was kept"]);
        assert!(!world.has_table("c"));
        world.conjoin("migration verify").ok();
    }
}

#[test]
fn a_deleted_folder_of_another_tool_is_refused_by_name() {
    let world = World::sqlite();
    world.three();
    world.conjoin("migration run").ok();
    world.execute("DELETE FROM __conjoin_migrations");
    std::fs::remove_dir_all(world.path("migrations/3_c")).unwrap();
    world.conjoin("migration revert --all").exits(2).says(&["3: is applied", "folder is gone"]);
    world.conjoin("migration repair 3 --reverted").ok();
    world.conjoin("migration revert --all").ok();
}

#[test]
fn migrations_out_of_order_are_warned_of_and_undone_first() {
    for world in World::each() {
        world.three();
        std::fs::rename(world.path("migrations/2_b"), world.path("2_b")).unwrap();
        world.conjoin("migration run").ok();
        std::fs::rename(world.path("2_b"), world.path("migrations/2_b")).unwrap();
        let verified = world.conjoin("migration verify").exits(3);
        assert!(verified.out.contains("2_b: was not run, though a later one was"), "{verified:?}");
        world.conjoin("migration run --strict").exits(2).says(&["2_b", "older than 3"]);
        world.conjoin("migration run").ok().says(&["warning: 2_b is older than 3"]);
        let reverted = world.conjoin("migration revert").ok();
        reverted.says(&["2 was applied after 3"]).prints("Rolling back migration 2_b\n");
    }
}

#[test]
#[ignore = "needs diesel_cli"]
fn both_tools_take_turns_on_one_database() {
    let world = World::sqlite();
    world.three();
    world.conjoin("migration run --to 1").ok();
    let ran = world.diesel("migration run").expect("diesel_cli");
    ran.ok().prints("Running migration 2_b\nRunning migration 3_c\n");
    world.conjoin("migration revert").ok().prints("Rolling back migration 3_c\n");
    world.diesel("migration revert").unwrap().ok().prints("Rolling back migration 2_b\n");
    world.conjoin("migration run").ok();
    let ours = world.conjoin("migration list").ok();
    assert_eq!(world.diesel("migration list").unwrap().ok().out, ours.out);
    let ours = world.conjoin("migration pending").ok();
    assert_eq!(world.diesel("migration pending").unwrap().ok().out, ours.out);
}

#[test]
fn what_another_tool_ran_again_is_not_called_modified() {
    let world = World::sqlite();
    world.three();
    world.conjoin("migration run").ok();
    world.execute(
        "UPDATE __diesel_schema_migrations SET run_on = '2030-01-01 00:00:00' WHERE version = '3'",
    );
    world.migration("3_c", "CREATE TABLE c (id INTEGER);", "DROP TABLE c;");
    world.conjoin("migration verify").ok();
}

#[test]
#[ignore = "needs diesel_cli"]
fn the_table_is_exactly_diesels() {
    let (ours, theirs) = (World::sqlite(), World::sqlite());
    theirs.diesel("migration run").expect("diesel_cli");
    ours.conjoin("migration run").ok();
    let sql = "SELECT sql AS value FROM sqlite_master WHERE name = '__diesel_schema_migrations'";
    let words = |world: &World| {
        let sql = world.values(sql).concat().replace(['(', ',', ')'], " ");
        sql.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(words(&ours), words(&theirs));
}

#[test]
fn a_database_that_was_there_before_gets_a_baseline() {
    for world in World::each() {
        world.three();
        world.execute("CREATE TABLE a (id INTEGER)");
        world.execute("CREATE TABLE b (id INTEGER)");
        let expected = "Recorded migration 1_a\nRecorded migration 2_b\n";
        world.conjoin("migration baseline 2").ok().prints(expected);
        world.conjoin("migration run").ok().prints("Running migration 3_c\n");
        world.conjoin("migration verify").ok();
    }
}

#[test]
fn a_plan_shows_the_sql_and_what_it_may_do() {
    let world = World::sqlite();
    world.three();
    world.migration("4_d", "DROP TABLE a;\nCREATE INDEX i ON b (id);", "");
    world.outside_transaction("4_d");
    let plan = world.conjoin("migration plan").ok();
    assert!(!world.path("app.db").exists());
    let expected = "-- 4_d, statement by statement\n-- DESTROYS: what this removes does not come \
                    back\nDROP TABLE a;\n-- LOCKS: others wait for the table while this runs\n\
                    CREATE INDEX i ON b (id);\n";
    assert!(plan.out.contains(expected), "{}", plan.out);
    assert_eq!(world.conjoin("migration run --dry-run").ok().out, plan.out);
}
