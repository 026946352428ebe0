//! The code that is written for the blog's models, in a file: what changes in it shows in review.
//!
//! `CONJOIN_UPDATE=1 cargo test -p conjoin-derive` writes the file anew.

use crate::{expand, model::Model};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

#[test]
fn the_code_for_the_blog_is_as_recorded() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR"));
    let models = fs::read_to_string(crates.join("../schema/src/models.rs")).unwrap();
    let models = models.split("\n\n").filter(|item| item.contains("Relations)]"));
    let code = formatted(&models.map(expanded).collect::<String>());
    let path = crates.join("tests/golden/blog.rs");
    if env::var_os("CONJOIN_UPDATE").is_some() {
        fs::write(&path, &code).unwrap();
    }
    let recorded = fs::read_to_string(&path).unwrap_or_default();
    assert!(code == recorded, "other code is written than {} has:\n{code}", path.display());
}

/// What stands beside a model after the derive.
fn expanded(item: &str) -> String {
    let input: syn::DeriveInput = syn::parse_str(item).unwrap();
    let (model, errors) = Model::read(&input).unwrap();
    assert!(errors.is_none(), "{errors:?}");
    format!("// {}\n{}\n\n", input.ident, expand::model(&model, Vec::new()))
}

fn formatted(code: &str) -> String {
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--edition", "2024"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut rustfmt = rustfmt.spawn().expect("rustfmt, as rust-toolchain.toml has it");
    rustfmt.stdin.take().unwrap().write_all(code.as_bytes()).unwrap();
    let output = rustfmt.wait_with_output().unwrap();
    assert!(output.status.success(), "{code}");
    String::from_utf8(output.stdout).unwrap()
}
