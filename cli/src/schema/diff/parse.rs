//! `table!`, `joinable!` and the SQL types that a schema file defines.

use std::path::Path;

use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, Item, LitInt, LitStr, Token};

use super::types::Type;
use crate::failure::Failure;

/// The content of a schema file.
#[derive(Debug, Default)]
pub(super) struct Declared {
    pub(super) tables: Vec<Table>,
    pub(super) joins: Vec<Join>,
}

#[derive(Debug)]
pub(super) struct Table {
    pub(super) schema: Option<String>,
    pub(super) name: String,
    /// Its name in Rust.
    rust_name: String,
    /// The columns of the primary key.
    pub(super) key: Vec<String>,
    pub(super) columns: Vec<Column>,
    pub(super) line: usize,
}

#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    rust_name: String,
    pub(super) ty: Type,
}

/// A foreign key, as far as `joinable!` specifies it.
#[derive(Debug)]
pub(super) struct Join {
    pub(super) child: String,
    pub(super) column: String,
    pub(super) parent: String,
}

impl Declared {
    /// # Errors
    ///
    /// With file and line.
    pub(super) fn parse(text: &str, path: &Path) -> Result<Self, Failure> {
        let read = || {
            let mut found = Self::default();
            let mut definitions = Vec::new();
            found.collect(&syn::parse_file(text)?.items, &mut definitions)?;
            found.resolve(&definitions);
            Ok(found)
        };
        read().map_err(|error: syn::Error| {
            let problem = match error.to_string().as_str() {
                "cannot parse string into token stream" => {
                    "a bracket, a quote or a comment is not closed, or closes what was not open"
                }
                other => other,
            }
            .to_owned();
            let problem = problem + ". This has to be a schema file, as print-schema writes it";
            Failure::at(path, error.span().start().line, problem)
        })
    }

    fn collect(&mut self, items: &[Item], definitions: &mut Vec<Definition>) -> syn::Result<()> {
        for item in items {
            match item {
                Item::Mod(module) => {
                    let items = module.content.as_ref().map_or(&[][..], |(_, items)| items);
                    self.collect(items, definitions)?;
                }
                Item::Macro(call) if call.mac.path.is_ident_last("table") => {
                    self.tables.push(call.mac.parse_body()?);
                }
                Item::Macro(call) if call.mac.path.is_ident_last("joinable") => {
                    self.joins.push(call.mac.parse_body()?);
                }
                Item::Struct(it) => definitions.extend(Definition::read(&it.ident, &it.attrs)?),
                _ => {}
            }
        }
        Ok(())
    }

    /// Replaces Rust names with SQL names.
    fn resolve(&mut self, definitions: &[Definition]) {
        for join in &mut self.joins {
            let child = self.tables.iter().find(|it| it.rust_name == join.child);
            let column =
                child.and_then(|it| it.columns.iter().find(|it| it.rust_name == join.column));
            let parent = self.tables.iter().find(|it| it.rust_name == join.parent);
            column.into_iter().for_each(|it| join.column.clone_from(&it.name));
            child.into_iter().for_each(|it| join.child.clone_from(&it.name));
            parent.into_iter().for_each(|it| join.parent.clone_from(&it.name));
        }
        for table in &mut self.tables {
            for key in &mut table.key {
                let column = table.columns.iter().find(|it| it.rust_name == *key);
                column.into_iter().for_each(|it| key.clone_from(&it.name));
            }
            for ty in table.columns.iter_mut().map(|it| &mut it.ty) {
                let definition = definitions.iter().find(|it| it.rust_name == ty.name);
                ty.defined = definition.map(|it| it.sql_name.clone());
            }
        }
    }
}

trait LastIdent {
    fn is_ident_last(&self, name: &str) -> bool;
}

impl LastIdent for syn::Path {
    fn is_ident_last(&self, name: &str) -> bool {
        self.segments.last().is_some_and(|it| it.ident == name)
    }
}

