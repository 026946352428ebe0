//! What is wrong with rows that are no graph.

use crate::database::keys::Keys;
use crate::model::error::Error;
use crate::model::key::Keyed;
use crate::model::relation::{Model, PrimaryKey, Relation, Source, Target};
use diesel::QueryResult;
use std::fmt::Debug;

fn ill_formed(relation: &'static str, reason: String) -> diesel::result::Error {
    Error::IllFormed { relation, reason }.into()
}

/// The name of a row: its model, and its primary key.
fn name<M: Model + Keyed<PrimaryKey<M>>>(row: &M) -> String {
    match row.key() {
        Some(key) => format!("`{}` {key:?}", M::NAME),
        None => format!("`{}` without a primary key", M::NAME),
    }
}

/// Checks that rows have different primary keys. `relation` leads to them.
pub(crate) fn check_identities<'m, M>(
    relation: &'static str,
    rows: impl ExactSizeIterator<Item = &'m M>,
) -> QueryResult<()>
where
    M: Model + Keyed<PrimaryKey<M>>,
{
    let keys = Keys::of(rows.map(Keyed::<PrimaryKey<M>>::key), false)?;
    let mut next = 0;
    for group in keys.parents.map(|group| group) {
        match group {
            Some(group) if group == next => next += 1,
            Some(group) => {
                let key = &keys.list.keys[group];
                let reason = format!("two `{}` rows have the primary key {key:?}", M::NAME);
                return Err(ill_formed(relation, reason));
            }
            None => {
                let reason = format!("a `{}` has a primary key that is NULL", M::NAME);
                return Err(ill_formed(relation, reason));
            }
        }
    }
    Ok(())
}

/// A number of rows that is not one.
pub(crate) fn not_one<M: Model>(rows: usize) -> diesel::result::Error {
    ill_formed(M::NAME, format!("{rows} rows were given where there has to be one"))
}

/// A row with a key that no row above has.
pub(crate) fn unowned<R>(row: &Target<R>, key: Option<impl Debug>) -> diesel::result::Error
where
    R: Relation<Target: Keyed<PrimaryKey<Target<R>>>>,
{
    let (row, source) = (name(row), Source::<R>::NAME);
    let reason = match key {
        None => format!("the key of the {row} is NULL, so it belongs to no `{source}`"),
        Some(key) if R::REFERS => {
            format!("no `{source}` that was given refers to the {row}, whose key is {key:?}")
        }
        Some(key) => {
            format!("no `{source}` was given that the {row} belongs to, whose key is {key:?}")
        }
    };
    ill_formed(R::NAME, reason)
}

pub(crate) fn link_from_none<R: Relation>(link: &impl Debug) -> diesel::result::Error {
    let source = Source::<R>::NAME;
    ill_formed(R::NAME, format!("the link {link:?} starts from a `{source}` that was not given"))
}

/// A link from a row whose foreign key is `NULL`, with which the relation starts.
pub(crate) fn link_from_null<R: Relation>(link: &impl Debug) -> diesel::result::Error {
    let source = Source::<R>::NAME;
    ill_formed(R::NAME, format!("the link {link:?} starts from a `{source}` whose key is NULL"))
}

pub(crate) fn link_to_none<R: Relation>(link: &impl Debug) -> diesel::result::Error {
    let target = Target::<R>::NAME;
    ill_formed(R::NAME, format!("the link {link:?} leads to a `{target}` that was not given"))
}

pub(crate) fn second_link<R: Relation>(link: &impl Debug) -> diesel::result::Error {
    ill_formed(R::NAME, format!("the link {link:?} was given twice"))
}

pub(crate) fn unlinked<R>(row: &Target<R>) -> diesel::result::Error
where
    R: Relation<Target: Keyed<PrimaryKey<Target<R>>>>,
{
    ill_formed(R::NAME, format!("no link leads to the {}", name(row)))
}

/// A row of a tree that the roots do not lead to.
pub(crate) fn unreached<R>(row: &Target<R>) -> diesel::result::Error
where
    R: Relation<Target: Keyed<PrimaryKey<Target<R>>>>,
{
    ill_formed(R::NAME, format!("no row of the query leads to the {}: it is in a cycle", name(row)))
}

pub(crate) fn value_of_none<R: Relation>(key: &impl Debug) -> diesel::result::Error {
    let source = Source::<R>::NAME;
    ill_formed(R::NAME, format!("no `{source}` was given for the value of the key {key:?}"))
}

pub(crate) fn second_value<R: Relation>(key: &impl Debug) -> diesel::result::Error {
    ill_formed(R::NAME, format!("two values were given for the key {key:?}"))
}

/// The error of a load about the number of rows for a key, in the words of a graph without one.
pub(crate) fn ill_linked<R: Relation>(error: diesel::result::Error) -> diesel::result::Error {
    let target = Target::<R>::NAME;
    let reason = match Error::of(&error) {
        Some(Error::MissingRow { key, .. }) => format!("no `{target}` was given for the key {key}"),
        Some(Error::SecondRow { key, .. }) => {
            format!("a second `{target}` was given for the key {key}, and there is one at most")
        }
        _ => return error,
    };
    ill_formed(R::NAME, reason)
}
