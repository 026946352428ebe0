//! `migration test`.

use conjoin_migrate::Dialect;

use crate::world::World;

#[test]
fn migrations_that_undo_themselves_pass_and_the_database_is_not_touched() {
    for world in World::each() {
        world.three();
        let up = "CREATE TABLE d (id INTEGER PRIMARY KEY NOT NULL, n INTEGER CHECK (n > 0));
                  CREATE INDEX i ON d (n);
                  ALTER TABLE a ADD COLUMN later INTEGER;";
        let down = "ALTER TABLE a DROP COLUMN later; DROP TABLE d;";
        world.migration("4_d", up, down);
        world.migration("5_e", "CREATE TABLE e (id INTEGER PRIMARY KEY NOT NULL);", "");
        let tested = world.conjoin("migration test").ok();
        assert!(
            tested.out.contains("4_d: undone and done again\n5_e: has no down.sql"),
            "{tested:?}"
        );
        match world.dialect() {
            Dialect::Sqlite => assert!(!world.path("app.db").exists()),
            _ => assert!(!world.has_table("a")),
        }
    }
}

#[test]
fn what_is_left_behind_is_shown_as_a_difference() {
    for world in World::each() {
        world.three();
        let up = "CREATE TABLE d (id INTEGER PRIMARY KEY NOT NULL);
                  ALTER TABLE a ADD COLUMN later INTEGER;";
        world.migration("2_b", up, "DROP TABLE d;");
        let tested = world.conjoin("migration test").exits(3);
        assert!(tested.out.contains("2_b: down.sql does not undo up.sql"), "{tested:?}");
        let added =
            tested.out.lines().any(|it| it.starts_with('+') && it.contains(" column later "));
        assert!(added, "{}", tested.out);
        assert!(tested.out.contains("3_c: undone and done again"), "{}", tested.out);
    }
}

#[test]
fn a_check_of_sqlite_that_is_lost_is_noticed() {
    let world = World::sqlite();
    world.migration("1_a", "CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER CHECK (n > 0));", "");
    let up = "CREATE TABLE b (id INTEGER PRIMARY KEY, n INTEGER CHECK (n > 0)); DROP TABLE a; \
              ALTER TABLE b RENAME TO a;";
    let down = "CREATE TABLE b (id INTEGER PRIMARY KEY, n INTEGER); DROP TABLE a; \
                ALTER TABLE b RENAME TO a;";
    world.migration("2_rebuild", up, down);
    let tested = world.conjoin("migration test").exits(3);
    assert!(tested.out.contains("-table a CHECK ( n > 0 )"), "{}", tested.out);
    world.migration("2_rebuild", up, up);
    world.conjoin("migration test").ok();
}

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn objects_of_postgresql_are_compared() {
    let world = World::postgres();
    let up = "CREATE TYPE mood AS ENUM ('a', 'b');
              CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
              CREATE VIEW v AS SELECT 1 AS one;";
    world.migration("1_a", up, "DROP VIEW v;");
    let tested = world.conjoin("migration test").exits(3);
    assert!(tested.out.contains("+type public.mood enum ('a', 'b')"), "{}", tested.out);
    assert!(tested.out.contains("+CREATE OR REPLACE FUNCTION public.f()"), "{}", tested.out);
    world.migration("1_a", up, "DROP VIEW v; DROP FUNCTION f; DROP TYPE mood;");
    world.conjoin("migration test").ok();
}
