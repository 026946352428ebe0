//! Refuses declarations that cannot mean anything, with the reason and the way out.
//!
//! What needs the other model is checked by the compiler, see `expand::checks`.

use crate::attr::{Columns, Declaration, Diesel, Kind, Through};
use crate::model::{self, Key, Model, Relation};
use crate::name;
use syn::{DeriveInput, Error, Fields, Ident, Path, Result};

/// Names that the generated types use themselves.
const RESERVED: [&str; 5] = ["get", "get_if", "into_row", "node", "row"];

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

/// What can be wrong with a declaration by itself.
pub(crate) fn declaration(kind: Kind, declaration: &Declaration) -> Result<()> {
    if let Some(error) = &declaration.error {
        return Err(error.clone());
    }
    reserved(&declaration.name)?;
    sides(kind, declaration)?;
    through(kind, declaration)?;
    filter(declaration)?;
    order(kind, declaration)?;
    let options = &declaration.options;
    options.foreign_key.iter().try_for_each(|key| foreign_key_option(kind, declaration, key))?;
    options.references.iter().try_for_each(|key| references_option(kind, declaration, key))
}

fn reserved(name: &Ident) -> Result<()> {
    if !RESERVED.contains(&name::text(name).as_str()) {
        return Ok(());
    }
    let message = format!("`{name}` is a method of every node; give the relation another name");
    Err(Error::new(name.span(), message))
}

/// No two relations of one kind share their other side: the second is told, both are refused.
pub(crate) fn claims(model: &mut Model) -> Result<()> {
    let relations = &mut model.relations;
    for second in 1..relations.len() {
        let (before, rest) = relations.split_at_mut(second);
        let relation = &mut rest[0];
        let Some(back) = relation.back.clone() else { continue };
        if matches!(relation.key, Key::Refused) {
            continue;
        }
        let same = before.iter_mut().find(|other| {
            other.kind == relation.kind
                && !matches!(other.key, Key::Refused)
                && name::path(&other.target) == name::path(&relation.target)
                && other.back.as_ref() == Some(&back)
        });
        let Some(other) = same else { continue };
        (other.key, relation.key) = (Key::Refused, Key::Refused);
        let (name, other) = (&relation.name, &other.name);
        let target = name::last(&relation.target).unwrap_or(name);
        return Err(Error::new(
            back.span(),
            format!(
                "`{other}` and `{name}` both name `{target}::{back}` as their other side; \
                 each needs a relation of its own on `{target}`"
            ),
        ));
    }
    Ok(())
}

fn through(kind: Kind, declaration: &Declaration) -> Result<()> {
    let Declaration { span, name, options, .. } = declaration;
    let kind_name = kind.name();
    match (kind, &options.through) {
        (Kind::ManyToMany, None) => Err(Error::new(
            *span,
            format!("many_to_many `{name}` needs its association table: add `through = post_tags`"),
        )),
        (Kind::ManyToMany, Some(Through::Path(path))) => Err(Error::new_spanned(
            &path[0],
            "many_to_many goes through an association table; what goes through other relations is \
             a has_many",
        )),
        (Kind::BelongsTo, Some(_)) => Err(Error::new(
            *span,
            "a belongs_to has its foreign key in its own table; what goes through other relations \
             is a has_one",
        )),
        (Kind::HasMany | Kind::HasOne, Some(Through::Table { table, .. })) => {
            Err(Error::new_spanned(
                table,
                format!(
                    "{kind_name} goes through relations, two at least: `through = posts.tags`; \
                     what goes through an association table is a many_to_many"
                ),
            ))
        }
        _ => Ok(()),
    }
}

