//! The derive macro of [conjoin](https://docs.rs/conjoin), which documents it.
//!
//! Four modules: `attr` parses, `model` resolves, `check` rejects, `expand` generates. Those are about models;
//! `from_graph` is about the structs that are filled from their graphs.

mod attr;
mod base_query;
mod check;
mod expand;
mod from_graph;
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

#[allow(missing_docs)]
#[proc_macro_derive(FromGraph, attributes(from_graph))]
pub fn derive_from_graph(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    from_graph::derive(&input).into()
}
