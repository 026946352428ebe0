//! The schema as code.

use std::path::Path;

use conjoin_migrate::Dialect;

use crate::world::{Ran, World, golden};

/// What no data set has: composite keys, two keys to one table, a cycle, names that Rust keeps.
const ODD: &str = "CREATE TABLE a (id INTEGER PRIMARY KEY NOT NULL, b_id INTEGER);
CREATE TABLE b (id INTEGER PRIMARY KEY NOT NULL, a_id INTEGER REFERENCES a (id));
CREATE TABLE message (id INTEGER PRIMARY KEY NOT NULL, a_id INTEGER REFERENCES a (id),
    sender INTEGER REFERENCES message (id), \"type\" VARCHAR(20) NOT NULL, \"a b\" TEXT);
CREATE TABLE region (country INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (country, number));
CREATE TABLE town (id INTEGER PRIMARY KEY NOT NULL, country INTEGER, number INTEGER,
    first INTEGER REFERENCES b (id), second INTEGER REFERENCES b (id), message INTEGER REFERENCES \
    message (id), FOREIGN KEY (country, number) REFERENCES region (country, number));
CREATE TABLE \"Order Details\" (id INTEGER PRIMARY KEY NOT NULL, price FLOAT);";

fn odd(world: &World) {
    let sql = match world.dialect() {
        Dialect::Mysql => ODD.replace('"', "`"),
        _ => ODD.to_owned(),
    };
    // A key in a column's definition means nothing to MariaDB before 10.5.
    world.migration("1_odd", &sql, "");
    let down =
        "DROP TABLE town; DROP TABLE region; DROP TABLE message; DROP TABLE b; DROP TABLE a;";
    world.migration("1_odd", &sql, down);
    world.conjoin("migration run").ok();
}

#[test]
fn a_schema_is_printed_as_it_was_last_read() {
    let world = World::sqlite();
    odd(&world);
    let printed = world.conjoin("print-schema").ok().out;
    golden("schema.rs.txt", &printed);
}

#[test]
#[ignore = "needs diesel_cli"]
fn schemas_are_those_of_diesel_cli_letter_by_letter() {
    for world in World::each() {
        odd(&world);
        if world.dialect() == Dialect::Postgres {
            world.execute(
                "CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN mail AS text;
                 CREATE SCHEMA other; CREATE TABLE other.t (id int PRIMARY KEY, m public.mood);
                 CREATE TABLE rich (id serial PRIMARY KEY, m mood, ms mood[], t tsvector, e mail,
                     c varchar(7), j jsonb, u uuid, z timestamptz, i inet, n numeric, b bytea);
                 COMMENT ON TABLE rich IS 'All of it'; COMMENT ON COLUMN rich.m IS 'How one feels'",
            );
        }
        if world.dialect() == Dialect::Mysql {
            world.execute(
                "CREATE TABLE rich (id INT UNSIGNED PRIMARY KEY AUTO_INCREMENT, m ENUM('a', 'b'),
                     s SET('c', 'd') NOT NULL, t TINYINT(1), y TINYINT, d DECIMAL(5, 2),
                     c VARCHAR(7) COMMENT 'seven', j JSON, ts TIMESTAMP, dt DATETIME, bl BLOB)",
            );
        }
        compare(&world, &["--schema other"]);
    }
}

#[test]
#[ignore = "needs diesel_cli"]
fn the_data_sets_are_printed_as_diesel_cli_prints_them() {
    for name in ["chinook", "northwind"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data");
        let sql = std::fs::read_to_string(path.join(format!("{name}.sqlite.sql"))).unwrap();
        let world = World::sqlite();
        world.execute(&sql);
        compare(&world, &["--sqlite-integer-primary-key-is-bigint"]);
    }
}

#[track_caller]
fn compare(world: &World, more: &[&str]) {
    let common = [
        "",
        "--with-docs",
        "--with-docs-config only-database-comments",
        "--column-sorting name",
        "--allow-tables-to-appear-in-same-query-config fk_related_tables",
        "--allow-tables-to-appear-in-same-query-config none",
        "-o a Album",
        "-e b rich",
        "--import-types crate::Mine --import-types diesel::sql_types::*",
        "--no-generate-missing-sql-type-definitions",
        "--custom-type-derives Debug",
    ];
    let more =
        more.iter().filter(|it| !it.contains("--schema") || world.dialect() == Dialect::Postgres);
    for options in common.iter().chain(more) {
        let arguments = format!("print-schema {options}");
        let Some(theirs) = world.diesel(&arguments).filter(Ran::has_the_database) else { return };
        let ours = world.conjoin(&arguments).ok().out;
        assert_eq!(ours, theirs.ok().out, "{options}");
    }
}

#[test]
fn the_schema_file_is_regenerated_also_after_a_failure() {
    for world in World::each() {
        world.three();
        world.migration("4_d", "SELEC 1;", "");
        world.write("diesel.toml", "[print_schema]\nfile = \"src/schema.rs\"\n");
        let ran = world.conjoin("migration run").exits(1);
        ran.says(&["applied before that: 1_a, 2_b, 3_c"]);
        let schema = || std::fs::read_to_string(world.path("src/schema.rs")).unwrap();
        assert!(schema().contains("c (id)"), "{}", schema());
        world.conjoin("migration revert").ok();
        assert!(!schema().contains("c (id)"), "{}", schema());
    }
}

