//! What the two sides of a relation must agree on, for the compiler to check.

use crate::model::{Model, Relation};
use proc_macro2::TokenStream;

/// The checks of one relation, with their errors on its attribute.
pub(super) fn checks(_model: &Model, _relation: &Relation) -> TokenStream {
    TokenStream::new()
}
