use crate::clause::stated::Unset;
use crate::join::between::{Between, Joint};
use crate::join::condition::{FilterAt, KeysEqual};
use crate::model::end::{End, Itself};
use crate::model::from::SourceTable;
use crate::model::key::{Association, Pair, Path};
use crate::model::relation::{Relation, TableOf};
use crate::undocumented::{Inner, JoinWithImplicitOnClause};
use diesel::associations::HasTable;
use diesel::dsl::{InnerJoin, On};
use diesel::query_source::{AppearsInFromClause, Plus};

/// What a relation adds to a query that is joined through it, as `J` says.
pub trait Joinable<J: Joint> {
    /// The table, or the association table joined to it.
    type Source;
    /// How it connects to the declaring side.
    type On;
    /// Both.
    fn parts(to: J::To, via: J::Via) -> (Self::Source, Self::On);
}

/// Where the target of `J` is.
type ToSource<J> = <<J as Joint>::To as End<TableOf<<J as Joint>::Relation>>>::Source;

/// The target of `J` as it is joined to an association table.
type Target<J, Far, T> =
    On<ToSource<J>, KeysEqual<Far, T, FilterOf<J>, <J as Joint>::Via, <J as Joint>::To>>;

type FilterOf<J> = <<J as Joint>::Relation as Relation>::Filter;

impl<J, K> Joinable<J> for K
where
    J: Joint<Relation: Relation<Filter: FilterAt<J::To> + Default>>,
    K: Pair<Source: Default, Target: Default>,
{
    type Source = ToSource<J>;
    type On = KeysEqual<K::Target, K::Source, FilterOf<J>, J::To, J::From>;

    fn parts(to: J::To, _: J::Via) -> (Self::Source, Self::On) {
        (to.source(TableOf::<J::Relation>::table()), KeysEqual::default())
    }
}

impl<J, Through, S, Near, Far, T> Joinable<J> for Association<Through, S, Near, Far, T>
where
    J: Joint<Relation: Relation<Filter: FilterAt<J::To> + FilterAt<J::Via> + Default>>,
    J::Via: End<Through, Source: JoinWithImplicitOnClause<Target<J, Far, T>, Inner>>,
    Through: HasTable<Table = Through>,
    S: Default,
    Near: Default,
    Far: Default,
    T: Default,
{
    // The pair is joined first, so that an outer join keeps rows without a target.
    type Source = InnerJoin<<J::Via as End<Through>>::Source, Target<J, Far, T>>;
    type On = KeysEqual<Near, S, Unset, J::Via, J::From>;

    fn parts(to: J::To, via: J::Via) -> (Self::Source, Self::On) {
        let target = to.source(TableOf::<J::Relation>::table());
        let target = On::new(target, KeysEqual::default());
        let pair = via.source(Through::table()).join_with_implicit_on_clause(target, Inner);
        (pair, KeysEqual::default())
    }
}

impl<J, First, Rest> Joinable<J> for Path<First, Rest>
where
    J: Joint<Via = Itself, From: End<SourceTable<First>>>,
    First: Relation<Keys: Joinable<To<J, First>>>,
    Rest: Joinable<Onwards<J>>,
    <First::Keys as Joinable<To<J, First>>>::Source:
        JoinWithImplicitOnClause<On<Rest::Source, Rest::On>, Inner>,
{
    // What is beyond the first relation is joined to it first, as with a pair.
    type Source =
        InnerJoin<<First::Keys as Joinable<To<J, First>>>::Source, On<Rest::Source, Rest::On>>;
    type On = <First::Keys as Joinable<To<J, First>>>::On;

    fn parts(to: J::To, _: Itself) -> (Self::Source, Self::On) {
        let (first, on) = First::Keys::parts(Itself, Itself);
        let (rest, rest_on) = Rest::parts(to, Itself);
        (first.join_with_implicit_on_clause(On::new(rest, rest_on), Inner), on)
    }
}

/// The first relation of a path.
type To<J, First> = Between<First, <J as Joint>::From>;

/// The rest of a path.
type Onwards<J> = Between<<J as Joint>::Relation, Itself, <J as Joint>::To>;

/// How often the tables that a relation adds to a query, as `J` says, are in its source `F` already.
pub trait Brings<J, F> {
    /// `Never`, `Once`, or `MoreThanOnce`.
    type Count;
}

impl<J, K, F> Brings<J, F> for K
where
    J: Joint,
    K: Pair,
    F: AppearsInFromClause<ToSource<J>>,
{
    type Count = F::Count;
}

impl<J, F, Through, S, Near, Far, T> Brings<J, F> for Association<Through, S, Near, Far, T>
where
    J: Joint<Via: End<Through>>,
    F: AppearsInFromClause<ViaSource<J, Through>> + AppearsInFromClause<ToSource<J>>,
    CountIn<F, ToSource<J>>: Plus<CountIn<F, ViaSource<J, Through>>>,
{
    type Count = Sum<CountIn<F, ToSource<J>>, CountIn<F, ViaSource<J, Through>>>;
}

impl<J, F, First, Rest> Brings<J, F> for Path<First, Rest>
where
    J: Joint<Via = Itself, From: End<SourceTable<First>>>,
    First: Relation<Keys: Brings<To<J, First>, F>>,
    Rest: Brings<Onwards<J>, F>,
    <First::Keys as Brings<To<J, First>, F>>::Count: Plus<Rest::Count>,
{
    type Count = Sum<<First::Keys as Brings<To<J, First>, F>>::Count, Rest::Count>;
}

/// Where the association table of `J` is.
type ViaSource<J, Through> = <<J as Joint>::Via as End<Through>>::Source;

type CountIn<F, T> = <F as AppearsInFromClause<T>>::Count;

type Sum<A, B> = <A as Plus<B>>::Output;
