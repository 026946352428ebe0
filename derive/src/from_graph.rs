//! `#[derive(FromGraph)]`: a struct that is filled from a row and what was loaded with it, by the names of
//! its fields.

mod attr;
mod expand;

use crate::name;
use attr::{Contents, Item};
use proc_macro2::TokenStream;
use syn::{DeriveInput, Error, Fields, Ident, Path, Result, Type};

/// A struct, and where its fields are from.
pub(crate) struct Filled {
    name: Ident,
    model: Path,
    fields: Vec<Field>,
}

struct Field {
    name: Ident,
    value: Type,
    source: Source,
}

enum Source {
    /// A field of the row; `stated` is whether it was named.
    Column { name: Ident, stated: bool },
    /// The row itself.
    Row,
    /// A relation, or an aggregate of one.
    Related(Item),
}

/// The code for a struct, or its error.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let contents = match Contents::read(input) {
        Ok(contents) => contents,
        Err(error) => return error.into_compile_error(),
    };
    let (name, model) = (input.ident.clone(), contents.model.clone());
    match Filled::read(input, contents) {
        Ok(filled) => expand::filled(&filled),
        Err(error) if !input.generics.params.is_empty() => error.into_compile_error(),
        Err(error) => expand::rejected(&name, &model, &error),
    }
}

impl Filled {
    fn read(input: &DeriveInput, contents: Contents) -> Result<Self> {
        let Contents { model, items, error } = contents;
        if let Some(error) = error {
            return Err(error);
        }
        let mut items: Vec<_> = items.into_iter().map(Some).collect();
        let fields = named_fields(input)?.iter().map(|field| {
            let name = field.ident.clone().ok_or_else(|| not_named(input))?;
            let stated = attr::name(&field.attrs)?;
            let called = stated.as_ref().unwrap_or(&name);
            let is_it = |item: &&mut Option<Item>| {
                item.as_ref().is_some_and(|item| item.name() == name::text(called))
            };
            let source = match items.iter_mut().find(is_it).and_then(Option::take) {
                Some(item) => Source::Related(item),
                None if is_model(&field.ty, &model) => Source::Row,
                None => Source::Column { name: called.clone(), stated: stated.is_some() },
            };
            Ok(Field { name, value: field.ty.clone(), source })
        });
        let fields = fields.collect::<Result<_>>()?;
        match items.into_iter().flatten().next() {
            Some(item) => Err(item.without_field(&input.ident)),
            None => Ok(Filled { name: input.ident.clone(), model, fields }),
        }
    }
}

fn named_fields(input: &DeriveInput) -> Result<&Fields> {
    if !input.generics.params.is_empty() {
        let message = "a struct that is filled from a graph owns what is in it: remove the lifetimes and \
                       type parameters";
        return Err(Error::new_spanned(&input.generics, message));
    }
    let fields = crate::model::fields(input).ok_or_else(|| not_named(input))?;
    match fields {
        Fields::Named(_) => Ok(fields),
        _ => Err(not_named(input)),
    }
}

fn not_named(input: &DeriveInput) -> Error {
    let message = "`FromGraph` can only be derived for a struct with named fields";
    Error::new_spanned(&input.ident, message)
}

/// Whether a type is the model itself, however its path is written.
fn is_model(value: &Type, model: &Path) -> bool {
    let Type::Path(value) = value else { return false };
    let is_plain = value.path.segments.last().is_some_and(|last| last.arguments.is_none());
    value.qself.is_none() && is_plain && name::last(&value.path) == name::last(model)
}
