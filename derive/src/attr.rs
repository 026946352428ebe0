//! Parses attributes: ours, and those of Diesel's own derives.

mod declaration;
mod diesel;
mod serde;

pub(crate) use declaration::{Columns, Declaration, Kind, Options, Through};
pub(crate) use diesel::Diesel;
pub(crate) use serde::{Case, Serde};

use proc_macro2::TokenTree;
use std::mem::take;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, Ident, LitStr, Path, Result, Token};

/// The content of all `#[relations(…)]` on a struct.
#[derive(Default)]
pub(crate) struct Relations {
    pub(crate) module: Option<Ident>,
    pub(crate) backends: Vec<Path>,
    /// Only those, not also the ones that conjoin was compiled with.
    pub(crate) only: bool,
    pub(crate) declarations: Vec<Declaration>,
    /// Their errors. The rest is parsed all the same.
    pub(crate) error: Option<Error>,
    /// Some declarations could not be read: there may be relations with other names.
    pub(crate) incomplete: bool,
}

impl Relations {
    pub(crate) fn read(attributes: &[Attribute]) -> Self {
        let mut relations = Relations::default();
        for attribute in attributes.iter().filter(|it| it.path().is_ident("relations")) {
            let list =
                attribute.parse_args_with(|input: ParseStream| relations.list(input, attribute));
            relations.incomplete |= list.is_err();
            collect(&mut relations.error, list);
        }
        relations
    }

    fn list(&mut self, input: ParseStream, attribute: &Attribute) -> Result<()> {
        if input.is_empty() {
            return Err(Error::new_spanned(attribute, EXPECTED));
        }
        while !input.is_empty() {
            let mut docs = input.call(Attribute::parse_outer)?;
            let item = item(input, |word, input| self.item(take(&mut docs), word, input));
            self.incomplete |= item.is_err();
            collect(&mut self.error, item);
        }
        Ok(())
    }

    fn item(&mut self, docs: Vec<Attribute>, word: Ident, input: ParseStream) -> Result<()> {
        let kind = Kind::of(&word);
        if let Some(attribute) = docs.iter().find(|it| !it.path().is_ident("doc")) {
            return Err(Error::new_spanned(attribute, "expected a relation or its doc comment"));
        }
        if let (None, Some(doc)) = (kind, docs.first()) {
            return Err(Error::new_spanned(
                doc,
                format!("`{word}` has no documentation; move this"),
            ));
        }
        if let Some(kind) = kind {
            let declaration = Declaration::read(kind, &word, input)?;
            self.declarations.push(Declaration { docs, ..declaration });
        } else if word == "module" {
            self.module = Some(value(&word, input)?);
        } else if word == "backend" {
            self.backends.push(value(&word, input)?);
        } else if word == "only" {
            self.backends.push(value(&word, input)?);
            self.only = true;
        } else {
            return Err(Error::new(word.span(), format!("unknown `{word}`; {EXPECTED}")));
        }
        Ok(())
    }
}

const EXPECTED: &str = "expected a relation, `has_many(…)`, `has_one(…)`, `belongs_to(…)` or \
                        `many_to_many(…)`, or `module = name`, `backend = Type` or `only = Type`";

/// Parses one item of a list and the comma after it. An error in an item affects only that item.
fn item(input: ParseStream, mut read: impl FnMut(Ident, ParseStream) -> Result<()>) -> Result<()> {
    let mut item = input.parse().and_then(|word| read(word, input));
    while !input.is_empty() && !input.peek(Token![,]) {
        item = item.and_then(|()| Err(input.error("expected `,`")));
        input.parse::<TokenTree>()?;
    }
    input.parse::<Option<Token![,]>>()?;
    item
}

/// Adds an error to others, so that each is reported.
pub(crate) fn collect(errors: &mut Option<Error>, result: Result<()>) {
    match (errors, result) {
        (Some(errors), Err(error)) => errors.combine(error),
        (errors, Err(error)) => *errors = Some(error),
        (_, Ok(())) => {}
    }
}

/// `= value`
pub(crate) fn value<T: Parse>(word: &Ident, input: ParseStream) -> Result<T> {
    if input.parse::<Option<Token![=]>>()?.is_none() {
        return Err(Error::new(word.span(), format!("expected `{word} = …`")));
    }
    let mut error = None;
    let value = unquoted(input, "the value", &mut error)?;
    error.map_or(Ok(value), Err)
}

/// Parses what is not a string in Rust, though it is one in other languages.
fn unquoted<T: Parse>(input: ParseStream, what: &str, error: &mut Option<Error>) -> Result<T> {
    if !input.peek(LitStr) {
        return input.parse();
    }
    let text: LitStr = input.parse()?;
    let message = format!("write {what} without quotes: `{}`", text.value());
    collect(error, Err(Error::new(text.span(), message)));
    text.parse()
}
