//! Connections, streams, exit codes.

use crate::world::World;

#[test]
fn an_empty_url_is_an_error() {
    let mut world = World::sqlite();
    world.three();
    world.url = String::new();
    for verb in ["run", "list", "pending", "verify"] {
        world.conjoin(&format!("migration {verb}")).exits(2).says(&["database URL is empty"]);
    }
    world.url = "app.db".to_owned();
}

#[test]
fn no_url_is_an_error_that_says_where_to_put_one() {
    let world = World::sqlite();
    let mut command = world.command(crate::world::CONJOIN, "migration list");
    let ran: crate::world::Ran = command.env_remove("DATABASE_URL").output().unwrap().into();
    ran.exits(2).says(&["DATABASE_URL", ".env", "--database-url"]);
    world.write(".env", "DATABASE_URL=from_env_file.db");
    let mut command = world.command(crate::world::CONJOIN, "migration list");
    let ran: crate::world::Ran = command.env_remove("DATABASE_URL").output().unwrap().into();
    ran.exits(2).says(&["no database from_env_file.db"]);
}

#[test]
fn a_broken_env_file_is_an_error_that_does_not_quote_it() {
    let world = World::sqlite();
    world.write(".env", "DATABASE_URL='postgres://ann:topsecret@h/shop\n");
    let ran = world.conjoin("migration list").exits(2).says(&["the file .env cannot be read"]);
    assert!(!ran.err.contains("topsecret"), "{}", ran.err);
}

#[test]
fn reading_verbs_make_nothing() {
    let world = World::sqlite();
    world.three();
    for verb in ["list", "pending", "verify"] {
        world
            .conjoin(&format!("migration {verb}"))
            .exits(2)
            .says(&["there is no database", "app.db"]);
    }
    for verb in ["revert", "redo", "repair 1 --retry", "baseline 1"] {
        world.conjoin(&format!("migration {verb}")).exits(2).says(&["there is no database"]);
    }
    world.conjoin("migration plan").ok();
    let mut names: Vec<_> = std::fs::read_dir(world.folder.path())
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["Cargo.toml", "migrations"]);
}

#[test]
fn reading_verbs_leave_the_file_as_it_is() {
    let world = World::sqlite();
    world.three();
    world.conjoin("migration run --to 2").ok();
    std::fs::remove_file(world.path("app.db-migrate.lock")).unwrap();
    let before = std::fs::read(world.path("app.db")).unwrap();
    for verb in ["list", "pending", "plan", "verify", "run --dry-run"] {
        world.conjoin(&format!("migration {verb}")).ok();
    }
    assert_eq!(std::fs::read(world.path("app.db")).unwrap(), before);
    assert!(!world.path("app.db-migrate.lock").exists());
}

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn a_role_that_may_only_read_can_verify() {
    let mut world = World::postgres();
    world.three();
    world.conjoin("migration run").ok();
    let role = format!("reader_{}", std::process::id());
    world.execute(&format!(
        "CREATE ROLE {role} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"
    ));
    let owner = world.url.clone();
    world.url = owner.replace("://conjoin@", &format!("://{role}@"));
    let ran = world.conjoin("migration verify");
    world.url = owner;
    world.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
    ran.ok();
}

#[test]
fn passwords_are_never_printed() {
    let mut world = World::sqlite();
    world.three();
    for scheme in ["postgres", "mysql"] {
        world.url = format!("{scheme}://ann:topsecret@127.0.0.1:1/shop");
        let ran = world.conjoin("migration list").exits(2);
        assert!(!ran.err.contains("topsecret") && !ran.out.contains("topsecret"), "{ran:?}");
        let built_in = match scheme {
            "postgres" => cfg!(feature = "postgres"),
            _ => cfg!(feature = "mysql"),
        };
        let expected = if built_in { "ann:***@127.0.0.1:1/shop" } else { "is not compiled in" };
        ran.says(&[expected]);
    }
    for typed in
        ["list postgres://ann:topsecret@h/shop", "run --databse=x://ann:topsecret@h@i/shop --json"]
    {
        let ran = world.conjoin(&format!("migration {typed}")).exits(2);
        assert!(!ran.err.contains("topsecret") && !ran.out.contains("topsecret"), "{ran:?}");
    }
    world.url = "oracle://ann:topsecret@h/shop".to_owned();
    let ran = world.conjoin("migration list").exits(2).says(&["`oracle://` is no database"]);
    assert!(!ran.err.contains("topsecret"));
    world.url = "app.db".to_owned();
}

