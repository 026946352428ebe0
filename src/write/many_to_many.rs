//! The relations whose links can be written, and what a link consists of.

use crate::clause::declared::NoClause;
use crate::model::as_row::AsRow;
use crate::model::key::names::ColumnNames;
use crate::model::key::{Association, Key, KeyBound, KeyRef, Keyed};
use crate::model::relation::{Model, Relation, Source, Target};
use crate::related::{Is, Sources};
use crate::write::change::ChangeLinks;
use crate::write::links::FarKey;
use diesel::associations::HasTable;
use std::fmt::Debug;
use std::marker::PhantomData;

/// A relation of `M` whose links can be written: every `many_to_many` without a filter.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a many_to_many of `{M}` whose links can be written",
    label = "expected a many_to_many of this model, without a `filter`",
    note = "rows that contain the key themselves are created with `.create(…)`, and moved with \
            `.assign(…)`"
)]
pub trait LinkRelation<M>: Relation {
    /// A change of the links: [`ChangeLinks`].
    type Change<K>;
    /// The key of a target to which the association table refers.
    type TargetKey;
    /// A change of the links of each source with each target.
    fn change<K, S>(
        sources: &S,
        targets: impl Targets<Target<Self>, Self::TargetKey>,
    ) -> Self::Change<K>
    where
        S: Sources<Model = M> + ?Sized;
}

#[diagnostic::do_not_recommend]
impl<R, M> LinkRelation<M> for R
where
    R: Relation<Keys: LinkKeys<R, M, Source<R>, R::Filter>>,
{
    type Change<K> = <R::Keys as LinkKeys<R, M, Source<R>, R::Filter>>::Change<K>;
    type TargetKey = <R::Keys as LinkKeys<R, M, Source<R>, R::Filter>>::TargetKey;

    fn change<K, S>(
        sources: &S,
        targets: impl Targets<Target<R>, Self::TargetKey>,
    ) -> Self::Change<K>
    where
        S: Sources<Model = M> + ?Sized,
    {
        R::Keys::change(sources, targets)
    }
}

/// The keys of a relation `R` of `M` whose links can be written.
///
/// `Source` and `Filter` are those of the relation: if one of them does not fit, there is no
/// implementation and hence no type of the change, and rustc reports no further errors.
pub trait LinkKeys<R: Relation, M, Source, Filter> {
    /// A change of the links: [`ChangeLinks`].
    type Change<K>;
    /// The key of a target.
    type TargetKey;
    /// A change of the links of each source with each target.
    fn change<K, S>(
        sources: &S,
        targets: impl Targets<Target<R>, Self::TargetKey>,
    ) -> Self::Change<K>
    where
        S: Sources<Model = M> + ?Sized;
}

#[diagnostic::do_not_recommend]
impl<R, M, Through, S, Near, Far, T> LinkKeys<R, M, M, NoClause>
    for Association<Through, S, Near, Far, T>
where
    R: ManyToMany<M>,
    M: Model,
{
    type Change<K> = ChangeLinks<K, R, M>;
    type TargetKey = FarKey<R, M>;

    fn change<K, Rows>(
        sources: &Rows,
        targets: impl Targets<Target<R>, FarKey<R, M>>,
    ) -> Self::Change<K>
    where
        Rows: Sources<Model = M> + ?Sized,
    {
        ChangeLinks::of(sources, targets)
    }
}

/// A many-to-many relation of `M`.
pub trait ManyToMany<M>: Relation {
    /// The association table.
    type Through: HasTable<Table = Self::Through>;
    /// The end at the source.
    type Near: End<M>;
    /// The end at the target.
    type Far: End<Target<Self>>;
}

impl<R, M> ManyToMany<M> for R
where
    R: Relation<Keys: TwoEnds<M, Target<R>>>,
{
    type Through = <R::Keys as TwoEnds<M, Target<R>>>::Through;
    type Near = <R::Keys as TwoEnds<M, Target<R>>>::Near;
    type Far = <R::Keys as TwoEnds<M, Target<R>>>::Far;
}

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
impl<M, N, Through, S, Near, Far, T> TwoEnds<M, N> for Association<Through, S, Near, Far, T>
where
    Through: HasTable<Table = Through>,
    Reference<S, Near>: End<M>,
    Reference<T, Far>: End<N>,
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

/// Several rows of `M`, or the keys `K` of such rows.
///
/// Rows are a slice, an array or a `Vec` of rows or of references to them, nodes, or a reference to a
/// graph; keys are what [`keys`](crate::keys) returns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not hold rows of `{M}`",
    label = "expected rows of `{M}`",
    note = "write `[&row]` for a single row; several are a slice, an array or a `Vec` of rows or of \
            references to them, nodes, or a reference to a graph",
    note = "rows that are known by their keys alone are `keys([…])`, of `{K}` or what converts into it"
)]
pub trait Targets<M, K> {
    /// Their keys, unless they are `NULL`.
    fn keys(self, of: impl Fn(&M) -> Option<K>) -> impl Iterator<Item = Option<K>>;
}

#[diagnostic::do_not_recommend]
impl<M, K, I> Targets<M, K> for I
where
    I: IntoIterator<Item: AsRow<Model: Is<M>>>,
{
    fn keys(self, of: impl Fn(&M) -> Option<K>) -> impl Iterator<Item = Option<K>> {
        self.into_iter().map(move |row| of(row.as_row().same()))
    }
}

/// The keys of rows that are not in hand, as [`keys`] returns them.
#[derive(Debug, Clone, Copy)]
pub struct Keys<I>(I);

/// The keys of rows that are not in hand, in place of the rows: for links with rows that are known by
/// their keys alone, such as those that a form sends.
///
/// ```
/// use blog::{Post, Tag, schema::posts};
/// use conjoin::{keys, prelude::*};
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let chosen = vec![1, 2]; // sent by a form
/// let post: Post = posts::table.find(2).first(conn)?;
/// post.set(Post::tags, keys(chosen)).execute(conn)?;
/// assert_eq!(post.related(Post::tags).load::<Tag>(conn)?.len(), 2);
///
/// // There is no tag 99.
/// assert!(post.link(Post::tags, keys([99])).execute(conn).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A key is the one to which the association table refers, a tuple if it has several columns. Whether
/// there is such a row is up to the database: without one, the foreign key's constraint reports an
/// error.
pub fn keys<I: IntoIterator>(keys: I) -> Keys<I> {
    Keys(keys)
}

#[diagnostic::do_not_recommend]
impl<M, K, I> Targets<M, K> for Keys<I>
where
    I: IntoIterator<Item: Into<K>>,
{
    fn keys(self, _: impl Fn(&M) -> Option<K>) -> impl Iterator<Item = Option<K>> {
        self.0.into_iter().map(|key| Some(key.into()))
    }
}
