//! Refuses declarations that cannot mean anything, with the reason and the way out.
//!
//! What needs the other model is checked by the compiler, see `expand::checks`.

mod columns;
mod declaration;
mod siblings;

pub(crate) use columns::*;
pub(crate) use declaration::declaration;
pub(crate) use siblings::{claims, foreign_keys, paths, trees};

use crate::attr::Declaration;
use crate::model::{self, Model};
use syn::{DeriveInput, Error, Fields, Result};

pub(crate) fn struct_fields(input: &DeriveInput) -> Result<&Fields> {
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(
            &input.generics,
            "a model with relations owns its columns: remove the lifetimes and type parameters",
        ));
    }
    model::fields(input).ok_or_else(|| {
        Error::new_spanned(&input.ident, "`Relations` can only be derived for a struct with fields")
    })
}

/// A second relation of a name is dropped: the first one answers for both.
pub(crate) fn name_is_new(model: &Model, declaration: &Declaration) -> Result<()> {
    let name = &declaration.name;
    if model.relations.iter().any(|relation| relation.name == *name) {
        let message = format!("`{}` declares two relations named `{name}`", model.name);
        return Err(Error::new(name.span(), message));
    }
    Ok(())
}
