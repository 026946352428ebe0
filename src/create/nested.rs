//! What is created with a row: a list, to which `.with(…)` and `.link(…)` add.

use crate::create::Create;
use crate::create::batch::NewRow;
use crate::create::relations::{Nests, Up};
use crate::create::slots::{TakesLinks, TakesRows};
use crate::graph::slot::Slot;
use crate::model::error::Error;
use crate::model::graph::Graph;
use crate::model::relation::{Model, Relation, Source, Target};
use crate::plan::loadable::Loadable;
use crate::write::links::FarKey;
use crate::write::many_to_many::{End, ManyToMany, Targets};
use diesel::QueryResult;
use std::fmt::{self, Debug};
use std::marker::PhantomData;

/// What is created with a new row `N` of the model `M`, to which more is added.
#[diagnostic::on_unimplemented(
    message = "this relation starts from `{M}`, but the new row is not one of its table",
    label = "expected a relation of the new row",
    note = "nest a relation of related rows: `.with(User::posts, [create(…).with(Post::tags, …)])`"
)]
pub trait RowOf<M, N> {
    /// The same. If it is not, this resolves to nothing, so that rustc reports no further errors.
    type Checked;
}

#[diagnostic::do_not_recommend]
impl<M: Model, N: NewRow<M::Table>> RowOf<M, N> for () {
    type Checked = ();
}

#[diagnostic::do_not_recommend]
impl<L, R, N, K, How, M, New> RowOf<M, New> for (L, Below<R, N, K, How>)
where
    R: Relation<Source: IsModel<M>>,
{
    type Checked = <R::Source as IsModel<M>>::Checked<Self>;
}

#[diagnostic::do_not_recommend]
impl<L, R, M, N> RowOf<M, N> for (L, Linked<R>)
where
    R: ManyToMany<Source<R>> + Relation<Source: IsModel<M>>,
{
    type Checked = <R::Source as IsModel<M>>::Checked<Self>;
}

/// The model `M`.
pub trait IsModel<M> {
    /// `L`. If it is not, this resolves to nothing, so that rustc reports no further errors.
    type Checked<L>;
}

#[diagnostic::do_not_recommend]
impl<M> IsModel<M> for M {
    type Checked<L> = L;
}

// With a single implementation rustc would report a type mismatch instead.
#[diagnostic::do_not_recommend]
impl<M> IsModel<PhantomData<M>> for M {
    type Checked<L> = L;
}

/// What is created with a row of `M`.
pub trait Nested<M>: Sized {
    /// What is loaded afterwards: the slots of `M`.
    type Plan;
    /// What is loaded afterwards.
    fn plan() -> Self::Plan;
    /// What is created with all rows of a level.
    type Level;
    /// What is created with all rows of a level.
    fn level(nested: Vec<Self>) -> Self::Level;
    /// The parents of all rows of a level, once they are created.
    type Parents;
    /// The new row `N`, with the keys that it gets from its parents.
    type Row<N>;
    /// Gives the rows of a level the keys of their parents.
    fn keyed<N>(parents: Self::Parents, rows: Vec<N>) -> Vec<Self::Row<N>>;
    /// Whether something of the row has to be known.
    const READS: bool;
}

impl<M: Model> Nested<M> for () {
    type Plan = M::Edges;
    type Level = ();
    type Parents = ();
    type Row<N> = N;
    const READS: bool = false;

    fn plan() -> M::Edges {
        M::Edges::default()
    }

    fn level(_: Vec<()>) {}

    fn keyed<N>(_: (), rows: Vec<N>) -> Vec<N> {
        rows
    }
}

/// The slot of `R` in the slots `P`, with new rows that are created with what `E` loads.
type WithRows<P, R, E> = <<P as Slot<R>>::State as TakesRows<R>>::WithRows<E>;

/// The slot of `R` in the slots `P`, with links.
type WithLinks<P, R> = <<P as Slot<R>>::State as TakesLinks<R>>::WithLinks;

/// Something that is created with a row.
pub trait Root {
    /// The model of the row.
    type Model: Model;
}

impl<L, R: Relation, N, K, How> Root for (L, Below<R, N, K, How>) {
    type Model = R::Source;
}

impl<L, R: ManyToMany<Source<R>>> Root for (L, Linked<R>) {
    type Model = R::Source;
}

/// What is created with `L`, once it is loaded.
pub(crate) type GraphOf<L> =
    Graph<<L as Root>::Model, <<L as Nested<<L as Root>::Model>>::Plan as Loadable>::Loaded>;

