//! The code that is written for the blog's models, in a file: what changes in it shows in review.
//!
//! `CONJOIN_UPDATE=1 cargo test -p conjoin-derive` writes the file anew.

use crate::{expand, from_graph, model::Model};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

#[test]
fn the_code_for_the_blog_is_as_recorded() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR"));
    let models = fs::read_to_string(crates.join("../schema/src/models.rs")).unwrap();
    let models = models.split("\n\n").filter(|item| item.contains("Relations)]"));
    is_recorded("blog.rs", &formatted(&models.map(expanded).collect::<String>()));
}

fn is_recorded(file: &str, code: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(file);
    if env::var_os("CONJOIN_UPDATE").is_some() {
        fs::write(&path, code).unwrap();
    }
    let recorded = fs::read_to_string(&path).unwrap_or_default();
    assert!(code == recorded, "other code is written than {} has:\n{code}", path.display());
}

#[test]
fn the_code_that_fills_structs_is_as_recorded() {
    let structs = [
        "#[from_graph(User { profile, some posts, count posts })]
         struct UserPage {
             username: String,
             profile: Option<ProfileView>,
             posts: Vec<PostView>,
             #[from_graph(name = posts_count)] number_of_posts: i64,
         }",
        "#[from_graph(Category { recursive children, may exists products })]
         struct Branch { row: Category, id: i32, children: Vec<Self>, products_exists: Option<bool> }",
    ];
    let filled = structs.map(|item| from_graph::derive(&syn::parse_str(item).unwrap()).to_string());
    is_recorded("from_graph.rs", &formatted(&filled.join("\n\n")));
}

#[test]
fn relations_have_documentation_of_the_users_own() {
    let generated = expanded(
        "#[diesel(table_name = users)]
         #[relations(
             /// Newest first.
             has_many(posts: Post, back_populates = author, order_by = posts::id.desc()),
             belongs_to(team: crate::teams::Team, foreign_key = group_id, one_way),
         )]
         struct User { id: i32, group_id: Option<i32> }",
    );
    for expected in [
        "`has_many`: any number of [`Post`]. The other side is [`const@Post::author`], which has the \
         key. The declaration has an order.",
        "`belongs_to`: the [`crate::teams::Team`] whose primary key is in `users::group_id`. There is \
         no other side.",
        "Returns an `Option` of a node of `crate::teams::Team`: the key is nullable.",
    ] {
        assert!(generated.contains(expected), "{expected} is not in {generated}");
    }
    // Of the constant, and of the accessors of a node and a single row.
    assert_eq!(generated.matches("Newest first.").count(), 3, "{generated}");
}

#[test]
fn documentation_belongs_to_a_relation() {
    for (attribute, expected) in [
        ("/// Where it is.\n module = accounts", "`module` has no documentation; move this"),
        ("#[cfg(test)] has_many(posts: Post, one_way)", "expected a relation or its doc comment"),
    ] {
        let item = format!("#[relations({attribute})] struct User {{ id: i32 }}");
        let (_, errors) = Model::read(&syn::parse_str(&item).unwrap()).unwrap();
        assert_eq!(errors.unwrap().to_string(), expected);
    }
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
