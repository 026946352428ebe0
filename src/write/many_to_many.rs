//! The relations whose links can be written, and what a link consists of.

use crate::clause::declared::NoClause;
use crate::model::as_row::AsRow;
use crate::model::key::names::ColumnNames;
use crate::model::key::{Association, Key, KeyBound, KeyRef, Keyed};
use crate::model::relation::{Relation, Target};
use diesel::associations::HasTable;
use diesel::query_source::Column;
use std::fmt::Debug;
use std::marker::PhantomData;

/// A many-to-many relation of `M`, whose links can be written: every `many_to_many` without a
/// filter.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a many_to_many of `{M}` whose links can be written",
    label = "expected a many_to_many of this model, without a `filter`",
    note = "rows that contain the key themselves are created with `.create(…)`, and moved with \
            `.assign(…)`"
)]
pub trait ManyToMany<M>: Relation {
    /// The association table.
    type Through: HasTable<Table = Self::Through>;
    /// The end at the source.
    type Near: End<M>;
    /// The end at the target.
    type Far: End<Target<Self>>;
}

#[diagnostic::do_not_recommend]
impl<R, M> ManyToMany<M> for R
where
    R: Relation<Source: Is<M>, Keys: TwoEnds<M, Target<R>>, Filter: Unfiltered>,
{
    type Through = <R::Keys as TwoEnds<M, Target<R>>>::Through;
    type Near = <R::Keys as TwoEnds<M, Target<R>>>::Near;
    type Far = <R::Keys as TwoEnds<M, Target<R>>>::Far;
}

/// The same model.
pub trait Is<M> {}

impl<M> Is<M> for M {}

/// No filter.
pub trait Unfiltered {}

impl Unfiltered for NoClause {}

/// Keys that meet in an association table.
pub trait TwoEnds<M, T> {
    /// The association table.
    type Through: HasTable<Table = Self::Through>;
    /// The end at the source.
    type Near: End<M>;
    /// The end at the target.
    type Far: End<T>;
}

#[diagnostic::do_not_recommend]
impl<M, Model, Through, S, Near, Far, T> TwoEnds<M, Model> for Association<Through, S, Near, Far, T>
where
    Through: HasTable<Table = Through>,
    Reference<S, Near>: End<M>,
    Reference<T, Far>: End<Model>,
{
    type Through = Through;
    type Near = Reference<S, Near>;
    type Far = Reference<T, Far>;
}

/// Columns of an association table that refer to the key `C` of a model.
#[derive(Debug)]
pub struct Reference<C, Foreign>(PhantomData<(C, Foreign)>);

/// One end of a link: a key of the model `M`, and the columns of the association table that refer
/// to it.
pub trait End<M> {
    /// The key's columns in the model.
    type Own: ColumnNames;
    /// The columns in the association table.
    type Foreign: ColumnNames;
    /// How the key is bound.
    type Bound: 'static;
    /// The key.
    type Key: Key;
    /// The key of a row, unless it is `NULL`.
    fn key(row: &M) -> Option<Self::Key>;
}

#[diagnostic::do_not_recommend]
impl<M, C, Foreign> End<M> for Reference<C, Foreign>
where
    M: Keyed<C>,
    C: ColumnNames,
    Foreign: ColumnNames,
{
    type Own = C;
    type Foreign = Foreign;
    type Bound = KeyBound<C>;
    type Key = M::Key;

    fn key(row: &M) -> Option<M::Key> {
        row.key().map(KeyRef::owned)
    }
}

/// Several rows of `M`: a slice, an array or a `Vec` of rows or of references to them, nodes, or a
/// reference to a graph.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not hold rows of `{M}`",
    label = "expected rows of `{M}`",
    note = "write `[&row]` for a single row; several are a slice, an array or a `Vec` of rows or of \
            references to them, nodes, or a reference to a graph"
)]
pub trait Rows<M> {
    /// Passes each of them to `take`.
    fn for_each(self, take: impl FnMut(&M));
}

#[diagnostic::do_not_recommend]
impl<M, I> Rows<M> for I
where
    I: IntoIterator<Item: AsRow<Model: IsRow<M>>>,
{
    fn for_each(self, mut take: impl FnMut(&M)) {
        for row in self {
            take(row.as_row().as_is());
        }
    }
}

/// The same model, as a value.
pub trait IsRow<M> {
    /// The row.
    fn as_is(&self) -> &M;
}

impl<M> IsRow<M> for M {
    fn as_is(&self) -> &M {
        self
    }
}

/// A column of the association table `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column of the association table `{T}`",
    label = "expected a further column of the association table"
)]
pub trait ColumnOf<T>: Column {}

#[diagnostic::do_not_recommend]
impl<C: Column<Table: Is<T>>, T> ColumnOf<T> for C {}
