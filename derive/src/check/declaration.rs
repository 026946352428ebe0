//! Checks a declaration by itself: its options must fit its kind and each other.

use crate::attr::{Columns, Declaration, Kind, Through};
use crate::name;
use syn::{Error, Ident, Path, Result};

/// Names that the generated types use themselves.
const RESERVED: [&str; 6] = ["get", "get_if", "into_row", "node", "row", "rows_mut"];

/// Checks a single declaration.
pub(crate) fn declaration(declaration: &Declaration) -> Result<()> {
    if let Some(error) = &declaration.error {
        return Err(error.clone());
    }
    let kind = declaration.kind;
    reserved(&declaration.name)?;
    sides(kind, declaration)?;
    through(kind, declaration)?;
    filter(declaration)?;
    order(kind, declaration)?;
    let options = &declaration.options;
    options.foreign_key.iter().try_for_each(|key| foreign_key_option(kind, declaration, key))?;
    options.references.iter().try_for_each(|key| references_option(kind, declaration, key))
}

/// Whether a node has a method of this name itself.
pub(crate) fn is_reserved(name: &Ident) -> bool {
    RESERVED.contains(&name::text(name).as_str())
}

fn reserved(name: &Ident) -> Result<()> {
    if !is_reserved(name) {
        return Ok(());
    }
    let message = format!("`{name}` is a method of every node; give the relation another name");
    Err(Error::new(name.span(), message))
}

/// Every relation names its other side, or is `one_way`.
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
            format!("`{name}` has both `back_populates` and `one_way`: remove one of the two"),
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

fn through(kind: Kind, declaration: &Declaration) -> Result<()> {
    let Declaration { span, name, options, .. } = declaration;
    let kind_name = kind.name();
    match (kind, &options.through) {
        (Kind::ManyToMany, None) => Err(Error::new(
            *span,
            format!("many_to_many `{name}` needs its association table: add `through = post_tags`"),
        )),
        (Kind::ManyToMany, Some(Through::Table { table, .. })) => not_a_model(table),
        (Kind::ManyToMany, Some(Through::Path(path))) => Err(Error::new_spanned(
            &path[0],
            "many_to_many goes through an association table; through other relations, declare a \
             has_many",
        )),
        (Kind::BelongsTo, Some(_)) => Err(Error::new(
            *span,
            "a belongs_to has its foreign key in its own table; through other relations, declare a \
             has_one",
        )),
        (Kind::HasMany | Kind::HasOne, Some(Through::Table { table, .. })) => {
            Err(Error::new_spanned(
                table,
                format!(
                    "{kind_name} goes through two relations or more, `through = posts.tags`; \
                     through an association table, declare a many_to_many"
                ),
            ))
        }
        _ => Ok(()),
    }
}

/// Tables have names in lower case: what does not is a struct, whose columns rustc would look for in vain.
fn not_a_model(table: &Path) -> Result<()> {
    let name = name::last(table).map(name::text).unwrap_or_default();
    if !name.starts_with(char::is_uppercase) {
        return Ok(());
    }
    let message = format!(
        "`through` names the association table, as `table!` has it, and not the model `{name}`: \
         write `through = post_tags`"
    );
    Err(Error::new_spanned(table, message))
}

/// An order alone does not choose rows.
fn order(kind: Kind, declaration: &Declaration) -> Result<()> {
    match (kind, &declaration.options.order_by) {
        (Kind::HasOne | Kind::BelongsTo, Some(order)) => Err(Error::new_spanned(
            order,
            "a relation to one row has no order: remove this, or declare a has_many",
        )),
        _ => Ok(()),
    }
}

/// The rows that a filter leaves out would be missing on the other side, so the two would not be
/// one relation.
fn filter(declaration: &Declaration) -> Result<()> {
    match (&declaration.options.filter, &declaration.options.back_populates) {
        (Some(_), Some(back)) => Err(Error::new(
            back.span(),
            format!(
                "`{}` has a filter, and so no other side: write `one_way`; the other side belongs to a relation \
                 without the filter",
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
                "{} takes its foreign key from the other side: remove it here and write it on the \
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
                "{} takes its keys from the other side: remove this here and write it on the \
                 belongs_to that `back_populates` names",
                kind.name()
            ),
        )),
        _ => Ok(()),
    }
}
