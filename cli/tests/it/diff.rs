//! `migration generate --diff-schema`: what is generated makes the schema file true, and its down.sql
//! brings back all that was there.

mod types;

use conjoin_migrate::Dialect;

use crate::world::{Ran, World, golden};

/// A composite key, defaults, a check, an index: more than a schema file has.
const SQL: &str = "
CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT DEFAULT 'x' NOT NULL, age INTEGER DEFAULT 7);
CREATE INDEX users_by_age ON users (age, id);
CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, user_id INTEGER NOT NULL, title TEXT NOT NULL,
    note TEXT, score INTEGER DEFAULT 1, CHECK (score > 0), FOREIGN KEY (user_id) REFERENCES users (id));
CREATE TABLE tags (post_id INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (post_id, number),
    FOREIGN KEY (post_id) REFERENCES posts (id));
CREATE INDEX tags_by_number ON tags (number, post_id);";

const USERS: &str = "diesel::table! {
    users (id) { id -> Integer, name -> Text, age -> Nullable<Integer>, }
}
";
const POSTS: &str = "diesel::table! {
    posts (id) { id -> Integer, user_id -> Integer, title -> Text, note -> Nullable<Text>, score -> Nullable<Integer>, }
}
diesel::joinable!(posts -> users (user_id));
";
const TAGS: &str = "diesel::table! {
    tags (post_id, number) { post_id -> Integer, number -> Integer, }
}
diesel::joinable!(tags -> posts (post_id));
";

fn all() -> String {
    [USERS, POSTS, TAGS].concat()
}

fn shop() -> impl Iterator<Item = World> {
    World::each().inspect(|world| {
        world.write("diesel.toml", "[print_schema]\nwith_docs = false\n"); // diesel_cli wants one.
        world.migration("1_shop", SQL, "DROP TABLE tags; DROP TABLE posts; DROP TABLE users;");
        world.conjoin("migration run").ok();
    })
}

struct Generated {
    up: String,
    down: String,
    ran: Ran,
}

/// What is generated for a schema file.
#[track_caller]
fn generate(world: &World, schema: &str) -> Generated {
    world.write("src/schema.rs", schema);
    let command = "migration generate change --version 2 --diff-schema=src/schema.rs";
    let ran = world.conjoin(command).ok();
    let read = |name| std::fs::read_to_string(world.path("migrations/2_change").join(name));
    let (up, down) = (read("up.sql").unwrap(), read("down.sql").unwrap());
    Generated { up, down, ran }
}