#[test]
fn pending_has_an_exit_code_when_asked() {
    for world in World::each() {
        world.three();
        world.conjoin("migration run --to 2").ok();
        world.conjoin("migration pending").ok().prints("true\n");
        world.conjoin("migration pending --exit-code").exits(3).prints("true\n");
        world.conjoin("migration run").ok();
        world.conjoin("migration pending --exit-code").ok().prints("false\n");
    }
}

#[test]
fn results_are_on_stdout_messages_on_stderr_and_none_is_coloured() {
    let world = World::sqlite();
    world.three();
    world.migration("4_d", "nonsense", "");
    let ran = world.conjoin("migration run").exits(1);
    assert!(ran.out.lines().all(|it| it.starts_with("Running migration")), "{}", ran.out);
    assert!(ran.err.starts_with("error: "), "{}", ran.err);
    assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'));
}

#[test]
fn every_verb_speaks_json() {
    let world = World::sqlite();
    world.three();
    let json = |arguments: &str, code: i32| {
        world.conjoin(&format!("{arguments} --json")).exits(code).json()
    };
    assert_eq!(json("migration plan", 0)["plan"][0]["name"], "1_a");
    assert_eq!(json("migration test", 0)["tested"][0]["found"], "undone");
    assert_eq!(json("migration run", 0)["applied"][2], "3_c");
    assert_eq!(json("migration list", 0)["migrations"][0]["status"], "applied");
    assert_eq!(json("migration pending", 0)["pending"].as_array().unwrap().len(), 0);
    assert_eq!(json("migration verify", 0)["clean"], true);
    assert_eq!(json("migration wait", 0)["ready"], true);
    assert_eq!(json("migration redo", 0)["redone"][0], "3_c");
    assert_eq!(json("migration revert", 0)["reverted"][0], "3_c");
    assert_eq!(json("migration baseline 3", 0)["recorded"][0], "3_c");
    assert_eq!(json("migration repair 1 --applied", 2)["error"]["refused"][0]["file"], "1");
    assert!(json("migration generate d --version 9", 0)["created"][0].is_string());
    assert_eq!(json("migration run", 2)["error"]["exit_code"], 2);
    assert_eq!(json("migration nonsense", 2)["error"]["exit_code"], 2);
    world.write("schema.rs", "diesel::table! { d { id -> Integer, } }");
    let diff = json("migration generate e --diff-schema=schema.rs", 0);
    assert!(diff["created"][1].is_string() && diff["warnings"][0].is_string());
    assert!(json("print-schema", 0)["schemas"]["default"].is_string());
    assert!(json("completions bash", 0)["script"].is_string());
    assert_eq!(json("database drop", 0)["dropped"], true);
    std::fs::remove_dir_all(world.path("migrations")).unwrap();
    assert_eq!(json("setup", 0)["created"], true);
    assert_eq!(json("database reset", 0)["created"], true);
    assert_eq!(json("database setup", 0)["created"], false);
}

#[test]
fn a_database_is_made_reset_and_dropped() {
    for world in World::each() {
        world.three();
        world.conjoin("database drop").ok();
        let made = world.conjoin("database setup --no-default-migration").ok();
        assert!(made.out.starts_with("Creating database: "), "{}", made.out);
        assert!(made.out.contains("Running migration 3_c\n"), "{}", made.out);
        world.execute("INSERT INTO a VALUES (1)");
        let reset = world.conjoin("database reset --no-default-migration").ok();
        assert!(reset.out.starts_with("Dropping database: "), "{}", reset.out);
        assert!(world.values("SELECT 'x' AS value FROM a").is_empty());
        world.conjoin("db setup --no-default-migration").ok().prints("");
    }
}

#[test]
fn setup_makes_what_diesel_setup_makes() {
    let (ours, theirs) = (World::sqlite(), World::sqlite());
    for world in [&ours, &theirs] {
        std::fs::remove_dir(world.path("migrations")).unwrap();
    }
    ours.conjoin("setup").ok();
    assert!(ours.path("migrations/.keep").exists() && ours.path("app.db").exists());
    if theirs.diesel("setup").is_none() {
        return;
    }
    let settings = |world: &World| {
        let text = std::fs::read_to_string(world.path("diesel.toml")).unwrap();
        let lines: Vec<_> =
            text.lines().filter(|it| it.contains(" = ")).map(str::to_owned).collect();
        lines
    };
    let changed = |it: &String| it.starts_with("dir = ");
    let ours: Vec<_> = settings(&ours).into_iter().filter(|it| !changed(it)).collect();
    let theirs: Vec<_> = settings(&theirs).into_iter().filter(|it| !changed(it)).collect();
    assert_eq!(ours, theirs);
}

