//! Files are read as the database reads them.

use conjoin_migrate::Dialect;

use crate::world::World;

/// A file that is refused before anything runs, at this line.
#[track_caller]
fn refused(world: &World, sql: &str, line: usize, problem: &str) {
    world.migration("1_a", sql, "");
    for outside in [false, true] {
        if outside {
            world.outside_transaction("1_a");
        }
        let ran = world.conjoin("migration run").exits(2);
        let place = format!("migrations/1_a/up.sql:{line}: ");
        ran.says(&[&place, problem, "Nothing was run."]);
        world.conjoin("migration plan").exits(2).says(&[&place, problem]);
    }
    std::fs::remove_dir_all(world.path("migrations/1_a")).unwrap();
    assert!(!world.path("app.db").exists() && world.applied_or_none().is_empty());
}

#[test]
fn the_asterisk_that_opens_a_comment_does_not_close_it() {
    for world in World::each() {
        for outside in [false, true] {
            let name = if outside { "2_b" } else { "1_a" };
            let [a, b] = ["a", "b"].map(|it| format!("{it}{outside}"));
            let up = format!(
                "CREATE TABLE {a} (id INT PRIMARY KEY);\n/*/ DROP TABLE {a}; -- */\n\
                 /*/ section two */\nCREATE TABLE {b} (id INT PRIMARY KEY);\n"
            );
            world.migration(name, &up, "");
            if outside {
                world.outside_transaction(name);
            }
            world.conjoin("migration run").ok();
            assert!(world.has_table(&a) && world.has_table(&b), "{:?}", world.dialect());
        }
    }
}

#[test]
fn what_never_ends_is_refused_by_file_and_line() {
    for world in World::each() {
        let table = "CREATE TABLE a (id INT);\n\n";
        refused(
            &world,
            &format!("{table}/* never\nCREATE TABLE b (id INT);\n"),
            3,
            "comment is never",
        );
        refused(&world, &format!("{table}/*/"), 3, "comment is never closed");
        refused(&world, &format!("{table}SELECT 'it''s;\n"), 3, "string is never closed");
    }
}

#[test]
fn names_in_triggers_of_sqlite_may_be_begin_and_end() {
    for outside in [false, true] {
        let world = World::sqlite();
        let up =
            "CREATE TABLE events (id INTEGER PRIMARY KEY NOT NULL, start INTEGER, end INTEGER);
                  CREATE TRIGGER fill AFTER INSERT ON events BEGIN
                    UPDATE events SET end = NEW.start WHERE id = NEW.id AND NEW.end IS NULL;
                    UPDATE events SET start = 0 WHERE start IS NULL;
                  END;
                  CREATE TABLE later (begin INTEGER);
                  INSERT INTO events (start) VALUES (7);";
        world.migration("1_events", up, "");
        if outside {
            world.outside_transaction("1_events");
        }
        world.conjoin("migration run").ok();
        assert!(world.has_table("fill") && world.has_table("later"));
        assert_eq!(world.values("SELECT CAST(end AS TEXT) AS value FROM events"), ["7"]);
    }
}

#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn triggers_and_routines_of_mariadb_need_no_begin() {
    let world = World::mysql();
    let up = "CREATE TABLE t (a INT, b INT);
              CREATE TRIGGER t_defaults BEFORE INSERT ON t FOR EACH ROW
              IF NEW.a IS NULL THEN
                SET NEW.a = 1;
                SET NEW.b = CASE NEW.a WHEN 1 THEN 2 END;
              END IF;
              CREATE PROCEDURE fill(n INT) WHILE n > 0 DO
                INSERT INTO t VALUES (n, n);
                SET n = n - 1;
              END WHILE;
              INSERT INTO t VALUES (NULL, NULL);
              CALL fill(2);";
    world.migration("1_t", up, "");
    world.conjoin("migration run").ok();
    let rows = world.values("SELECT CONCAT(a, ' ', b) AS value FROM t ORDER BY a, b");
    assert_eq!(rows, ["1 1", "1 2", "2 2"]);
}