#[test]
fn a_locked_schema_is_compared_and_not_written() {
    let world = World::sqlite();
    world.three();
    world.write("diesel.toml", "[print_schema]\nfile = \"src/schema.rs\"\n");
    world.conjoin("migration run --to 2").ok();
    let before = std::fs::read_to_string(world.path("src/schema.rs")).unwrap();
    let ran = world.conjoin("--locked-schema migration run").exits(3);
    ran.says(&["src/schema.rs is not what the database is", "+    c (id) {", "commit it"]);
    assert_eq!(std::fs::read_to_string(world.path("src/schema.rs")).unwrap(), before);
    world.conjoin("migration revert").ok();
    world.conjoin("migration revert --number 0 --locked-schema").ok();
}

#[test]
fn settings_of_diesel_toml_are_read_and_checked() {
    let world = World::sqlite();
    world.three();
    world.conjoin("migration run").ok();
    world.write(
        "diesel.toml",
        "[print_schema]\nfile = \"one.rs\"\nfilter = { only_tables = [\"^a$\"] }\nwith_docs = true\n\
         [print_schema.two]\nfile = \"two.rs\"\nfilter = { except_tables = [\"a\"] }\n",
    );
    world.conjoin("migration redo").ok();
    let read = |name: &str| std::fs::read_to_string(world.path(name)).unwrap();
    assert!(
        read("one.rs").contains("/// Representation of the `a` table.")
            && !read("one.rs").contains("b (id)")
    );
    assert!(read("two.rs").contains("b (id)") && !read("two.rs").contains("a (id)"));
    let two = world.conjoin("print-schema --schema-key two").ok().out;
    assert_eq!(two, read("two.rs"));
    world.conjoin("print-schema --schema-key three").exits(2).says(&["no [print_schema.three]"]);
    world.write("diesel.toml", "[print_schema]\nflie = \"one.rs\"\n");
    world.conjoin("print-schema").exits(2).says(&["diesel.toml", "[print_schema]", "flie"]);
}

#[test]
fn options_hold_for_the_schema_key_before_them() {
    let world = World::sqlite();
    world.three();
    world.conjoin("migration run").ok();
    world.write("diesel.toml", "[print_schema.one]\n[print_schema.two]\nwith_docs = false\n");
    let both = "--schema-key one --only-tables a --with-docs --import-types crate::A \
                --schema-key=two -e a c --column-sorting name --import-types crate::B --import-types crate::C";
    let printed = world.conjoin(&format!("print-schema {both}")).ok().out;
    let schemas =
        world.conjoin(&format!("print-schema {both} --json")).ok().json()["schemas"].clone();
    let (one, two) = (schemas["one"].as_str().unwrap(), schemas["two"].as_str().unwrap());
    assert_eq!(printed, format!("{one}{two}"));
    assert!(
        one.contains("the `a` table") && one.contains("crate::A") && !one.contains("b (id)"),
        "{one}"
    );
    assert!(
        two.contains("b (id)")
            && two.contains("crate::B;\n    use crate::C")
            && !two.contains("(Auto"),
        "{two}"
    );
    assert!(
        !two.contains("a (id)") && !two.contains("c (id)") && !two.contains("crate::A"),
        "{two}"
    );
    let common = world.conjoin("print-schema -e a --schema-key one --schema-key two").ok().out;
    assert!(!common.contains("a (id)") && common.contains("b (id)"), "{common}");
    let ran = world.conjoin("print-schema -o -e a");
    ran.exits(2).says(&["--only-tables and --except-tables"]);
    if let Some(theirs) = world.diesel(&format!("print-schema {both}")) {
        // It prints the section that nobody asked for as well.
        assert!(theirs.ok().out.ends_with(&printed), "{printed}");
    }
}

#[test]
fn a_patch_is_applied_and_one_that_does_not_fit_is_named() {
    let world = World::sqlite();
    world.three();
    world.conjoin("migration run --to 1").ok();
    let patch = "--- a\n+++ b\n@@ -3,5 +3,5 @@\n diesel::table! {\n     a (id) {\n-        id -> Integer,\n+        id -> BigInt,\n     }\n }\n";
    world.write("schema.patch", patch);
    let printed = world.conjoin("print-schema --patch-file schema.patch").ok().out;
    assert!(printed.contains("id -> BigInt"), "{printed}");
    world.write("schema.patch", patch.replace("a (id)", "z (id)"));
    world.conjoin("print-schema --patch-file schema.patch").exits(2).says(&["schema.patch"]);
}

#[test]
fn a_type_that_diesel_does_not_have_is_named_with_its_column() {
    let world = World::sqlite();
    world.migration("1_a", "CREATE TABLE a (id INTEGER PRIMARY KEY NOT NULL, shape GEOMETRY);", "");
    world.conjoin("migration run").ok();
    world.conjoin("print-schema").exits(2).says(&["a.shape", "`GEOMETRY`", "--except-tables"]);
}
