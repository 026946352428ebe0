//! What the doctests cannot see of `docs/`: the compiler's messages, links, forgotten pages.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn messages_are_those_of_the_compiler() {
    let known = messages();
    let mut quoted = 0;
    for page in pages() {
        let text = in_a_crate_of_their_own(page.clone());
        for block in blocks(&text, "text").filter(|block| block.starts_with("error")) {
            quoted += 1;
            let shown = lines(block);
            let recorded = known
                .iter()
                .any(|known| shown.iter().all(|line| known.iter().any(|it| it == line)));
            assert!(
                recorded || is_followed(&page),
                "{}: no test in tests/compile/fail prints this:\n\n{block}",
                page.display(),
            );
        }
    }
    assert!(quoted > 50);
}

#[test]
fn links_lead_to_pages_and_headings() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        for link in links.filter(|(to, _)| !to.starts_with("https://")) {
            assert!(!link.0.starts_with(".."), "{}: {} is not in the book", page.display(), link.0);
            let (file, heading) = link.0.split_once('#').unwrap_or((link.0, ""));
            let target = if file.is_empty() { page.clone() } else { page.with_file_name(file) };
            let target = fs::read_to_string(target)
                .unwrap_or_else(|_| panic!("{}: {} leads nowhere", page.display(), link.0));
            assert!(
                heading.is_empty() || headings(&target).any(|known| known == heading),
                "{}: {} names no heading",
                page.display(),
                link.0,
            );
        }
    }
}

#[test]
fn every_page_is_listed_and_tested() {
    let library = fs::read_to_string(root("tests/src/lib.rs")).unwrap();
    let lists = ["docs/README.md", "docs/SUMMARY.md"]
        .map(|list| (list, fs::read_to_string(root(list)).unwrap()));
    for page in pages().iter().filter(|page| !page.ends_with("SUMMARY.md")) {
        let name = page.file_name().unwrap().to_string_lossy();
        for (list, text) in lists.iter().filter(|(list, _)| !page.ends_with(list)) {
            assert!(text.contains(&format!("]({name})")), "{name} is not in {list}");
        }
        let tested =
            library.contains(&format!("\"{name}\"")) || is_followed(page) || is_quoted(page);
        assert!(tested || name == "README.md", "{name} is not in tests/src/lib.rs");
    }
}

/// The README's program needs another connection and another URL, and nothing else.
#[test]
fn the_program_of_the_readme_is_that_of_every_database() {
    let program = |page: &str| {
        let text = fs::read_to_string(root(page)).unwrap();
        // Elsewhere than on SQLite it is only compiled; scripts/outside runs it.
        let language = if page == "README.md" { "rust" } else { "rust,no_run" };
        blocks(&text, language).find(|block| block.contains("fn main")).unwrap().to_owned()
    };
    let of_sqlite = program("README.md");
    for (page, name) in [("postgresql", "Pg"), ("mariadb", "Mysql")] {
        let expected = of_sqlite
            .replace("SqliteConnection", &format!("{name}Connection"))
            .replace("\":memory:\"", "&std::env::var(\"DATABASE_URL\")?");
        assert_eq!(program(&format!("docs/{page}.md")), expected, "{page}");
    }
}

/// Its dependencies are too many for tests of the book; its own tests run in scripts/test --all.
#[test]
fn the_real_application_is_quoted_as_it_is() {
    let page = fs::read_to_string(root("docs/application.md")).unwrap();
    let sources = files(&root("examples/conduit/src"), "rs");
    let sources: Vec<_> = sources.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let mut quoted = 0;
    for block in blocks(&page, "rust,ignore") {
        quoted += 1;
        let found = sources.iter().any(|source| source.contains(block));
        assert!(found, "examples/conduit does not contain:\n\n{block}");
    }
    assert!(quoted > 5);
}

/// Whether scripts/outside follows the page: writes its files, and compares what is printed.
fn is_followed(page: &Path) -> bool {
    page.ends_with("docs/getting-started.md")
}

/// Whether the page quotes the example alone.
fn is_quoted(page: &Path) -> bool {
    page.ends_with("docs/application.md")
}

/// A path of the repository.
fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn pages() -> Vec<PathBuf> {
    files(&root("docs"), "md")
}

/// The lines of each message that a test in `tests/compile/fail` expects.
fn messages() -> Vec<Vec<String>> {
    let read = |path: PathBuf| {
        let text = in_a_crate_of_their_own(path);
        lines(&text).into_iter().map(str::to_owned).collect()
    };
    files(&root("tests/compile/fail"), "stderr").into_iter().map(read).collect()
}

/// A page or a message, with the models of the examples as if its reader had declared them.
fn in_a_crate_of_their_own(path: PathBuf) -> String {
    fs::read_to_string(path).unwrap().replace("blog::", "")
}

/// The lines that say something, without the space before them.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !matches!(*line, "" | "|")).collect()
}

fn blocks<'p>(page: &'p str, language: &str) -> impl Iterator<Item = &'p str> {
    let open = format!("```{language}\n");
    let blocks: Vec<_> =
        page.split(&open).skip(1).filter_map(|rest| rest.split_once("```")).collect();
    blocks.into_iter().map(|(block, _)| block)
}

/// Headings as a link names them.
fn headings(page: &str) -> impl Iterator<Item = String> {
    let prose = page.split("```").step_by(2).flat_map(str::lines);
    prose.filter(|line| line.starts_with('#')).map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_'));
        kept.collect::<String>().replace(' ', "-")
    })
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| if path.is_dir() { files(&path, extension) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|it| it == extension))
        .collect()
}