/// Of two sides of a tree one holds the foreign key: where neither does, both are refused.
pub(crate) fn trees(model: &mut Model) -> Result<()> {
    let is_has = |kind| matches!(kind, Kind::HasMany | Kind::HasOne);
    for first in 0..model.relations.len() {
        let (before, rest) = model.relations.split_at_mut(first + 1);
        let one = &mut before[first];
        let Some(back) = one.back.clone().filter(|_| is_has(one.kind)) else { continue };
        let own = name::last(&one.target) == Some(&model.name);
        let both = |other: &&mut Relation| {
            other.name == back && is_has(other.kind) && other.back.as_ref() == Some(&one.name)
        };
        let Some(other) = rest.iter_mut().find(both).filter(|_| own) else { continue };
        (one.key, other.key) = (Key::Refused, Key::Refused);
        return Err(Error::new(
            other.span,
            format!(
                "`{}` and `{}` are each other's other side, but neither has the foreign key: declare \
                 the one that holds it as belongs_to",
                one.name, other.name
            ),
        ));
    }
    Ok(())
}

/// A path starts with another relation of this model.
pub(crate) fn paths(model: &mut Model) -> Result<()> {
    let names: Vec<_> = model.relations.iter().map(|it| name::text(&it.name)).collect();
    for relation in &mut model.relations {
        let Key::Path(path) = &relation.key else { continue };
        let (first, own) = (path[0].clone(), name::text(&relation.name));
        let to_itself = name::last(&relation.target) == Some(&model.name);
        let again = path.iter().find(|step| to_itself && name::text(step) == own);
        if let Some(again) = again.cloned() {
            relation.key = Key::Refused;
            return Err(Error::new(
                again.span(),
                "a path cannot lead through itself; a relation from a model to itself is loaded to any \
                 depth by `.recursive()`",
            ));
        }
        let others = names.iter().filter(|name| **name != own);
        if others.clone().any(|name| *name == name::text(&first)) {
            continue;
        }
        relation.key = Key::Refused;
        let others: Vec<_> = others.map(String::as_str).collect();
        return Err(Error::new(
            first.span(),
            format!(
                "a path starts with a relation of `{}`, which `{first}` is not; it has `{}`",
                model.name,
                others.join("`, `")
            ),
        ));
    }
    Ok(())
}

/// An order chooses nothing.
fn order(kind: Kind, declaration: &Declaration) -> Result<()> {
    match (kind, &declaration.options.order_by) {
        (Kind::HasOne | Kind::BelongsTo, Some(order)) => Err(Error::new_spanned(
            order,
            "a relation to one row has no order, and chooses none by it: remove this, or declare a \
             has_many",
        )),
        _ => Ok(()),
    }
}

/// What a filter leaves out is missing on the other side, so that the two are not one relation.
fn filter(declaration: &Declaration) -> Result<()> {
    match (&declaration.options.filter, &declaration.options.back_populates) {
        (Some(_), Some(back)) => Err(Error::new(
            back.span(),
            format!(
                "`{}` states a filter, and so has no other side: write `one_way`, beside a relation \
                 without the filter if that is needed as well",
                declaration.name
            ),
        )),
        _ => Ok(()),
    }
}

fn foreign_key_option(kind: Kind, declaration: &Declaration, key: &Columns) -> Result<()> {
    let one_way = declaration.options.one_way.is_some();
    match kind {
        Kind::HasMany | Kind::HasOne if declaration.options.through.is_some() => {
            Err(Error::new_spanned(key, "a path has the keys of its relations: remove this"))
        }
        Kind::ManyToMany => Err(Error::new_spanned(
            key,
            "the foreign keys of many_to_many are in its association table: \
             write `through = post_tags(post_id, tag_id)`, the column of this side first",
        )),
        Kind::HasMany | Kind::HasOne if !one_way => Err(Error::new_spanned(
            key,
            format!(
                "{} learns its foreign key from the other side: remove it here and write it on the \
                 belongs_to that `back_populates` names",
                kind.name()
            ),
        )),
        _ => Ok(()),
    }
}

fn references_option(kind: Kind, declaration: &Declaration, key: &Columns) -> Result<()> {
    let one_way = declaration.options.one_way.is_some();
    match kind {
        Kind::HasMany | Kind::HasOne if declaration.options.through.is_some() => {
            Err(Error::new_spanned(key, "a path has the keys of its relations: remove this"))
        }
        Kind::ManyToMany => Err(Error::new_spanned(
            key,
            "the keys of an association table refer to primary keys: remove this",
        )),
        Kind::HasMany | Kind::HasOne if !one_way => Err(Error::new_spanned(
            key,
            format!(
                "{} learns its keys from the other side: remove this here and write it on the \
                 belongs_to that `back_populates` names",
                kind.name()
            ),
        )),
        _ => Ok(()),
    }
}

