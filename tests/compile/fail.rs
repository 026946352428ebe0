//! What must not compile, with the message a user reads.
//!
//! `TRYBUILD=overwrite cargo test -p conjoin-compile-tests` writes the messages anew: read each as the
//! screen it is before committing it. `-- mistakes trybuild=NAME` chooses cases.

use std::env;
use std::path::Path;
use std::process::Command;

#[test]
fn mistakes_are_explained_by_the_compiler() {
    in_the_library("cases_that_must_not_compile");
}

#[test]
#[ignore = "started by the test above"]
fn cases_that_must_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/compile/fail/*/*.rs");
}

/// Runs a test as if it were one of the library's own: trybuild asks the environment which package
/// it tests. The cases have the dependencies of the library and its examples, and messages name
/// files as they are seen from the root of the repository.
fn in_the_library(test: &str) {
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test, "--include-ignored", "--nocapture"]);
    // `trybuild=…` chooses cases.
    command.args(env::args().filter(|argument| argument.starts_with("trybuild=")));
    command.env("CARGO_MANIFEST_DIR", library).current_dir(library);
    assert!(command.status().unwrap().success(), "see above");
}
