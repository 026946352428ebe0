//! The base query of Diesel's `HasQuery`, as far as it decides what rows are selected from.

use crate::name;
use proc_macro2::{TokenStream, TokenTree};
use syn::Path;

/// The tables that a base query names, if it may select from others than the model's own.
pub(crate) fn tables(query: &TokenStream, own: &Path) -> Option<Vec<Path>> {
    let mut found = Found::default();
    found.read(query.clone());
    // A function that returns the query may join as well.
    let is_own =
        |table: &Path| table.segments.iter().rev().nth(1).map(|it| &it.ident) == name::last(own);
    let joins = found.joins || !found.tables.iter().any(is_own);
    joins.then_some(found.tables)
}

#[derive(Default)]
struct Found {
    /// `schema::users::table`
    tables: Vec<Path>,
    /// There is a method that joins.
    joins: bool,
}

impl Found {
    fn read(&mut self, query: TokenStream) {
        let mut path = TokenStream::new();
        for token in query {
            match &token {
                TokenTree::Ident(word) => {
                    self.joins |= word.to_string().contains("join");
                    let ends = word == "table" && !path.is_empty();
                    path.extend([token]);
                    if ends {
                        self.tables.extend(syn::parse2::<Path>(path));
                        path = TokenStream::new();
                    }
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => path.extend([token]),
                TokenTree::Group(group) => {
                    self.read(group.stream());
                    path = TokenStream::new();
                }
                _ => path = TokenStream::new(),
            }
        }
    }
}
