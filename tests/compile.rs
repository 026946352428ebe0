//! What must not compile, with the message a user reads.
//!
//! `TRYBUILD=overwrite cargo test --test compile` writes the messages anew: read each as the
//! screen it is before committing it.

#[test]
fn mistakes_are_explained_by_the_compiler() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/compile/fail/*/*.rs");
}
