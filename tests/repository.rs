//! The rules that this repository keeps for itself.

use std::fs;
use std::path::{Path, PathBuf};

/// A path of the repository.
fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// All files below a folder whose names end so.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "nothing ends with {ending} below {folder}");
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn files_stay_short_enough_to_read() {
    for folder in [
        "src",
        "derive/src",
        "schema/src",
        "migrate/src",
        "cli/src",
        "cli/tests",
        "tests",
        "examples",
        "benches",
        "outside",
    ] {
        for path in files(folder, ".rs") {
            let lines = read(&path).lines().count();
            assert!(lines <= 400, "{} has {lines} lines", path.display());
        }
    }
}

#[test]
fn what_diesel_hides_is_named_in_one_file() {
    let hidden = ["diesel::internal", "query_dsl::InternalJoinDsl", "JoinWithImplicitOnClause;"];
    for path in files("src", ".rs").into_iter().chain(files("derive/src", ".rs")) {
        let code = read(&path);
        let name = hidden.into_iter().find(|name| code.contains(name));
        let allowed = path.ends_with("src/undocumented.rs");
        assert!(name.is_none() || allowed, "{} names {name:?}", path.display());
    }
}

#[test]
fn every_mistake_is_one_error_that_fits_a_screen() {
    for path in files("tests/compile/fail", ".rs") {
        let message = read(&path.with_extension("stderr"));
        let errors = message.lines().filter(|line| line.starts_with("error")).count();
        let lines = message.lines().count();
        let (most_errors, most_lines) = allowed(&path);
        assert!(errors <= most_errors && errors > 0, "{}:\n{message}", path.display());
        assert!(lines <= most_lines, "{} lines: {}", lines, path.display());
    }
}

#[test]
fn every_case_that_must_compile_is_compiled() {
    let listed = read(&root("tests/compile/pass/main.rs"));
    for path in files("tests/compile/pass", ".rs").iter().filter(|path| !path.ends_with("main.rs"))
    {
        let name = path.file_stem().unwrap().to_string_lossy();
        assert!(listed.contains(&format!("mod {name};")), "{} is not in main.rs", path.display());
    }
}

/// The number of errors and lines that a case may have.
fn allowed(path: &Path) -> (usize, usize) {
    if path.ends_with("left_joined_model_without_option.rs") {
        // Refused by Diesel's `select`, on a query of Diesel's, in Diesel's words.
        (10, 230)
    } else if path.ends_with("unknown_words.rs") {
        // Two mistakes: neither hides the other.
        (2, 24)
    } else if path.ends_with("written_type_with_no_such_relation.rs") {
        // Said of the type in the macro, and of the argument that it is the type of.
        (2, 36)
    } else {
        (1, 32)
    }
}

#[test]
fn the_readme_quotes_the_compiler_as_it_speaks() {
    let readme = read(&root("README.md"));
    let recorded = files("tests/compile/fail", "/relation_not_loaded.stderr");
    let recorded = read(&recorded[0]).replace("blog::", "");
    let quoted =
        readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    for line in quoted.lines().filter(|line| !line.contains("-->")) {
        assert!(recorded.contains(line.trim_end()), "rustc does not say {line:?}:\n{recorded}");
    }
}
