//! What a migration sets, the next one does not meet, and neither does the history.

use crate::world::World;

/// Two migrations, the first of which sets something, in a transaction and outside of one.
fn each_way(world: &World, sets: &str, then: &str, check: impl Fn(&World)) {
    for outside in [false, true] {
        world.migration("1_sets", sets, "SELECT 1;");
        world.migration("2_then", then, "SELECT 1;");
        for name in ["1_sets", "2_then"].iter().filter(|_| outside) {
            world.outside_transaction(name);
        }
        world.conjoin("migration run").ok();
        check(world);
        world.conjoin("migration verify").ok();
        world.conjoin("migration revert --all").ok();
    }
}

#[test]
fn foreign_keys_of_sqlite_are_on_again_for_the_next_migration() {
    let world = World::sqlite();
    let sets = "PRAGMA foreign_keys = OFF; PRAGMA recursive_triggers = ON; PRAGMA synchronous = 1;";
    world.migration("1_sets", sets, "");
    world.outside_transaction("1_sets");
    let then = "CREATE TABLE seen AS SELECT (SELECT foreign_keys FROM pragma_foreign_keys) AS k,
                (SELECT recursive_triggers FROM pragma_recursive_triggers) AS r;";
    world.migration("2_then", then, "");
    world.conjoin("migration run").ok();
    assert_eq!(world.values("SELECT k || ' ' || r AS value FROM seen"), ["1 0"]);
}

#[test]
fn what_is_attached_to_sqlite_is_detached() {
    let world = World::sqlite();
    world.migration("1_a", "ATTACH 'other.db' AS other; CREATE TABLE other.t (id INTEGER);", "");
    world.outside_transaction("1_a");
    world.migration("2_b", "CREATE TABLE seen AS SELECT name FROM pragma_database_list;", "");
    world.conjoin("migration run").ok();
    assert_eq!(world.values("SELECT name AS value FROM seen"), ["main"]);
}

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn a_search_path_is_set_back_and_the_history_stays_where_it_is() {
    let world = World::postgres();
    for sets in [
        "DROP SCHEMA IF EXISTS app CASCADE; CREATE SCHEMA app; SET search_path TO app;
         CREATE TABLE inner_t (id int);",
        "SELECT pg_catalog.set_config('search_path', '', false);",
        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE; SET datestyle = 'SQL';",
    ] {
        let then = "DROP TABLE IF EXISTS seen; CREATE TABLE seen AS SELECT
                    current_setting('search_path') || ' ' || current_setting('datestyle') AS value;";
        each_way(&world, sets, then, |world| {
            assert_eq!(
                world.values("SELECT value FROM public.seen"),
                ["\"$user\", public ISO, MDY"]
            );
            assert_eq!(world.applied(), ["1", "2"]);
        });
    }
}

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn the_history_stays_in_the_schema_in_which_it_is_found() {
    let world = World::postgres();
    world.three();
    world.conjoin("migration run --to 1").ok();
    world.execute("CREATE SCHEMA conjoin");
    // Now `"$user"` in the search path leads to another schema first.
    world.conjoin("migration run").ok();
    let schema = "SELECT count(*)::text AS value FROM pg_class WHERE relname LIKE '\\_\\_%migrations' \
                  AND relnamespace = 'public'::regnamespace";
    assert_eq!(world.values(schema), ["2"]);
    assert_eq!(world.applied(), ["1", "2", "3"]);
}

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn a_role_is_given_back() {
    let world = World::postgres();
    let role = format!("role_{}", std::process::id());
    world.execute(&format!("CREATE ROLE {role}; GRANT ALL ON SCHEMA public TO {role}"));
    let sets = format!("SET ROLE {role}; SELECT 1;");
    let then =
        "DROP TABLE IF EXISTS seen; CREATE TABLE seen AS SELECT current_user::text AS value;";
    each_way(&world, &sets, then, |world| {
        let user = world.values("SELECT current_user::text AS value");
        assert_eq!(world.values("SELECT value FROM seen"), user);
    });
    world.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn variables_of_mariadb_are_set_back_and_so_is_its_database() {
    let world = World::mysql();
    let sets =
        "SET sql_mode = 'ANSI_QUOTES'; SET foreign_key_checks = 0; SET @@group_concat_max_len = 7;
                USE information_schema;";
    let then = "DROP TABLE IF EXISTS seen;
                CREATE TABLE seen AS SELECT CAST(CONCAT(IF(@@foreign_key_checks, 1, 0), ' ',
                  @@sql_mode LIKE '%ANSI_QUOTES%', ' ', @@group_concat_max_len > 7) AS CHAR(9)) AS value;";
    each_way(&world, sets, then, |world| {
        assert_eq!(world.values("SELECT value FROM seen"), ["1 0 1"]);
        assert_eq!(world.applied(), ["1", "2"]);
    });
}