/// New rows of the relation `R` for one row of its source.
pub struct Below<R, N, K, How> {
    pub(crate) creates: Vec<Create<N, K>>,
    relation: PhantomData<fn() -> (R, How)>,
}

impl<R, N, K, How> Below<R, N, K, How> {
    pub(crate) fn new(creates: Vec<Create<N, K>>) -> Self {
        Below { creates, relation: PhantomData }
    }

    /// The new rows for all rows of a level, and of each the row that it is for.
    pub(crate) fn all(level: Vec<Self>) -> (Vec<usize>, Vec<Create<N, K>>) {
        let of = |(row, below): (usize, Self)| below.creates.into_iter().map(move |new| (row, new));
        level.into_iter().enumerate().flat_map(of).unzip()
    }
}

impl<R, N, K> Below<R, N, K, Up> {
    /// The new parents for all rows of a level: one for each.
    pub(crate) fn parents(level: &mut [Self]) -> Vec<Create<N, K>> {
        level.iter_mut().flat_map(|above| above.creates.drain(..)).collect()
    }
}

impl<R, N: Clone, K: Clone, How> Clone for Below<R, N, K, How> {
    fn clone(&self) -> Self {
        Below::new(self.creates.clone())
    }
}

impl<R: Relation, N: Debug, K: Debug, How> Debug for Below<R, N, K, How> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(R::NAME).field("new", &self.creates).finish()
    }
}

#[diagnostic::do_not_recommend]
impl<L, R, N, K, How> Nested<R::Source> for (L, Below<R, N, K, How>)
where
    R: Nests<How>,
    K: Nested<Target<R>>,
    L: Nested<Source<R>, Plan: Slot<R, State: TakesRows<R>>>,
{
    type Plan = <L::Plan as Slot<R>>::Set<WithRows<L::Plan, R, K::Plan>>;
    type Level = (L::Level, Vec<Below<R, N, K, How>>);
    type Parents = (L::Parents, R::Parents);
    type Row<X> = L::Row<R::Own<X>>;
    const READS: bool = L::READS || R::READS;

    fn plan() -> Self::Plan {
        L::plan().change(|_| <L::Plan as Slot<R>>::State::with_rows(K::plan()))
    }

    fn level(nested: Vec<Self>) -> Self::Level {
        let (rest, own) = nested.into_iter().unzip();
        (L::level(rest), own)
    }

    fn keyed<X>((rest, own): Self::Parents, rows: Vec<X>) -> Vec<Self::Row<X>> {
        L::keyed(rest, R::keyed(own, rows))
    }
}

/// Rows of the many_to_many `R` that are there already, for one row of its source.
pub struct Linked<R: ManyToMany<Source<R>>> {
    pub(crate) keys: Vec<Option<FarKey<R, Source<R>>>>,
}

impl<R: ManyToMany<Source<R>>> Linked<R> {
    pub(crate) fn to(targets: impl Targets<Target<R>, FarKey<R, Source<R>>>) -> Self {
        Linked { keys: targets.keys(R::Far::key).collect() }
    }
}

impl<R: ManyToMany<Source<R>>> Clone for Linked<R> {
    fn clone(&self) -> Self {
        Linked { keys: self.keys.clone() }
    }
}

impl<R: ManyToMany<Source<R>>> Debug for Linked<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(R::NAME).field("linked", &self.keys).finish()
    }
}

/// The key of a row; `NULL` cannot be referred to.
pub(crate) fn not_null<K>(relation: &'static str, key: Option<K>) -> QueryResult<K> {
    key.ok_or_else(|| Error::NullPrimaryKey { relation }.into())
}

#[diagnostic::do_not_recommend]
impl<L, R> Nested<R::Source> for (L, Linked<R>)
where
    R: ManyToMany<Source<R>>,
    L: Nested<Source<R>, Plan: Slot<R, State: TakesLinks<R>>>,
{
    type Plan = <L::Plan as Slot<R>>::Set<WithLinks<L::Plan, R>>;
    type Level = (L::Level, Vec<Linked<R>>);
    type Parents = L::Parents;
    type Row<X> = L::Row<X>;
    const READS: bool = true;

    fn plan() -> Self::Plan {
        L::plan().change(TakesLinks::with_links)
    }

    fn level(nested: Vec<Self>) -> Self::Level {
        let (rest, own) = nested.into_iter().unzip();
        (L::level(rest), own)
    }

    fn keyed<X>(parents: L::Parents, rows: Vec<X>) -> Vec<L::Row<X>> {
        L::keyed(parents, rows)
    }
}
