//! The attribute `#[from_graph(…)]`: the model and what is loaded with it, written as in `Loaded!`.

use crate::attr::value;
use crate::name;
use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, DeriveInput, Error, Ident, Path, Result, Token, braced, parenthesized, token,
};

/// `User { profile, some posts, count posts }`
pub(super) struct Contents {
    pub(super) model: Path,
    pub(super) items: Vec<Item>,
    /// What could not be read of the items.
    pub(super) error: Option<Error>,
}

/// A relation, or an aggregate of one.
pub(super) struct Item {
    /// It may be loaded.
    pub(super) may: bool,
    /// A part of it is enough.
    pub(super) some: bool,
    pub(super) recursive: bool,
    pub(super) function: Option<Function>,
    pub(super) relation: Ident,
    /// The struct that its rows are read as.
    pub(super) read_as: Option<Path>,
}

/// `count`, or `max(posts::id)`
pub(super) struct Function {
    pub(super) name: Ident,
    pub(super) column: Option<Path>,
}

const OF_ROWS: [&str; 2] = ["count", "exists"];
const OF_A_COLUMN: [&str; 4] = ["sum", "avg", "min", "max"];

impl Contents {
    pub(super) fn read(input: &DeriveInput) -> Result<Self> {
        let mut attributes = input.attrs.iter().filter(|it| it.path().is_ident("from_graph"));
        let expected = "expected one `#[from_graph(Model { relations… })]`: the model, and in braces the relations \
                        that fields are filled from";
        match (attributes.next(), attributes.next()) {
            (Some(attribute), None) => attribute.parse_args(),
            (None, _) => Err(Error::new(Span::call_site(), expected)),
            (_, Some(attribute)) => Err(Error::new_spanned(attribute, expected)),
        }
    }
}

impl Parse for Contents {
    fn parse(input: ParseStream) -> Result<Self> {
        let mut contents = Contents { model: input.parse()?, items: Vec::new(), error: None };
        if input.peek(token::Brace) {
            let content;
            braced!(content in input);
            match Punctuated::<Item, Token![,]>::parse_terminated(&content) {
                Ok(items) => contents.items.extend(items),
                Err(error) => {
                    contents.error = Some(error);
                    content.parse::<proc_macro2::TokenStream>()?;
                }
            }
        }
        Ok(contents)
    }
}

impl Parse for Item {
    fn parse(input: ParseStream) -> Result<Self> {
        let may = word(input, "may")?;
        let recursive = word(input, "recursive")?;
        let function = if recursive { None } else { Function::read(input)? };
        let some = word(input, "some")?;
        let relation = input.call(Ident::parse_any)?;
        let read_as = match input.parse::<Option<Token![as]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        if input.peek(token::Brace) {
            let message = format!(
                "what is loaded with `{relation}` is written at the struct of its rows: remove the braces"
            );
            return Err(input.error(message));
        }
        if may && recursive {
            return Err(Error::new(relation.span(), "a recursive relation has no condition"));
        }
        Ok(Item { may, some, recursive, function, relation, read_as })
    }
}

/// A word before the name of a relation, which may have that name itself.
fn word(input: ParseStream, word: &str) -> Result<bool> {
    let is_it = input.fork().parse::<Ident>().is_ok_and(|next| next == word);
    let is_before = input.peek2(Ident::peek_any) && !input.peek2(Token![as]);
    if is_it && is_before {
        input.parse::<Ident>()?;
    }
    Ok(is_it && is_before)
}

impl Function {
    fn read(input: ParseStream) -> Result<Option<Self>> {
        for name in OF_ROWS {
            let span = input.span();
            if word(input, name)? {
                return Ok(Some(Function { name: Ident::new(name, span), column: None }));
            }
        }
        let is_one = input
            .fork()
            .parse::<Ident>()
            .is_ok_and(|next| OF_A_COLUMN.iter().any(|name| next == name));
        if !is_one || !input.peek2(token::Paren) {
            return Ok(None);
        }
        let name = input.parse()?;
        let column;
        parenthesized!(column in input);
        Ok(Some(Function { name, column: Some(column.parse()?) }))
    }
}

impl Item {
    /// The name of the field that it fills, which is also that in JSON: `posts`, `posts_count`, `posts_max_id`.
    pub(super) fn name(&self) -> String {
        let relation = name::text(&self.relation);
        let Some(Function { name, column }) = &self.function else { return relation };
        let column = column.as_ref().and_then(name::last).map(name::text);
        column.map_or_else(
            || format!("{relation}_{name}"),
            |column| format!("{relation}_{name}_{column}"),
        )
    }

    pub(super) fn without_field(&self, structure: &Ident) -> Error {
        let name = self.name();
        let message = format!(
            "`{structure}` has no field `{name}`: add one, or write `#[from_graph(name = {name})]` at \
             the field that is filled from it"
        );
        Error::new(self.relation.span(), message)
    }
}

/// `#[from_graph(name = posts_count)]` at a field.
pub(super) fn name(attributes: &[Attribute]) -> Result<Option<Ident>> {
    let mut name = None;
    for attribute in attributes.iter().filter(|it| it.path().is_ident("from_graph")) {
        attribute.parse_nested_meta(|meta| {
            match meta.path.get_ident() {
                Some(word) if word == "name" => name = Some(value(word, meta.input)?),
                _ => return Err(meta.error("expected `name = …`, a name in the graph")),
            }
            Ok(())
        })?;
    }
    Ok(name)
}
