use crate::clause::declared::NoClause;
use crate::join::between::{Between, RelationEnds};
use crate::join::condition::{FilterAt, KeysEqual, KeysThen};
use crate::model::from::SourceTable;
use crate::model::key::{Association, Pair, Path};
use crate::model::relation::{Relation, TableOf};
use crate::model::table_ref::{TableRef, Unaliased};
use crate::undocumented::{Inner, JoinWithImplicitOnClause};
use diesel::associations::HasTable;
use diesel::dsl::{InnerJoin, On};
use diesel::query_source::{AppearsInFromClause, Plus};
use std::convert::Infallible;
use std::marker::PhantomData;

/// What a relation adds to a query that is joined through it, as specified by `J`.
pub trait Joinable<J: RelationEnds> {
    /// The table, or the association table joined to it.
    type Source;
    /// How it connects to the declaring side.
    type On;
    /// Both.
    fn parts(to: J::To, via: J::JunctionHop) -> (Self::Source, Self::On);
}

/// Where the target of `J` is.
type ToSource<J> =
    <<J as RelationEnds>::To as TableRef<TableOf<<J as RelationEnds>::Relation>>>::Source;

/// The target of `J` as it is joined to an association table.
type JoinedTarget<J, Far, T> = On<
    ToSource<J>,
    KeysEqual<Far, T, FilterOf<J>, <J as RelationEnds>::JunctionHop, <J as RelationEnds>::To>,
>;

type FilterOf<J> = <J as RelationEnds>::Filter;

impl<J, K> Joinable<J> for K
where
    J: RelationEnds<Filter: FilterAt<J::To> + Default>,
    K: Pair<Source: Default, Target: Default>,
{
    type Source = ToSource<J>;
    type On = KeysEqual<K::Target, K::Source, FilterOf<J>, J::To, J::From>;

    fn parts(to: J::To, _: J::JunctionHop) -> (Self::Source, Self::On) {
        (to.source(TableOf::<J::Relation>::table()), KeysEqual::default())
    }
}

impl<J, Through, S, Near, Far, T> Joinable<J> for Association<Through, S, Near, Far, T>
where
    J: RelationEnds<Filter: FilterAt<J::To> + FilterAt<J::JunctionHop> + Default>,
    J::JunctionHop:
        TableRef<Through, Source: JoinWithImplicitOnClause<JoinedTarget<J, Far, T>, Inner>>,
    Through: HasTable<Table = Through>,
    S: Default,
    Near: Default,
    Far: Default,
    T: Default,
{
    // The pair is joined first, so that an outer join keeps rows without a target.
    type Source = InnerJoin<<J::JunctionHop as TableRef<Through>>::Source, JoinedTarget<J, Far, T>>;
    type On = KeysEqual<Near, S, NoClause, J::JunctionHop, J::From>;

    fn parts(to: J::To, via: J::JunctionHop) -> (Self::Source, Self::On) {
        let target = to.source(TableOf::<J::Relation>::table());
        let target = On::new(target, KeysEqual::default());
        let pair = via.source(Through::table()).join_with_implicit_on_clause(target, Inner);
        (pair, KeysEqual::default())
    }
}

impl<J, First, Rest> Joinable<J> for Path<First, Rest>
where
    J: RelationEnds<
            JunctionHop = Unaliased,
            From: TableRef<SourceTable<First>>,
            Filter: FilterAt<J::To> + Default,
        >,
    First: Relation<Keys: Joinable<To<J, First>>>,
    Rest: Joinable<Onwards<J>>,
    <First::Keys as Joinable<To<J, First>>>::Source:
        JoinWithImplicitOnClause<On<Rest::Source, Rest::On>, Inner>,
{
    // What is beyond the first relation is joined to it first, as with a pair.
    type Source =
        InnerJoin<<First::Keys as Joinable<To<J, First>>>::Source, On<Rest::Source, Rest::On>>;
    type On = KeysThen<<First::Keys as Joinable<To<J, First>>>::On, FilterOf<J>>;

    fn parts(to: J::To, _: Unaliased) -> (Self::Source, Self::On) {
        let (first, on) = First::Keys::parts(Unaliased, Unaliased);
        let (rest, rest_on) = Rest::parts(to, Unaliased);
        let on = KeysThen { keys: on, filter: Default::default() };
        (first.join_with_implicit_on_clause(On::new(rest, rest_on), Inner), on)
    }
}

/// The first relation of a path.
type To<J, First> = Between<First, <J as RelationEnds>::From>;

/// The rest of a path. The filter of the whole is not among its conditions: it may be on tables
/// before them.
#[allow(missing_debug_implementations)]
pub struct Onwards<J>(Infallible, PhantomData<fn() -> J>);

impl<J: RelationEnds> RelationEnds for Onwards<J> {
    type Relation = J::Relation;
    type From = Unaliased;
    type To = J::To;
    type JunctionHop = Unaliased;
    type Filter = NoClause;
    type On = NoClause;

    fn ends(self) -> (J::To, Unaliased, NoClause) {
        match self.0 {}
    }
}

/// How often the tables that a relation adds to a query, as specified by `J`, are in its source `F`
/// already: `Never`, `Once`, or `MoreThanOnce`.
pub trait Brings<J, F> {
    /// The target.
    type Target;
    /// All of them.
    type Count;
}

impl<J, K, F> Brings<J, F> for K
where
    J: RelationEnds,
    K: Pair,
    F: AppearsInFromClause<ToSource<J>>,
{
    type Target = F::Count;
    type Count = F::Count;
}

impl<J, F, Through, S, Near, Far, T> Brings<J, F> for Association<Through, S, Near, Far, T>
where
    J: RelationEnds<JunctionHop: TableRef<Through>>,
    F: AppearsInFromClause<ViaSource<J, Through>> + AppearsInFromClause<ToSource<J>>,
    CountIn<F, ToSource<J>>: Plus<CountIn<F, ViaSource<J, Through>>>,
{
    type Target = CountIn<F, ToSource<J>>;
    type Count = CountsSum<CountIn<F, ToSource<J>>, CountIn<F, ViaSource<J, Through>>>;
}

impl<J, F, First, Rest> Brings<J, F> for Path<First, Rest>
where
    J: RelationEnds<JunctionHop = Unaliased, From: TableRef<SourceTable<First>>>,
    First: Relation<Keys: Brings<To<J, First>, F>>,
    Rest: Brings<Onwards<J>, F>,
    <First::Keys as Brings<To<J, First>, F>>::Count: Plus<Rest::Count>,
{
    type Target = Self::Count;
    type Count = CountsSum<<First::Keys as Brings<To<J, First>, F>>::Count, Rest::Count>;
}

/// Where the association table of `J` is.
type ViaSource<J, Through> = <<J as RelationEnds>::JunctionHop as TableRef<Through>>::Source;

type CountIn<F, T> = <F as AppearsInFromClause<T>>::Count;

type CountsSum<A, B> = <A as Plus<B>>::Output;
