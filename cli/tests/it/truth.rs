//! What is said is so, and says what to do.

use std::fs::File;
use std::process::Stdio;

use conjoin_migrate::Dialect;

use crate::world::{CONJOIN, Ran, World};

/// Nobody is told to correct a file that is right.
#[track_caller]
fn blames_no_file(ran: Ran, advice: &str) {
    assert!(!ran.err.contains("Correct the file"), "{}", ran.err);
    ran.says(&[advice]);
}

#[test]
fn a_full_database_is_not_blamed_on_the_file() {
    let world = World::sqlite();
    let up = "PRAGMA max_page_count = 20;
              CREATE TABLE t (a BLOB);
              WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
              INSERT INTO t SELECT zeroblob(10000) FROM n;";
    world.migration("1_t", up, "");
    let ran = world.conjoin("migration run").exits(1).says(&["migrations/1_t/up.sql"]);
    blames_no_file(ran, "Make room for the database and run again.");
}

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn missing_rights_and_timeouts_are_not_blamed_on_the_file() {
    let world = World::postgres();
    let role = format!("reader_{}", std::process::id());
    world.execute(&format!("CREATE ROLE {role}; CREATE SCHEMA closed"));
    world.migration("1_a", &format!("SET ROLE {role};\nCREATE TABLE closed.t (id int);"), "");
    let ran = world.conjoin("migration run").exits(1);
    blames_no_file(ran, "Give this user the right to do it");
    world.migration("1_a", "SET statement_timeout = '50ms';\nSELECT pg_sleep(3);", "");
    let ran = world.conjoin("migration run").exits(1);
    blames_no_file(ran, "Give it more time");
    world.migration("1_a", "SET TRANSACTION READ ONLY;\nCREATE TABLE t (id int);", "");
    let ran = world.conjoin("migration run").exits(1);
    blames_no_file(ran, "See to it that the database can be written to");
    world.execute(&format!("DROP ROLE {role}"));
}

#[test]
fn a_long_line_is_cut_and_the_caret_stands_right() {
    for world in World::each().filter(|it| it.dialect() != Dialect::Mysql) {
        let long = format!("SELECT\t'{}漢字'\tFORM\t{};", "x".repeat(120_000), "y,".repeat(60_000));
        world.migration("1_a", &long, "");
        let ran = world.conjoin("migration run").exits(1);
        assert!(ran.err.len() < 3_000, "{}", ran.err.len());
        world.migration("1_a", "SELECT\t'漢字'\t FROM FROM;", "");
        let ran = world.conjoin("migration run").exits(1);
        if world.dialect() == Dialect::Postgres {
            ran.says(&["1 | SELECT\t'漢字'\t FROM FROM\n  |       \t      \t      ^\n"]);
        }
        world.migration("1_a", &"COMMIT".repeat(50_000), "");
        assert!(world.conjoin("migration run").err.len() < 3_000);
        world.migration("1_a", &format!("COMMIT /* {} */;", "x".repeat(100_000)), "");
        assert!(world.conjoin("migration run").exits(2).err.len() < 3_000);
    }
}

/// With this setting a backslash hides a quote, which nobody knows before the file is sent.
#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn a_file_that_ends_its_transaction_unnoticed_is_not_said_to_be_undone() {
    let world = World::postgres();
    let name = world.database_url().database();
    world.execute(&format!("ALTER DATABASE {name} SET standard_conforming_strings = off"));
    world.migration("1_a", "CREATE TABLE a (id int);\nSELECT 'it\\''; COMMIT; --';\n", "");
    let ran = world.conjoin("migration run").exits(1).says(&["ended the transaction"]);
    assert!(!ran.err.contains("Nothing of this migration was kept"), "{}", ran.err);
    ran.says(&["stays done and is not recorded"]);
    assert!(world.has_table("a"));
}

#[test]
fn a_full_stdout_is_an_error_and_no_panic() {
    let world = World::sqlite();
    world.three();
    for arguments in ["migration run", "migration list", "migration list --json", "print-schema"] {
        let mut command = world.command(CONJOIN, arguments);
        let full = File::options().write(true).open("/dev/full").unwrap();
        let ran: Ran = command.stdout(full).output().unwrap().into();
        let ran = ran.exits(1).says(&["error: the result could not be written"]);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
    }
    assert_eq!(world.applied(), ["1", "2", "3"]); // In spite of it.
}

