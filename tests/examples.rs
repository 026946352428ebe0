//! The examples run, and print what they promise.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const CHINOOK: &str = "tests/data/chinook.sqlite.sql";
/// The repository, where the examples are run.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

#[test]
fn the_blog_walks_through_all_sections() {
    let page = printed(&mut example("blog"));
    let titles = [
        "1. A database",
        "2. Defining relations",
        "3. From a row to its related rows",
        "4. Inner joins",
        "5. Left outer joins",
        "6. Eager loading",
        "7. The N+1 problem",
        "8. Many-to-many",
        "9. Some of the related rows, in order",
        "10. Relations of related rows",
        "11. Functions that say what they need",
        "12. One-to-one",
    ];
    let printed: Vec<&str> = page.lines().filter(|line| titles.contains(line)).collect();
    assert_eq!(printed, titles);
}

#[test]
fn the_blog_shows_the_code_it_runs_with_its_statements_and_rows() {
    let page = printed(&mut example("blog"));
    let section = section(&page, "6. Eager loading");
    let expected = "\
│ let users = users::table.order_by(users::id).with(User::posts).load(conn)?;
│ for user in &users {
│     let titles: Vec<&str> = user.posts().rows().map(|post| post.title.as_str()).collect();
│     table.row([&user.username, &titles.join(\" / \")]);
│ }

  2 statements
   1  SELECT `users`.`id`, `users`.`username` FROM `users` ORDER BY `users`.`id`
   2  SELECT `posts`.`id`, `posts`.`title`, `posts`.`content`, `posts`.`user_id`
      FROM `posts`
      WHERE `posts`.`user_id` IN (?, ?, ?)

  user   posts
  ─────  ──────────────────────────────────
  alice  Relations in Diesel / Joins, twice
  bob    A day at the sea
  carol
";
    assert!(section.contains(expected), "{section}");
}

#[test]
fn the_loop_sends_a_statement_per_user_and_the_graph_two_in_all() {
    let page = printed(&mut example("blog"));
    let section = section(&page, "7. The N+1 problem");
    let counts: Vec<&str> = section.lines().filter(|line| line.ends_with(" statements")).collect();
    assert_eq!(counts, ["  4 statements", "  2 statements"]);
    let sent = section.lines().filter(|line| line.contains("  SELECT ")).count();
    assert_eq!(sent, 4 + 2);
}

#[test]
fn a_left_join_keeps_users_without_posts() {
    let page = printed(&mut example("blog"));
    let section = section(&page, "5. Left outer joins");
    assert!(section.contains("\n  carol  NULL\n"), "{section}");
}

#[test]
fn the_blog_fits_a_page_and_is_plain_where_nobody_looks() {
    for no_color in ["", "1"] {
        let page = printed(example("blog").env("NO_COLOR", no_color));
        assert!(!page.contains('\x1b'));
        let widest = page.lines().max_by_key(|line| line.chars().count()).unwrap();
        assert!(widest.chars().count() <= 100, "{widest}");
    }
}

/// The figures are those of SQL written by hand over the same file.
#[test]
fn chinook_reports_through_relations() {
    let page = printed(example("chinook").arg(CHINOOK));
    let rows = [
        ("What there is", "275 347 3503 18 8715"),
        ("The artists with the most tracks", "Iron Maiden 21 213 19:57:24"),
        ("The artists with the most tracks", "U2 10 135 9:50:21"),
        ("AC/DC, album by album", "For Those About To Rock We Salute You 0:40:00"),
        ("AC/DC, album by album", "0:40:53"),
        ("The playlists of a track", "AC/DC 17 Heavy Metal Classic"),
        ("All playlists", "5 90’s Music 1477 110:45:05"),
        ("All playlists", "2 Movies 0 0:00:00"),
        ("The artists in playlists", "1 Music 198 AC/DC, Aaron Copland"),
        ("The artists in playlists", "4 Audiobooks 0 5 90’s Music 109"),
        ("The organisation", "Andrew Adams General Manager 7 0 Nancy Edwards Sales Manager 3 0"),
        (
            "The organisation",
            "Jane Peacock Sales Support Agent 0 21 Michael Mitchell IT Manager 2 0",
        ),
        ("Up the chain", "Laura Callahan Michael Mitchell, Andrew Adams"),
        ("The customers who spent most", "Helena Holý Czech Republic Steve Johnson 7 49.62"),
        ("In all", "27 statements"),
    ];
    for (title, row) in rows {
        let section = section(&page, title).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(section.contains(row), "{row}: {section}");
    }
    assert!(!page.contains('\x1b'));
}

#[test]
fn chinook_without_a_path_says_where_to_get_the_file() {
    let output = example("chinook").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.starts_with("Usage: cargo run --example chinook -- PATH"), "{message}");
    assert!(message.contains("https://github.com/lerocha/chinook-database"), "{message}");
}

#[test]
fn chinook_names_the_file_it_cannot_use() {
    let cases = [
        ("nowhere.sql", "nowhere.sql: cannot be read: "),
        (".", ".: cannot be read: "),
        ("Cargo.toml", "Cargo.toml: not a script for SQLite: "),
        (
            "migrations/2026-01-01-000000_create_blog/up.sql",
            "not a Chinook database, or not all of it: no such table",
        ),
    ];
    for (path, expected) in cases {
        let output = example("chinook").arg(path).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{path}");
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.starts_with(path) && message.contains(expected), "{message}");
        assert!(output.stdout.is_empty());
    }
}

/// An example as `cargo test` built it, beside the folder of this test's own program.
fn example(name: &str) -> Command {
    let this = env::current_exe().unwrap();
    let target = this.ancestors().nth(2).unwrap();
    let program = target.join("examples").join(format!("{name}{}", env::consts::EXE_SUFFIX));
    let sources = Path::new(ROOT).join("examples");
    assert_is_fresh(&program, [sources.join(name), sources.join("show")]);
    let mut command = Command::new(program);
    command.current_dir(ROOT);
    command
}

/// `cargo test -p conjoin-tests` alone builds no examples, and would test old ones.
fn assert_is_fresh(program: &Path, sources: [PathBuf; 2]) {
    let modified = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    let newest =
        sources.iter().flat_map(|folder| files(folder)).filter_map(|it| modified(&it)).max();
    assert!(
        modified(program) >= newest,
        "{} is missing or old: run `cargo build --examples` first",
        program.display(),
    );
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// What an example prints when it succeeds.
fn printed(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap();
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

/// What stands between a title's rule and the next rule.
fn section<'p>(page: &'p str, title: &str) -> &'p str {
    let rule = "─".repeat(88);
    let (_, rest) = page
        .split_once(&format!("{title}\n{rule}"))
        .unwrap_or_else(|| panic!("no section {title}"));
    rest.split(&rule).next().unwrap()
}
