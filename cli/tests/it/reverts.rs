//! Reverting and redoing: nothing is forgotten by mistake, and failures tell the truth.

use conjoin_migrate::Dialect;

use crate::world::World;

#[test]
fn a_down_file_without_a_statement_is_refused_before_the_first_is_undone() {
    let template = "-- This file should undo anything in `up.sql`\n";
    for world in World::each() {
        for down in [" \n", "-- nothing\n/* to do */;\n", template] {
            world.three();
            world.migration("2_b", "CREATE TABLE b (id INTEGER PRIMARY KEY NOT NULL);", down);
            world.conjoin("migration run").ok();
            for verb in ["revert --all", "redo --all"] {
                let ran = world.conjoin(&format!("migration {verb}")).exits(2);
                let ran = ran.prints("").says(&["2_b/down.sql: has no statement"]);
                ran.says(&["--allow-empty-down", "Nothing was run."]);
            }
            assert_eq!(world.applied(), ["1", "2", "3"]);
            let ran = world.conjoin("migration revert --all --allow-empty-down").ok();
            ran.says(&["warning: ", "2_b/down.sql has no statement: nothing is undone"]);
            assert!(world.applied().is_empty() && world.has_table("b"));
            world.execute("DROP TABLE b");
        }
    }
}

#[test]
fn a_migration_that_does_nothing_may_be_reverted_by_nothing() {
    let world = World::sqlite();
    world.three();
    world.migration("2_b", "-- superseded\n", "-- nothing\n");
    world.conjoin("migration run").ok();
    world.conjoin("migration revert --all").ok();
    assert!(world.applied().is_empty());
}

#[test]
fn a_redo_that_was_rolled_back_says_so() {
    for world in World::each().filter(|it| it.dialect() != Dialect::Mysql) {
        world.three();
        world.conjoin("migration run").ok();
        world.migration("3_c", "CREATE TABLE c (id INTEGER);\nCREATE nonsense;", "DROP TABLE c;");
        let ran = world.conjoin("migration redo --all").exits(1).says(&[
            "3_c/up.sql:2: statement 2 of 2",
            "All of it was rolled back: every migration is applied as it was before.",
        ]);
        for lie in ["Nothing of this migration was kept", "applied before", "reverted before"] {
            assert!(!ran.err.contains(lie), "{}", ran.err);
        }
        assert_eq!(world.applied(), ["1", "2", "3"]);
        assert!(["a", "b", "c"].iter().all(|it| world.has_table(it)));
        let failed = world.conjoin("migration redo --all --json").exits(1).json();
        assert_eq!(failed["applied"].as_array().unwrap().len(), 0);
        assert_eq!(failed["reverted"], serde_json::Value::Null);
    }
}

#[test]
fn a_redo_that_cannot_be_rolled_back_says_what_was_done() {
    for world in World::each() {
        world.three();
        world.outside_transaction("3_c");
        world.conjoin("migration run").ok();
        world.migration("3_c", "CREATE nonsense;", "DROP TABLE c;");
        let ran = world.conjoin("migration redo -n 2").exits(1);
        ran.says(&["reverted before that: 3_c, 2_b\n", "applied before that: 2_b\n"]);
        assert_eq!(world.applied(), ["1", "2"]);
    }
}