#[test]
fn who_reads_no_further_is_no_error() {
    let world = World::sqlite();
    world.three();
    let mut command = world.command(CONJOIN, "completions bash");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.ok().err, "");
}

#[test]
fn a_full_disk_leaves_the_old_schema_file() {
    let world = World::sqlite();
    world.three();
    world.write("diesel.toml", "[print_schema]\nfile = \"schema.rs\"\n");
    world.conjoin("migration run").ok();
    world.write("schema.rs", "// the old one\n");
    // No file may grow; the signal that says so is ignored.
    let script = format!("trap '' XFSZ; ulimit -f 0; exec {CONJOIN} migration run");
    let mut command = world.command("sh", "-c");
    let ran: Ran = command.arg(script).output().unwrap().into();
    ran.exits(1).says(&["the schema file could not be regenerated", "schema.rs"]);
    assert_eq!(std::fs::read_to_string(world.path("schema.rs")).unwrap(), "// the old one\n");
    let left = std::fs::read_dir(world.folder.path()).unwrap().flatten();
    assert!(left.into_iter().all(|it| !it.file_name().to_string_lossy().starts_with(".schema")));
    world.conjoin("migration run").ok();
    assert!(std::fs::read_to_string(world.path("schema.rs")).unwrap().contains("diesel::table!"));
}

#[test]
fn a_schema_file_keeps_its_permissions_and_its_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let world = World::sqlite();
    world.three();
    world.write("diesel.toml", "[print_schema]\nfile = \"schema.rs\"\n");
    world.write("real.rs", "// the old one\n");
    std::fs::set_permissions(world.path("real.rs"), PermissionsExt::from_mode(0o640)).unwrap();
    symlink("real.rs", world.path("schema.rs")).unwrap();
    world.conjoin("migration run").ok();
    let real = std::fs::metadata(world.path("real.rs")).unwrap();
    assert_eq!(real.permissions().mode() & 0o777, 0o640);
    assert!(std::fs::read_to_string(world.path("real.rs")).unwrap().contains("diesel::table!"));
    assert!(std::fs::symlink_metadata(world.path("schema.rs")).unwrap().is_symlink());
}

#[test]
fn a_list_of_words_and_values_is_no_file_and_its_password_stays_secret() {
    let mut world = World::sqlite();
    world.three();
    for url in [
        "host=127.0.0.1 port=1 user=ann password=topsecret dbname=shop",
        "host=127.0.0.1 port=1 password='topsecret it' dbname=shop",
        "host=127.0.0.1 password='topsecret",
        "postgres://ann:topsecret?w@127.0.0.1:1/shop",
        "postgres://ann:topsecret?w@127.0.0.1:1/shop?sslmode=disable",
        "postgres://127.0.0.1:1/shop?user=ann&password=topsecret",
        "postgres://ann:topsecret@x?y@127.0.0.1:1/shop",
        "mysql://ann:topsecret?w@127.0.0.1:1/shop",
        "postgres:/ann:topsecret@127.0.0.1:1/shop",
        "ann:topsecret@127.0.0.1:1/shop",
    ] {
        let file = world.url.clone();
        world.url = url.to_owned();
        let ran = world.conjoin("migration run").exits(2);
        assert!(!ran.err.contains("topsecret") && !ran.out.contains("topsecret"), "{ran:?}");
        world.url = file;
    }
    let files = std::fs::read_dir(world.folder.path()).unwrap().flatten();
    let names: Vec<_> = files.map(|it| it.file_name().into_string().unwrap()).collect();
    assert!(names.iter().all(|it| it == "migrations" || it == "Cargo.toml"), "{names:?}");
}

#[test]
fn the_help_of_a_verb_begins_with_its_own_options() {
    let world = World::sqlite();
    let help = world.conjoin("migration run --help").ok().out;
    let place = |option: &str| help.find(&format!("--{option}")).unwrap();
    let heading = help.find("Global options:").unwrap();
    for own in ["to", "dry-run", "lock-timeout", "allow-modified"] {
        assert!(place(own) < heading, "{own}: {help}");
    }
    for common in ["database-url", "config-file", "json", "migration-dir"] {
        assert!(place(common) > heading, "{common}: {help}");
    }
}
