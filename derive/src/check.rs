//! Refuses declarations that cannot mean anything, with the reason and the way out.
//!
//! What needs the other model is checked by the compiler, see `expand::checks`.

use crate::attr::{Declaration, Diesel, Kind};
use crate::model::{self, Model};
use crate::name;
use syn::{DeriveInput, Error, Fields, Ident, Result};

/// Names that the generated types use themselves.
const RESERVED: [&str; 4] = ["get", "into_row", "node", "row"];

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

pub(crate) fn name(model: &Model, declaration: &Declaration) -> Result<()> {
    let name = &declaration.name;
    if RESERVED.contains(&name::text(name).as_str()) {
        let message = format!("`{name}` is a method of every node; give the relation another name");
        return Err(Error::new(name.span(), message));
    }
    if model.relations.iter().any(|relation| relation.name == *name) {
        let message = format!("`{}` declares two relations named `{name}`", model.name);
        return Err(Error::new(name.span(), message));
    }
    Ok(())
}

pub(crate) fn options(kind: Kind, declaration: &Declaration) -> Result<()> {
    sides(kind, declaration)?;
    let Declaration { name, options, .. } = declaration;
    if kind == Kind::ManyToMany && options.through.is_none() {
        return Err(Error::new(
            declaration.span,
            format!("many_to_many `{name}` needs its association table: add `through = post_tags`"),
        ));
    }
    if let Some(through) = options.through.as_ref().filter(|_| kind != Kind::ManyToMany) {
        return Err(Error::new_spanned(
            &through.table,
            format!("only many_to_many goes through an association table, not {}", kind.name()),
        ));
    }
    let Some(key) = &options.foreign_key else { return Ok(()) };
    match kind {
        Kind::ManyToMany => Err(Error::new_spanned(
            key,
            "the foreign keys of many_to_many are in its association table: \
             write `through = post_tags(post_id, tag_id)`, the column of this side first",
        )),
        Kind::HasMany | Kind::HasOne if options.one_way.is_none() => Err(Error::new_spanned(
            key,
            format!(
                "{} learns its foreign key from the other side: remove it here and write it on the \
                 belongs_to that `back_populates` names",
                kind.name()
            ),
        )),
        Kind::HasMany | Kind::HasOne if key.get_ident().is_some() => Err(Error::new_spanned(
            key,
            "this foreign key is a column of the other table: write its path, \
             such as `foreign_key = posts::user_id`",
        )),
        _ => Ok(()),
    }
}

/// Every relation says which is its other side, or that it has none.
fn sides(kind: Kind, declaration: &Declaration) -> Result<()> {
    let Declaration { span, name, target, options } = declaration;
    let target = name::last(target).unwrap_or(name);
    match (&options.back_populates, options.one_way) {
        (Some(back), Some(_)) => Err(Error::new(
            back.span(),
            format!("`{name}` names its other side and says it has none: remove one of the two"),
        )),
        (None, None) => {
            let other = match kind {
                Kind::HasMany | Kind::HasOne => "belongs_to",
                Kind::BelongsTo => "has_many or has_one",
                Kind::ManyToMany => "many_to_many",
            };
            Err(Error::new(
                *span,
                format!(
                    "{} `{name}` needs its other side: add `back_populates = …` with the name of \
                     the {other} on `{target}`, or `one_way` if there is none",
                    kind.name()
                ),
            ))
        }
        (None, Some(span)) if kind != Kind::BelongsTo && kind != Kind::ManyToMany => {
            match options.foreign_key {
                Some(_) => Ok(()),
                None => Err(Error::new(
                    span,
                    format!(
                        "one-way {} `{name}` needs the path of its foreign key, \
                         such as `foreign_key = posts::user_id`",
                        kind.name()
                    ),
                )),
            }
        }
        _ => Ok(()),
    }
}

/// The column of a `belongs_to` that names none: Diesel's association, or Diesel's convention.
pub(crate) fn own_foreign_key(
    model: &Model,
    declaration: &Declaration,
    diesel: &Diesel,
) -> Result<Ident> {
    let target = name::last(&declaration.target).unwrap_or(&declaration.name);
    let convention = || name::foreign_key(target);
    let mut associations = diesel
        .associations
        .iter()
        .filter(|association| name::last(&association.parent) == Some(target));
    let column = match (associations.next(), associations.next()) {
        (Some(association), None) => association.foreign_key.clone().unwrap_or_else(convention),
        _ => convention(),
    };
    if model.columns.iter().any(|known| known.column == column) {
        let mut column = column;
        column.set_span(declaration.name.span());
        return Ok(column);
    }
    Err(Error::new(
        declaration.span,
        format!(
            "belongs_to `{}`: `{}` has no column `{column}`; \
             name the foreign key with `foreign_key = …`",
            declaration.name, model.name
        ),
    ))
}
