//! The attributes of Diesel's own derives, as far as they matter here.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, Path, Result, Token, Type, parenthesized, token};

/// The content of `#[diesel(…)]` on a struct or a field, as far as it matters here.
#[derive(Default)]
pub(crate) struct Diesel {
    pub(crate) table: Option<Path>,
    pub(crate) primary_key: Option<Vec<Ident>>,
    pub(crate) base_query: Option<TokenStream>,
    pub(crate) associations: Vec<Association>,
    pub(crate) column: Option<Ident>,
    /// The field is not a column of the table: `embed` or `select_expression`.
    pub(crate) computed: bool,
    /// The field is a struct with columns that only Diesel knows.
    pub(crate) embed: bool,
}

/// `belongs_to(User, foreign_key = author_id)`
pub(crate) struct Association {
    pub(crate) parent: Path,
    pub(crate) foreign_key: Option<Ident>,
}

impl Diesel {
    pub(crate) fn read(attributes: &[Attribute]) -> Self {
        let mut diesel = Diesel::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("diesel")) {
            // What does not parse here is rejected by Diesel's own derives.
            if let Ok(items) =
                attribute.parse_args_with(Punctuated::<Item, Token![,]>::parse_terminated)
            {
                items.into_iter().for_each(|item| diesel.take(item));
            }
        }
        diesel
    }

    /// The association with a model, if it is the only one.
    pub(crate) fn only_association(&self, target: &Ident) -> Option<&Association> {
        let parent = |association: &&Association| {
            association.parent.segments.last().is_some_and(|it| it.ident == *target)
        };
        let mut associations = self.associations.iter().filter(parent);
        associations.next().filter(|_| associations.next().is_none())
    }

    fn take(&mut self, item: Item) {
        let Item { name, value } = item;
        if name == "table_name" {
            self.table = syn::parse2(value).ok();
        } else if name == "column_name" {
            self.column = column_name(value);
        } else if name == "primary_key" {
            let parse = Punctuated::<Ident, Token![,]>::parse_terminated;
            self.primary_key = syn::parse::Parser::parse2(parse, value)
                .ok()
                .map(|keys| keys.into_iter().collect());
        } else if name == "base_query" {
            self.base_query = Some(value);
        } else if name == "belongs_to" {
            self.associations.extend(syn::parse2::<Association>(value));
        } else if name == "embed" || name == "select_expression" {
            self.computed = true;
            self.embed |= name == "embed";
        }
    }
}

/// `name`, `name = value` or `name(value)`
struct Item {
    name: Ident,
    value: TokenStream,
}

impl Parse for Item {
    fn parse(input: ParseStream) -> Result<Self> {
        let name = input.call(Ident::parse_any)?;
        if input.peek(token::Paren) {
            let content;
            parenthesized!(content in input);
            return Ok(Item { name, value: content.parse()? });
        }
        let mut value = TokenStream::new();
        if input.parse::<Option<Token![=]>>()?.is_some() {
            value = item_value(&name, input)?;
        }
        Ok(Item { name, value })
    }
}

/// A value up to the next comma; types and expressions contain commas of their own.
fn item_value(name: &Ident, input: ParseStream) -> Result<TokenStream> {
    let mut value = TokenStream::new();
    match name.to_string().as_str() {
        "base_query" | "select_expression" => input.parse::<Expr>()?.to_tokens(&mut value),
        "base_query_type" | "deserialize_as" | "select_expression_type" | "serialize_as" => {
            input.parse::<Type>()?.to_tokens(&mut value);
        }
        _ => {
            while !input.is_empty() && !input.peek(Token![,]) {
                value.extend([input.parse::<TokenTree>()?]);
            }
        }
    }
    Ok(value)
}

impl Parse for Association {
    fn parse(input: ParseStream) -> Result<Self> {
        let parent = input.parse()?;
        let mut foreign_key = None;
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            let item: Item = input.parse()?;
            if item.name == "foreign_key" {
                foreign_key = syn::parse2(item.value).ok();
            }
        }
        Ok(Association { parent, foreign_key })
    }
}

/// `column_name = user_id` or `column_name = "user_id"`
fn column_name(value: TokenStream) -> Option<Ident> {
    if let Ok(name) = syn::parse2::<syn::LitStr>(value.clone()) {
        return name.parse().ok();
    }
    syn::parse2(value).ok()
}
