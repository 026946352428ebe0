//! The derive macro of [conjoin](https://docs.rs/conjoin), which documents it.
//!
//! Four modules: `attr` parses, `model` resolves, `check` rejects, `expand` generates.

mod attr;
mod base_query;
mod check;
mod expand;
mod model;
mod name;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

// Documented where `conjoin` re-exports it: its examples need that crate, and rustdoc would append
// this text.
#[allow(missing_docs)]
#[proc_macro_derive(Relations, attributes(relations))]
pub fn derive_relations(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    match model::Model::read(&input) {
        Ok((model, errors)) => {
            let errors = errors.into_iter().flatten().map(|error| error.into_compile_error());
            expand::model(&model, errors.collect()).into()
        }
        Err(error) => error.into_compile_error().into(),
    }
}
