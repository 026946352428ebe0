//! The relations of one model among each other.

use crate::attr::Kind;
use crate::model::{Key, Model, Relation};
use crate::name;
use syn::{Error, Result};

/// No two relations of one kind share their other side: the second gets the error, both are
/// rejected.
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

/// No two relations have the same foreign key, unless that is explicit: the second gets the error,
/// both are rejected.
pub(crate) fn foreign_keys(model: &mut Model) -> Result<()> {
    let relations = &mut model.relations;
    for second in 1..relations.len() {
        let (before, rest) = relations.split_at_mut(second);
        let relation = &mut rest[0];
        let Some(other) = before.iter_mut().find(|other| same_foreign_key(other, relation)) else {
            continue;
        };
        let column = own_columns(relation).unwrap_or_default().join(", ");
        (other.key, relation.key) = (Key::Refused, Key::Refused);
        return Err(Error::new(
            relation.name.span(),
            format!(
                "`{}` and `{}` both have the foreign key `{column}`: give each its own, by \
                 `foreign_key = …`",
                other.name, relation.name
            ),
        ));
    }
    Ok(())
}

/// Whether two relations infer the same foreign key and nothing explicit distinguishes them.
fn same_foreign_key(one: &Relation, other: &Relation) -> bool {
    let (Some(a), Some(b)) = (own_columns(one), own_columns(other)) else { return false };
    let unsaid = !one.says_foreign_key && !other.says_foreign_key;
    let twice = name::path(&one.target) == name::path(&other.target)
        && one.filter.is_none()
        && other.filter.is_none();
    a == b && (unsaid || twice)
}

fn own_columns(relation: &Relation) -> Option<Vec<String>> {
    match &relation.key {
        Key::Own { columns, .. } | Key::Unread { columns, .. } => {
            Some(columns.0.iter().filter_map(name::last).map(name::text).collect())
        }
        _ => None,
    }
}

/// One of the two sides of a tree has the foreign key: if neither does, both are rejected.
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
                "a path starts with a relation of `{}`, and `{first}` is none; it has `{}`",
                model.name,
                others.join("`, `")
            ),
        ));
    }
    Ok(())
}
