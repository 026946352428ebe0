//! The documentation of what is generated.

use crate::attr::{Columns, Kind};
use crate::model::{Key, Model, Relation};
use crate::name;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Path, Type};

/// Of `User::posts`: its kind, target, keys and other side.
pub(super) fn constant(relation: &Relation) -> TokenStream {
    let other_side = match &relation.back {
        Some(back) => {
            // A field may have the name of a relation.
            let link =
                format!("[`const@{}::{}`]", name::text_of(&relation.target), name::text(back));
            let has =
                if matches!(relation.key, Key::OfBack(_)) { ", which has the key" } else { "" };
            format!("The other side is {link}{has}.")
        }
        None => "There is no other side.".to_owned(),
    };
    let clauses = match (&relation.filter, &relation.order_by) {
        (Some(_), Some(_)) => " The declaration has a filter and an order.",
        (Some(_), None) => " The declaration has a filter.",
        (None, Some(_)) => " The declaration has an order.",
        (None, None) => "",
    };
    let (kind, rows) = (relation.kind.name(), rows(relation));
    documented(
        relation,
        &format!(
            "`{kind}`: {rows}. {other_side}{clauses}\n\n\
             For `.with(…)`, `.join(…)`, `.related(…)` and conditions."
        ),
    )
}

/// Of `user.posts()`.
pub(super) fn accessor(model: &Model, relation: &Relation) -> TokenStream {
    documented(relation, &accessor_text(model, relation))
}

/// What an accessor returns. Without links, which would lead nowhere in the module of the types.
pub(super) fn accessor_text(model: &Model, relation: &Relation) -> String {
    let name = name::text(&relation.name);
    let target = format!("`{}`", name::text_of(&relation.target));
    let returned = match relation.kind {
        Kind::HasMany | Kind::ManyToMany => format!("`Nodes` of {target}"),
        Kind::BelongsTo if relation.filter.is_none() => match is_nullable(model, relation) {
            Some(false) => {
                format!("a node of {target}, in an `Option` if a filter was loaded with it")
            }
            Some(true) => format!("an `Option` of a node of {target}: the key is nullable"),
            None => format!("a node of {target}, in an `Option` if the key is nullable"),
        },
        _ => format!("an `Option` of a node of {target}"),
    };
    format!(
        "Returns {returned}. For rows loaded by `with_if`, that is in another `Option`.\n\n\
         Compiles only for rows that were loaded with `{name}`. Never sends SQL."
    )
}

/// With the user's own words first.
fn documented(relation: &Relation, text: &str) -> TokenStream {
    let own = &relation.docs;
    let paragraph = (!own.is_empty()).then(|| quote!(#[doc = ""]));
    quote! {
        #(#own)*
        #paragraph
        #[doc = #text]
    }
}

/// The rows that a relation leads to, and by which keys.
fn rows(relation: &Relation) -> String {
    let target = link(&relation.target);
    let rows = match relation.kind {
        Kind::HasMany | Kind::ManyToMany => format!("any number of {target}"),
        Kind::HasOne => format!("one {target} or none"),
        Kind::BelongsTo => format!("the {target}"),
    };
    let referred = |references: &Option<Columns>, primary_key: &str| match references {
        Some(columns) => self::columns(columns),
        None => primary_key.to_owned(),
    };
    match &relation.key {
        Key::Own { columns, references } | Key::Unread { columns, references } => {
            let referred = referred(references, "primary key");
            format!("{rows} whose {referred} is in {}", self::columns(columns))
        }
        Key::Theirs { columns, references } => {
            let referred = referred(references, "the primary key");
            format!("{rows} whose {} has {referred} of this row", self::columns(columns))
        }
        Key::Association { near, far, .. } => {
            format!("{rows}, through {} and {}", self::columns(near), self::columns(far))
        }
        Key::Path(steps) => {
            let steps: Vec<_> = steps.iter().map(name::text).collect();
            format!("{rows}, through `{}`", steps.join("."))
        }
        Key::OfBack(_) | Key::Refused => rows,
    }
}

/// Whether the key of a `belongs_to` may be `NULL`, if the struct has it.
fn is_nullable(model: &Model, relation: &Relation) -> Option<bool> {
    let Key::Own { columns, .. } = &relation.key else { return None };
    let is_option = |column: &Path| {
        let field = model.columns.iter().find(|it| Some(&it.column) == name::last(column))?;
        let Type::Path(path) = &field.value else { return Some(false) };
        name::last(&path.path).map(|name| name == "Option")
    };
    columns.0.iter().map(is_option).reduce(|one, other| Some(one? || other?))?
}

/// A link to a model.
fn link(model: &Path) -> String {
    format!("[`{}`]", name::text_of(model))
}

/// `posts::user_id`, or several.
fn columns(columns: &Columns) -> String {
    let columns: Vec<_> = columns.0.iter().map(|it| format!("`{}`", name::text_of(it))).collect();
    columns.join(" and ")
}
