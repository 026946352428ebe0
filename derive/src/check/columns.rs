//! The columns of a relation's keys, and the tables they belong to.

use crate::attr::{Columns, Declaration, Diesel};
use crate::model::Model;
use crate::name;
use syn::{Error, Ident, Path, Result};

/// The column of a `belongs_to` that specifies none: that of Diesel's association, or else the
/// field named after the relation or after its target.
pub(crate) fn own_foreign_key(
    model: &Model,
    declaration: &Declaration,
    diesel: &Diesel,
) -> Result<Path> {
    let target = name::last(&declaration.target).unwrap_or(&declaration.name);
    let candidates = match diesel.only_association(target) {
        Some(association) => {
            vec![association.foreign_key.clone().unwrap_or_else(|| name::foreign_key(target))]
        }
        None => called_after(&declaration.name, target),
    };
    let mut fields = candidates.iter().filter(|column| has_column(model, column));
    match (fields.next(), fields.next()) {
        (Some(column), None) => {
            let mut column = column.clone();
            column.set_span(declaration.name.span());
            Ok(name::join(&model.table, &column))
        }
        (Some(one), Some(other)) => Err(Error::new(
            declaration.name.span(),
            format!(
                "belongs_to `{}` does not specify its foreign key, and `{}` has two fields that it may be: \
                 write `foreign_key = {one}` or `foreign_key = {other}`",
                declaration.name, model.name
            ),
        )),
        (None, _) => Err(Error::new(
            declaration.span,
            format!(
                "belongs_to `{}` does not specify its foreign key, and `{}` has no field `{}`: add the \
                 field, or name the column with `foreign_key = …`{}",
                declaration.name,
                model.name,
                candidates.iter().map(name::text).collect::<Vec<_>>().join("` or `"),
                embedded(model)
            ),
        )),
    }
}

/// `author_id` and `user_id` for `author: User`.
fn called_after(relation: &Ident, target: &Ident) -> Vec<Ident> {
    let mut columns = vec![name::foreign_key(relation), name::foreign_key(target)];
    columns.dedup();
    columns
}

/// A column of this table.
pub(crate) fn own_table(model: &Model, path: &Path) -> Result<Path> {
    Ok(path.get_ident().map_or_else(|| path.clone(), |column| name::join(&model.table, column)))
}

/// A column of this table that a relation specifies and that must be a field of its model.
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

/// Whether a column of this table is a field of the struct.
pub(crate) fn is_field(model: &Model, path: &Path) -> bool {
    let mut names = path.segments.iter().rev().map(|segment| &segment.ident);
    let (column, table) = (names.next(), names.next());
    table == name::last(&model.table) && column.is_some_and(|column| has_column(model, column))
}

pub(crate) fn has_column(model: &Model, column: &Ident) -> bool {
    model.columns.iter().any(|known| known.column == *column)
}

/// Another possible reason that a column is missing.
fn embedded(model: &Model) -> &'static str {
    match model.embeds {
        true => {
            "; the columns of an embedded struct do not count: repeat the key as a field here, \
                 or name it, and it is found by the primary key"
        }
        false => "",
    }
}

/// A column of the other table, specified by its path: this side does not know that table's name.
pub(crate) fn their_column(path: &Path) -> Result<Path> {
    match path.get_ident() {
        None => Ok(path.clone()),
        Some(column) => Err(Error::new_spanned(
            path,
            format!(
                "this column is one of the other table: write its path with the name of the table, \
                 such as `posts::{column}`"
            ),
        )),
    }
}

/// A column of an association table, specified by its name.
pub(crate) fn association_column(table: &Path, path: &Path) -> Result<Path> {
    match path.get_ident() {
        Some(column) => Ok(name::join(table, column)),
        None => Err(Error::new_spanned(
            path,
            "write the name of the column alone: it is one of the association table",
        )),
    }
}

/// The two columns of an association table must differ.
pub(crate) fn association(table: &Path, near: &Columns, far: &Columns) -> Result<()> {
    let texts = |columns: &Columns| columns.0.iter().map(name::path).collect::<Vec<_>>();
    if texts(near) != texts(far) {
        return Ok(());
    }
    let (table, column) = (name::path(table), near.0.first().and_then(name::last));
    let column = column.map(name::text).unwrap_or_default();
    Err(Error::new_spanned(
        &near.0[0],
        format!(
            "both sides of this many_to_many would be `{column}` of `{table}`: name two columns, as \
             in `through = follows(follower_id, followed_id)`, the one that refers to this side first"
        ),
    ))
}
