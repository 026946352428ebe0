//! Rejects invalid declarations, with the reason and a fix.
//!
//! Whatever needs the other model is checked by the compiler, see `expand::checks`.

mod columns;
mod declaration;
mod siblings;

pub(crate) use columns::*;
pub(crate) use declaration::{declaration, is_reserved};
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

/// A second relation with the same name is dropped; uses of the name refer to the first.
pub(crate) fn name_is_new(model: &Model, declaration: &Declaration) -> Result<()> {
    let name = &declaration.name;
    if model.relations.iter().any(|relation| relation.name == *name) {
        let message = format!("`{}` declares two relations named `{name}`", model.name);
        return Err(Error::new(name.span(), message));
    }
    Ok(())
}