#[test]
fn a_config_file_with_an_unknown_key_is_refused_by_its_line() {
    let world = World::sqlite();
    world.three();
    world.write("diesel.toml", "[migrations_directory]\ndir = \"migrations\"\nwhere = 1\n");
    world.conjoin("migration run").exits(2).says(&["diesel.toml", "line 3", "where"]);
    world.write("diesel.toml", "[migrations_directory]\ndir = \"other\"\n");
    world.migration("9_x", "", "");
    world.write("other/1_a/up.sql", "CREATE TABLE a (id INTEGER);");
    world.conjoin("migration run").ok().prints("Running migration 1_a\n");
}

#[test]
fn the_configuration_is_checked_before_anything_runs() {
    for world in World::each() {
        world.three();
        for wrong in [
            "[print_schema]\nfile = \"schema.rs\"\nwith_dogs = true\n",
            "[print_schema.other]\nfile = \"schema.rs\"\nwith_dogs = true\n",
            "[print_schema]\nfile = \"schema.rs\"\npatch_file = \"with_dogs.patch\"\n",
        ] {
            world.write("diesel.toml", wrong);
            for verb in ["run", "plan"] {
                let ran = world.conjoin(&format!("migration {verb}")).exits(2);
                ran.says(&["with_dogs"]).prints("");
            }
            world.conjoin("database setup --no-default-migration").exits(2).prints("");
            assert!(world.applied_or_none().is_empty());
        }
        std::fs::remove_file(world.path("diesel.toml")).unwrap();
        world.conjoin("migration run").ok();
        world.write("diesel.toml", "[print_schema]\nwith_dogs = true\n");
        for verb in ["migration revert", "migration redo", "database reset --yes"] {
            world.conjoin(verb).exits(2).says(&["with_dogs"]).prints("");
        }
        assert_eq!(world.applied(), ["1", "2", "3"]);
    }
}

#[test]
fn waiting_ends_when_somebody_else_has_migrated() {
    let world = World::sqlite();
    world.three();
    world.conjoin("migration wait --timeout 0").exits(4).says(&["gave up", "there is no database"]);
    world.conjoin("migration run --to 1").ok();
    world
        .conjoin("migration wait --timeout 0")
        .exits(4)
        .says(&["2 migrations are not applied yet"]);
    let mut command = world.command(crate::world::CONJOIN, "migration wait");
    let child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    world.conjoin("migration run").ok();
    let ran: crate::world::Ran = child.wait_with_output().unwrap().into();
    ran.ok().prints("ready\n");
}

/// What `conjoin` shows on a terminal, where `script` makes one.
fn on_a_terminal(world: &World, arguments: &str, typed: &str, no_color: bool) -> Option<String> {
    let command = format!("{} {arguments}", crate::world::CONJOIN);
    let mut script = world.command("script", "");
    script.args(["-qec", &command, "/dev/null"]).stdin(std::process::Stdio::piped());
    script.env_remove("NO_COLOR").env("TERM", "xterm");
    if no_color {
        script.env("NO_COLOR", "1");
    }
    let Ok(mut child) = script.stdout(std::process::Stdio::piped()).spawn() else {
        eprintln!("skipped: `script` is not installed");
        return None;
    };
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), typed.as_bytes()).unwrap();
    Some(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap())
}

#[test]
fn on_a_terminal_a_reset_asks_and_an_error_is_red() {
    let world = World::sqlite();
    world.three();
    world.conjoin("migration run").ok();
    world.execute("INSERT INTO a VALUES (1)");
    let Some(shown) = on_a_terminal(&world, "database reset", "no\n", false) else { return };
    assert!(shown.contains("with all its data") && shown.contains("was left as it is"), "{shown}");
    assert!(shown.contains("\u{1b}[31m"), "{shown:?}");
    assert_eq!(world.values("SELECT 'x' AS value FROM a").len(), 1);
    let shown = on_a_terminal(&world, "database reset", "no\n", true).unwrap();
    assert!(shown.contains("was left as it is") && !shown.contains("\u{1b}[31m"), "{shown:?}");
    on_a_terminal(&world, "database reset", &format!("{}\n", world.url), false).unwrap();
    assert!(world.values("SELECT 'x' AS value FROM a").is_empty());
    let shown = on_a_terminal(&world, "migration redo --all", "", false).unwrap();
    assert!(shown.contains("3/3") || shown.contains("2/3"), "a progress bar: {shown:?}");
}