/// `#[diesel(postgres_type(name = "mood", schema = "feelings"))] struct Mood;`
struct Definition {
    rust_name: String,
    sql_name: (Option<String>, String),
}

impl Definition {
    fn read(ident: &Ident, attributes: &[Attribute]) -> syn::Result<Option<Self>> {
        let (mut schema, mut name) = (None, None);
        for attribute in attributes.iter().filter(|it| it.path().is_ident("diesel")) {
            attribute.parse_nested_meta(|database| {
                if database.input.is_empty() || database.input.peek(Token![,]) {
                    return Ok(());
                }
                database.parse_nested_meta(|it| {
                    if it.path.is_ident("name") {
                        name = Some(it.value()?.parse::<LitStr>()?.value());
                    } else if it.path.is_ident("schema") {
                        schema = Some(it.value()?.parse::<LitStr>()?.value());
                    } else {
                        it.value()?.parse::<syn::Expr>()?;
                    }
                    Ok(())
                })
            })?;
        }
        Ok(name.map(|name| Self { rust_name: ident.to_string(), sql_name: (schema, name) }))
    }
}

impl Parse for Table {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        while input.peek(Token![use]) {
            input.parse::<syn::ItemUse>()?;
        }
        let attributes = Attribute::parse_outer(input)?;
        let mut ident = identifier(input)?;
        let mut schema = None;
        if input.peek(Token![.]) {
            input.parse::<Token![.]>()?;
            schema = Some(plain(&ident));
            ident = identifier(input)?;
        }
        let mut key = vec!["id".to_owned()];
        if input.peek(syn::token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            let keys = content.parse_terminated(identifier, Token![,])?;
            key = keys.iter().map(plain).collect();
        }
        let content;
        syn::braced!(content in input);
        let columns = content.parse_terminated(Column::parse, Token![,])?.into_iter().collect();
        let rust_name = plain(&ident);
        let name = sql_name(&attributes, &rust_name)?;
        let prefix = schema.iter().map(|it| format!("{it}.")).collect::<String>();
        let name = name.strip_prefix(&prefix).unwrap_or(&name).to_owned();
        Ok(Self { schema, name, rust_name, key, columns, line: ident.span().start().line })
    }
}

impl Parse for Column {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = Attribute::parse_outer(input)?;
        let ident = identifier(input)?;
        input.parse::<Token![->]>()?;
        let mut ty = Type::read(&input.parse()?)?;
        ty.max_length =
            value::<LitInt>(&attributes, "max_length")?.map(|it| it.base10_parse()).transpose()?;
        let rust_name = plain(&ident);
        Ok(Self { name: sql_name(&attributes, &rust_name)?, rust_name, ty })
    }
}

impl Parse for Join {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let child = plain(&identifier(input)?);
        input.parse::<Token![->]>()?;
        let parent = plain(&identifier(input)?);
        let content;
        syn::parenthesized!(content in input);
        Ok(Self { child, parent, column: plain(&identifier(&content)?) })
    }
}

/// Any word: SQL has columns named `type`.
fn identifier(input: ParseStream<'_>) -> syn::Result<Ident> {
    use syn::ext::IdentExt;
    input.call(Ident::parse_any)
}

/// Without `r#`.
fn plain(ident: &Ident) -> String {
    use syn::ext::IdentExt;
    ident.unraw().to_string()
}

fn sql_name(attributes: &[Attribute], rust_name: &str) -> syn::Result<String> {
    let given = value::<LitStr>(attributes, "sql_name")?;
    Ok(given.map_or_else(|| rust_name.to_owned(), |it| it.value()))
}

/// The value of `#[name = value]`.
fn value<T: Parse>(attributes: &[Attribute], name: &str) -> syn::Result<Option<T>> {
    let Some(attribute) = attributes.iter().find(|it| it.path().is_ident(name)) else {
        return Ok(None);
    };
    let value = &attribute.meta.require_name_value()?.value;
    syn::parse2(quote::ToTokens::to_token_stream(value)).map(Some)
}