/// A column of the other table, given by its path: this side does not know that table's name.
pub(crate) fn their_column(path: &Path) -> Result<Path> {
    match path.get_ident() {
        None => Ok(path.clone()),
        Some(column) => Err(Error::new_spanned(
            path,
            format!(
                "this column is one of the other table: write its path, with the table's name, as \
                 in `posts::{column}`"
            ),
        )),
    }
}

/// A column of an association table, given by its name.
pub(crate) fn association_column(table: &Path, path: &Path) -> Result<Path> {
    match path.get_ident() {
        Some(column) => Ok(name::join(table, column)),
        None => Err(Error::new_spanned(path, "a column of the association table: its name alone")),
    }
}

/// Every relation says which is its other side, or that it has none.
fn sides(kind: Kind, declaration: &Declaration) -> Result<()> {
    let Declaration { span, name, target, options, .. } = declaration;
    let target = name::last(target).unwrap_or(name);
    if let (Some(back), Some(Through::Path(_))) = (&options.back_populates, &options.through) {
        return Err(Error::new(
            back.span(),
            format!(
                "`{name}` goes through other relations, and so has no other side: write `one_way`"
            ),
        ));
    }
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
            match (&options.foreign_key, &options.through) {
                (None, None) => Err(Error::new(
                    span,
                    format!(
                        "one-way {} `{name}` needs the path of its foreign key, \
                         such as `foreign_key = posts::user_id`",
                        kind.name()
                    ),
                )),
                _ => Ok(()),
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
) -> Result<Path> {
    let target = name::last(&declaration.target).unwrap_or(&declaration.name);
    let convention = || name::foreign_key(target);
    let mut associations = diesel
        .associations
        .iter()
        .filter(|association| name::last(&association.parent) == Some(target));
    let mut column = match (associations.next(), associations.next()) {
        (Some(association), None) => association.foreign_key.clone().unwrap_or_else(convention),
        _ => convention(),
    };
    column.set_span(declaration.name.span());
    if has_column(model, &column) {
        return Ok(name::join(&model.table, &column));
    }
    Err(Error::new(
        declaration.span,
        format!(
            "belongs_to `{}` does not say which column is its foreign key, \
             and `{}` has no field for `{column}`: add `foreign_key = …`{}",
            declaration.name,
            model.name,
            embedded(model)
        ),
    ))
}

/// A column of this table.
pub(crate) fn own_table(model: &Model, path: &Path) -> Result<Path> {
    Ok(path.get_ident().map_or_else(|| path.clone(), |column| name::join(&model.table, column)))
}

/// Whether a column is one of this table that the struct has.
pub(crate) fn is_field(model: &Model, path: &Path) -> bool {
    let mut names = path.segments.iter().rev().map(|segment| &segment.ident);
    let (column, table) = (names.next(), names.next());
    table == name::last(&model.table) && column.is_some_and(|column| has_column(model, column))
}

/// A column of this table that a relation names, which its model must have as a field.
pub(crate) fn own_column(model: &Model, path: &Path, what: &str) -> Result<Path> {
    match name::last(path).filter(|column| has_column(model, column)) {
        Some(_) => own_table(model, path),
        None => {
            let columns: Vec<_> =
                model.columns.iter().map(|known| name::text(&known.column)).collect();
            Err(Error::new_spanned(
                path,
                format!(
                    "`{}` has no field for {what}; it has `{}`{}",
                    model.name,
                    columns.join("`, `"),
                    embedded(model)
                ),
            ))
        }
    }
}

/// What else may be the reason that a column is missing.
fn embedded(model: &Model) -> &'static str {
    match model.embeds {
        true => {
            "; the columns of an embedded struct do not count: repeat the key as a field here, \
                 or name it, and it is found by the primary key"
        }
        false => "",
    }
}

pub(crate) fn has_column(model: &Model, column: &Ident) -> bool {
    model.columns.iter().any(|known| known.column == *column)
}
