//! Whether the tables of joined relations are not in a statement yet.

use crate::model::from::Both;
use crate::model::key::{Association, Keyed, Pair, Path};
use crate::model::relation::{KeysOf, PrimaryKey, Relation, TableOf, Target};
use crate::plan::joined::onto::Passed;
use crate::plan::joined::times::TimesSum;
use crate::plan::joined::{And, JoinedRelation, NotJoined};
use diesel::query_source::{AppearsInFromClause, Never, Plus};

/// Tables that can be joined to the source `F`, because none is in it yet. Checked for the relation
/// `R`.
pub trait Fits<R, F> {
    /// The source with the tables.
    type From;
    /// The result of the check.
    type Checked;
}

impl<R, F> Fits<R, F> for NotJoined {
    type From = F;
    type Checked = ();
}

impl<R, F, L, A> Fits<R, F> for And<L, A>
where
    L: Fits<R, F>,
    A: Fits<R, L::From>,
{
    type From = A::From;
    type Checked = Passed<L::Checked, A::Checked>;
}

impl<Outer, F, R, N, J> Fits<Outer, F> for JoinedRelation<R, N, J>
where
    R: Relation<Keys: Adds<R, F>>,
    Target<R>: Keyed<PrimaryKey<Target<R>>>,
    CountOf<R, F>: NotYet<R>,
    J: Fits<R, <KeysOf<R> as Adds<R, F>>::From>,
{
    type From = J::From;
    type Checked = Passed<
        <CountOf<R, F> as NotYet<R>>::Checked,
        Passed<<Target<R> as Keyed<PrimaryKey<Target<R>>>>::Key, J::Checked>,
    >;
}

type CountOf<R, F> = <KeysOf<R> as Adds<R, F>>::Count;

/// The tables that a relation adds to the source `F`.
pub trait Adds<R, F> {
    /// How often they are in it already.
    type Count;
    /// The source with them.
    type From;
}

impl<R, F, K> Adds<R, F> for K
where
    R: Relation,
    K: Pair,
    F: AppearsInFromClause<TableOf<R>>,
{
    type Count = F::Count;
    type From = Both<F, TableOf<R>>;
}

impl<R, F, Through, S, Near, Far, T> Adds<R, F> for Association<Through, S, Near, Far, T>
where
    R: Relation,
    F: AppearsInFromClause<Through, Count: Plus<In<Both<F, Through>, TableOf<R>>>>,
    Both<F, Through>: AppearsInFromClause<TableOf<R>>,
{
    type Count = TimesSum<In<F, Through>, In<Both<F, Through>, TableOf<R>>>;
    type From = Both<Both<F, Through>, TableOf<R>>;
}

impl<R, F, First, Rest> Adds<R, F> for Path<First, Rest>
where
    First: Relation<Keys: Adds<First, F>>,
    Rest: Adds<R, <KeysOf<First> as Adds<First, F>>::From>,
    CountOf<First, F>: Plus<Rest::Count>,
{
    type Count = TimesSum<CountOf<First, F>, Rest::Count>;
    type From = Rest::From;
}

type In<F, T> = <F as AppearsInFromClause<T>>::Count;

/// How often the tables of `R` are in a statement already.
#[diagnostic::on_unimplemented(
    message = "a table that relation `{R}` leads to is already in this statement",
    label = "remove `.joined()` of `{R}`: it is then loaded by one more statement"
)]
pub trait NotYet<R> {
    /// Resolves to nothing if they are.
    type Checked;
}

#[diagnostic::do_not_recommend]
impl<R> NotYet<R> for Never {
    type Checked = ();
}
