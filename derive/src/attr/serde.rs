//! The attributes of serde's derive, as far as they name what is serialized.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitStr, Result};

/// The content of `#[serde(…)]` on a struct or a field, as far as it matters here.
#[derive(Default)]
pub(crate) struct Serde {
    pub(crate) rename: Option<String>,
    pub(crate) rename_all: Case,
    pub(crate) skip: bool,
}

/// How names are written.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Case {
    #[default]
    Snake,
    Upper,
    Pascal,
    Camel,
    Kebab,
    UpperKebab,
}

impl Serde {
    pub(crate) fn read(attributes: &[Attribute]) -> Self {
        let mut serde = Serde::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            // What does not parse here is rejected by serde's own derive.
            let _ = attribute.parse_nested_meta(|meta| serde.take(&meta));
        }
        serde
    }

    fn take(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        if meta.path.is_ident("rename") {
            self.rename = name(meta)?;
        } else if meta.path.is_ident("rename_all") {
            self.rename_all = name(meta)?.map_or(Case::Snake, |name| Case::read(&name));
        } else if meta.path.is_ident("skip") || meta.path.is_ident("skip_serializing") {
            self.skip = true;
        } else {
            skip(meta)?;
        }
        Ok(())
    }
}

/// `= "name"`, or that of `(serialize = "name", deserialize = "…")`.
fn name(meta: &ParseNestedMeta<'_>) -> Result<Option<String>> {
    if meta.input.peek(syn::token::Paren) {
        let mut name = None;
        meta.parse_nested_meta(|meta| {
            let value = meta.value()?.parse::<LitStr>()?.value();
            if meta.path.is_ident("serialize") {
                name = Some(value);
            }
            Ok(())
        })?;
        return Ok(name);
    }
    Ok(Some(meta.value()?.parse::<LitStr>()?.value()))
}

/// Passes over an attribute with its value.
fn skip(meta: &ParseNestedMeta<'_>) -> Result<()> {
    if meta.input.peek(syn::token::Paren) {
        return meta.parse_nested_meta(|meta| skip(&meta));
    }
    if meta.input.peek(syn::Token![=]) {
        meta.value()?.parse::<syn::Expr>()?;
    }
    Ok(())
}

impl Case {
    fn read(name: &str) -> Self {
        match name {
            "UPPERCASE" | "SCREAMING_SNAKE_CASE" => Case::Upper,
            "PascalCase" => Case::Pascal,
            "camelCase" => Case::Camel,
            "kebab-case" => Case::Kebab,
            "SCREAMING-KEBAB-CASE" => Case::UpperKebab,
            _ => Case::Snake,
        }
    }

    /// A name in snake case, as serde writes it.
    pub(crate) fn of(self, name: &str) -> String {
        let capital = |word: &str| match word.split_at_checked(1) {
            Some((first, rest)) => first.to_uppercase() + rest,
            None => word.to_uppercase(),
        };
        match self {
            Case::Snake => name.to_owned(),
            Case::Upper => name.to_uppercase(),
            Case::Pascal => name.split('_').map(capital).collect(),
            Case::Camel => match name.split_once('_') {
                Some((first, rest)) => first.to_owned() + &Case::Pascal.of(rest),
                None => name.to_owned(),
            },
            Case::Kebab => name.replace('_', "-"),
            Case::UpperKebab => name.to_uppercase().replace('_', "-"),
        }
    }
}