#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn delimiters_of_dollars_end_routines_of_mariadb() {
    let world = World::mysql();
    let up = "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END$$\nDELIMITER ;\n\
              CREATE TABLE a (id INT);";
    world.migration("1_a", up, "");
    world.conjoin("migration run").ok();
    assert!(world.has_table("a"));
}

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn commands_of_psql_and_rows_of_copy_are_refused_as_what_they_are() {
    let world = World::postgres();
    let table = "CREATE TABLE a (id int, name text);\n";
    refused(&world, &format!("{table}\\connect other\n"), 2, "`\\connect` is a command of psql");
    let copy = format!("{table}COPY a (id, name) FROM stdin;\n1\tit's\n\\.\n");
    refused(&world, &copy, 2, "`pg_dump --inserts`");
}

#[test]
fn line_ends_within_strings_are_kept_and_do_not_count_for_the_checksum() {
    for world in World::each() {
        let up = "CREATE TABLE notes (t VARCHAR(20));\r\nINSERT INTO notes VALUES ('a\r\nb');\r\n";
        world.migration("1_notes", up, "");
        world.conjoin("migration run").ok();
        let length = if world.dialect() == Dialect::Sqlite { "TEXT" } else { "CHAR(2)" };
        let length = format!("SELECT CAST(LENGTH(t) AS {length}) AS value FROM notes");
        assert_eq!(world.values(&length).concat().trim(), "4");
        world.migration("1_notes", &up.replace("\r\n", "\n"), "");
        world.conjoin("migration verify").ok();
    }
}

/// Both find out by the statements one by one where the failure was.
#[test]
fn a_failure_that_the_database_does_not_place_is_placed_all_the_same() {
    for world in World::each().filter(|it| it.dialect() != Dialect::Mysql) {
        world.migration("1_t", "CREATE TABLE t (id INTEGER PRIMARY KEY);", "");
        let rows =
            "INSERT INTO t VALUES (1);\n\nINSERT INTO t VALUES (2);\nINSERT INTO t VALUES (1);\n";
        world.migration("2_rows", rows, "");
        let ran = world.conjoin("migration run").exits(1);
        ran.says(&["2_rows/up.sql:4: statement 3 of 3: ", "4 | INSERT INTO t VALUES (1)"]);
        assert!(world.values("SELECT 'x' AS value FROM t").is_empty());
    }
}

const DUMP: &str = r#"--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SET lock_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET client_min_messages = warning;

CREATE FUNCTION public.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
BEGIN
  NEW.touched := '/* ; */ $$';
  RETURN NEW;
END;
$_$;

SET default_tablespace = '';

CREATE TABLE public.users (
    id integer NOT NULL,
    name text DEFAULT 'it''s; --'::text,
    touched text
);

INSERT INTO public.users VALUES (1, 'a\b', NULL);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

CREATE TRIGGER touch BEFORE INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION public.touch();

COMMENT ON COLUMN public.users.name IS 'its; name';

--
-- PostgreSQL database dump complete
--
"#;

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn a_dump_of_postgresql_is_a_migration_and_the_next_one_finds_its_tables() {
    let world = World::postgres();
    world.migration("1_dump", DUMP, "DROP TABLE users; DROP FUNCTION touch;");
    world.migration(
        "2_later",
        "INSERT INTO users (id) VALUES (2);",
        "DELETE FROM users WHERE id = 2;",
    );
    world.conjoin("migration test").ok();
    world.conjoin("migration run").ok();
    let users =
        world.values("SELECT name || coalesce(touched, '') AS value FROM users ORDER BY id");
    assert_eq!(users, ["a\\b", "it's; --/* ; */ $$"]);
    world.conjoin("migration redo --all").ok();
    world.conjoin("migration verify").ok();
}

#[test]
fn a_dump_of_sqlite_is_a_migration_outside_a_transaction() {
    let world = World::sqlite();
    let up = "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t(a TEXT);\n\
              INSERT INTO t VALUES('a;\n''b');\n\
              CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END;\nCOMMIT;\n";
    world.migration("1_dump", up, "DROP TABLE t;");
    world.conjoin("migration run").exits(2).says(&["up.sql:2", "run_in_transaction = false"]);
    world.outside_transaction("1_dump");
    world.migration(
        "2_later",
        "CREATE TABLE seen AS SELECT foreign_keys AS k FROM pragma_foreign_keys;",
        "",
    );
    world.conjoin("migration run").ok();
    assert_eq!(world.values("SELECT a AS value FROM t"), ["a;\n'b"]);
    assert_eq!(world.values("SELECT CAST(k AS TEXT) AS value FROM seen"), ["1"]);
}