/// The schema in any order: what is made again stands at the end.
fn described(world: &World) -> Vec<String> {
    let text = world.connect().describe().unwrap();
    let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// Both tools agree that nothing is left to do.
#[track_caller]
fn agrees(world: &World, because: &str) {
    let ran = world.conjoin("migration generate nothing --diff-schema=src/schema.rs").ok();
    assert_eq!(ran.out, "", "{because}");
    ran.says(&["the schema file and the database agree"]);
    let diesel = "migration generate nothing --version 9 --diff-schema=src/schema.rs";
    let Some(ran) = world.diesel(diesel).filter(Ran::has_the_database) else { return };
    ran.ok();
    let up = std::fs::read_to_string(world.path("migrations/9_nothing/up.sql")).unwrap();
    assert_eq!(up.trim(), "-- Your SQL goes here", "{because}");
    std::fs::remove_dir_all(world.path("migrations/9_nothing")).unwrap();
}

/// There and back.
#[track_caller]
fn leads_to(world: &World, schema: &str) -> Generated {
    let before = described(world);
    let made = generate(world, schema);
    let ran = world.conjoin("migration run");
    assert_eq!(ran.code, Some(0), "{}\n{}", made.up, ran.err);
    agrees(world, &made.up);
    let ran = world.conjoin("migration revert");
    assert_eq!(ran.code, Some(0), "{}\n{}", made.down, ran.err);
    assert_eq!(described(world), before, "{}\n{}", made.up, made.down);
    std::fs::remove_dir_all(world.path("migrations/2_change")).unwrap();
    made
}

#[test]
fn tables_are_made_parents_first_with_their_keys() {
    for world in shop() {
        let more = "diesel::table! { likes (id) { id -> BigInt, page -> Integer, why -> Nullable<Text>, } }
            diesel::table! { pages { id -> Integer, at -> Timestamp, } }
            diesel::table! { pairs (b, a) { a -> Integer, b -> Integer, } }
            diesel::joinable!(likes -> pages (page));";
        let made = leads_to(&world, &(more.to_owned() + &all()));
        assert!(made.up.find("pages").unwrap() < made.up.find("likes").unwrap(), "{}", made.up);
        assert!(made.ran.err.is_empty(), "{}", made.ran.err);
    }
}

/// diesel_cli takes the names of Rust in their place.
#[test]
fn names_are_those_of_sql() {
    for world in shop() {
        let more = "diesel::table! { likes (key, id) { id -> Integer, #[sql_name = \"the page\"] page -> Integer,
                #[sql_name = \"type\"] key -> Integer, } }
            diesel::table! { #[sql_name = \"My \\\"Pages\"] pages (no) { #[sql_name = \"Number\"] no -> Integer, } }
            diesel::joinable!(likes -> pages (page));";
        let schema = all() + more;
        generate(&world, &schema);
        world.conjoin("migration run").ok();
        let ran = world.conjoin("migration generate nothing --diff-schema=src/schema.rs").ok();
        ran.says(&["the schema file and the database agree"]);
        let printed = world.conjoin("print-schema").ok().out;
        for part in ["joinable!(likes -> My_Pages (the_page))", "type_ -> Int", "My_Pages (Number)"]
        {
            assert!(printed.contains(part), "{part}: {printed}");
        }
        world.conjoin("migration revert").ok();
    }
}

/// Where diesel_cli writes what works. It orders tables as it happens, hence one at a time.
#[test]
#[ignore = "needs diesel_cli"]
fn both_tools_lead_to_the_same_schema() {
    for world in shop() {
        for schema in [
            all() + "diesel::table! { likes { id -> Integer, user_id -> Integer, why -> Nullable<Text>, } }
                     diesel::joinable!(likes -> users (user_id));",
            all() + "diesel::table! { pairs (a, b) { a -> SmallInt, b -> BigInt, c -> Bool, d -> Date, } }",
            all().replace(TAGS, ""),
            all().replace("note -> Nullable<Text>,", ""),
            all().replace("note -> Nullable<Text>,", "note -> Nullable<Text>, day -> Nullable<Date>,"),
            all().replace("note -> Nullable<Text>", "note -> Text"),
        ] {
            generate(&world, &schema);
            world.conjoin("migration run").ok();
            let ours = world.conjoin("print-schema").ok().out;
            world.conjoin("migration revert").ok();
            std::fs::remove_dir_all(world.path("migrations/2_change")).unwrap();
            let command = "migration generate change --version 2 --diff-schema=src/schema.rs";
            let Some(ran) = world.diesel(command).filter(Ran::has_the_database) else { return };
            ran.ok();
            let up = std::fs::read_to_string(world.path("migrations/2_change/up.sql")).unwrap();
            world.execute(&up);
            assert_eq!(words(&ours), words(&world.conjoin("print-schema").ok().out), "{up}");
            std::fs::remove_dir_all(world.path("migrations/2_change")).unwrap();
            world.conjoin("database reset --no-default-migration").ok();
        }
    }
}

/// Columns in any order.
fn words(schema: &str) -> Vec<&str> {
    let mut lines: Vec<_> = schema.lines().map(str::trim).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn tables_that_refer_to_each_other_in_a_circle_are_made() {
    for world in shop() {
        let table = |name: &str, to: &str| {
            format!(
                "diesel::table! {{ {name} (id) {{ id -> Integer, other -> Integer, }} }}
                 diesel::joinable!({name} -> {to} (other));\n"
            )
        };
        leads_to(&world, &(all() + &table("x", "y") + &table("y", "z") + &table("z", "x")));
    }
}

#[test]
fn dropped_tables_come_back_as_they_were() {
    for world in shop() {
        let made = leads_to(&world, USERS);
        assert!(made.up.find("tags").unwrap() < made.up.find("posts").unwrap(), "{}", made.up);
        made.ran.says(&["warning: the rows of posts are lost; down.sql makes the table empty"]);
    }
}

#[test]
fn columns_are_added_and_dropped() {
    for world in shop() {
        let schema = all().replace("note -> Nullable<Text>,", "views -> Nullable<Integer>,");
        let made = leads_to(&world, &schema);
        made.ran.says(&["the values of posts.note are lost"]);
        let schema = all().replace("age -> Nullable<Integer>,", "");
        if world.dialect() == Dialect::Sqlite {
            // The index stands in the way, and nothing is lost.
            generate(&world, &schema);
            world.conjoin("migration run").exits(1).says(&["users_by_age"]);
        } else {
            leads_to(&world, &schema);
        }
    }
}

#[test]
fn a_column_is_added_with_its_foreign_key() {
    for world in shop() {
        let schema =
            all().replace("number -> Integer,", "number -> Integer, user_id -> Nullable<Integer>,");
        let made = leads_to(&world, &(schema + "diesel::joinable!(tags -> users (user_id));"));
        assert!(made.up.contains("REFERENCES"), "{}", made.up);
    }
}

#[test]
fn a_table_is_dropped_with_the_column_that_refers_to_it() {
    for world in shop() {
        let schema = (POSTS.to_owned() + TAGS).replace("user_id -> Integer, ", "");
        let schema = schema.replace("diesel::joinable!(posts -> users (user_id));", "");
        if world.dialect() == Dialect::Sqlite {
            // It keeps columns that are named at a table's end, and nothing is lost.
            generate(&world, &schema);
            world.conjoin("migration run").exits(1).says(&["unknown column \"user_id\""]);
        } else {
            leads_to(&world, &schema);
        }
        let _ = std::fs::remove_dir_all(world.path("migrations/2_change"));
        let still = generate(&world, &(POSTS.to_owned() + TAGS)).ran;
        assert_eq!(
            still.err.contains("posts.user_id still refers to users"),
            world.dialect() == Dialect::Sqlite
        );
    }
}

#[test]
fn a_new_name_is_suggested_before_anything_is_lost() {
    for world in shop() {
        let renamed = all().replace("title -> Text", "heading -> Text").replace("tags", "labels");
        let made = generate(&world, &renamed);
        made.ran.says(&["RENAME COLUMN", "heading", "RENAME TO", "labels"]);
    }
}

#[test]
fn values_survive_a_change_of_type_or_of_null() {
    for world in shop() {
        world.execute(
            "INSERT INTO users (id, name) VALUES (1, 'Ann');
             INSERT INTO posts (id, user_id, title, note, score) VALUES (5, 1, 'One', 'n', 9);",
        );
        let mut schema = all().replace("note -> Nullable<Text>", "note -> Text");
        if world.dialect() != Dialect::Sqlite {
            // In SQLite the check needs the column, which is refused.
            schema = schema.replace("score -> Nullable<Integer>", "score -> BigInt");
        }
        let before = world.conjoin("print-schema").ok().out;
        let made = generate(&world, &schema);
        world.conjoin("migration run").ok();
        agrees(&world, &made.up);
        world.conjoin("migration revert").ok();
        let kept = "SELECT 'x' AS value FROM posts WHERE score = 9 AND note = 'n'";
        assert_eq!(world.values(kept).len(), 1, "{}\n{}", made.up, made.down);
        if world.dialect() != Dialect::Sqlite {
            assert_eq!(world.conjoin("print-schema").ok().out, before, "{}", made.down);
        }
    }
}

#[test]
fn a_new_column_that_wants_values_is_remarked_on() {
    for world in shop() {
        world.execute("INSERT INTO users (id, name) VALUES (1, 'Ann')");
        let made =
            generate(&world, &all().replace("name -> Text,", "name -> Text, size -> Integer,"));
        assert!(made.up.contains("-- users.size "), "{}", made.up);
        let ran = world.conjoin("migration run");
        assert_eq!(ran.code == Some(0), world.dialect() == Dialect::Mysql, "{}", ran.err);
    }
}

#[test]
fn what_was_generated_is_what_was_last_read() {
    let world = shop().next().unwrap();
    let schema = all()
        .replace("note -> Nullable<Text>,", "size -> Integer,")
        .replace("title -> Text,", "title -> Nullable<Text>,");
    let more = "diesel::table! { labels (id) { id -> BigInt, kind -> crate::Kind, } }";
    let made = generate(&world, &(schema.replace(TAGS, "") + more));
    golden("diff.sql", &format!("{}\n-- down.sql\n{}\n{}", made.up, made.down, made.ran.err));
}

#[test]
fn a_schema_file_that_cannot_be_read_is_named_with_the_line() {
    let world = shop().next().unwrap();
    for (text, line, problem) in [
        ("\nfn main() {\n", 2, "is not closed"),
        ("\n\ntable! { a (id) { id Integer, } }", 3, "expected `->`"),
        ("table! {\n a (id) {\n id -> (Integer, Text),\n } }", 3, "cannot have this type"),
        ("table! { users (name) {\n name -> Text, } }", 1, "the primary key of users is (name)"),
        ("table! {\n a (id) {\n id -> Record<(Text,)>,\n } }", 3, "CREATE TYPE"),
    ] {
        world.write("src/schema.rs", text);
        let ran = world.conjoin("migration generate x --diff-schema=src/schema.rs").exits(2);
        ran.says(&[&format!("src/schema.rs:{line}: "), problem]);
    }
    let none = world.conjoin("migration generate x --diff-schema=none.rs").exits(2);
    none.says(&["error: none.rs: ", "name the schema file by"]);
    world.conjoin("migration generate x --diff-schema").exits(2).says(&["--diff-schema=FILE"]);
    assert_eq!(std::fs::read_dir(world.path("migrations")).unwrap().count(), 1);
    generate(&world, "// Nothing").ran.says(&["src/schema.rs has no `table!`"]);
}

#[test]
fn filters_keys_and_patches_of_diesel_toml_count() {
    let world = shop().next().unwrap();
    world.write(
        "diesel.toml",
        "[print_schema]\nfile = \"src/schema.rs\"\n[print_schema.two]\nfile = \"src/two.rs\"\n\
         sqlite_integer_primary_key_is_bigint = true\nfilter = { only_tables = [\"users\"] }\n",
    );
    world.write("src/two.rs", world.conjoin("print-schema --schema-key two").ok().out);
    let agree = "the schema file and the database agree";
    world.conjoin("migration generate x --diff-schema --schema-key two").ok().says(&[agree]);
    world.write("src/schema.rs", POSTS);
    let only = world.conjoin("migration generate only --diff-schema posts -o").ok();
    only.says(&[agree]);
    let only = world.conjoin("migration generate x --diff-schema posts tags --except-tables").ok();
    only.says(&["the rows of users are lost"]);
    let big = "migration generate x users -o --diff-schema=src/two.rs";
    world.conjoin(&format!("{big} --sqlite-integer-primary-key-is-bigint")).ok().says(&[agree]);
    world
        .conjoin("migration generate x --diff-schema --schema-key no")
        .exits(2)
        .says(&["[print_schema.no]"]);
    world.conjoin("migration generate x posts -o").exits(2).says(&["--diff-schema"]);
}
