//! The slot of a relation whose aggregates were loaded, with or without its rows.

use crate::aggregate::yields::Yields;
use crate::graph::condition::MayBeLoaded;
use crate::graph::slot::{Access, IsLoaded, IsWhole};
use crate::graph::vacant::{AsRows, Vacant, WithoutAggregates};
use crate::model::level::Level;
use crate::model::node::At;
use crate::model::relation::{Extent, LinksOf, Relation, Whole};
use std::fmt::{self, Debug};
use std::marker::PhantomData;

/// The slot of a relation whose aggregates were loaded: `Rows` is the state it would have without
/// them, the others are [`Values`], or `()` if not loaded.
///
/// [`Loaded!`](crate::Loaded!) writes it: `Loaded!(User { count posts })` is
/// `Graph<User, user::Edges<Aggregated<NotLoaded<user::posts>, Values<user::posts, Count>>>>`.
///
/// It comes apart by its fields, when its graph does by [`into_parts`](crate::Graph::into_parts):
///
/// ```
/// use blog::{User, schema::users};
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let users = users::table.order_by(users::id).with(User::posts).with(User::posts.count());
/// let (users, edges) = users.load(conn)?.into_parts();
/// let (links, posts) = edges.posts.rows.into_parts();
/// let counts: Vec<i64> = edges.posts.count.into_vec();
/// # assert_eq!((users.len(), posts.len(), links.targets(0).len()), (3, 3, 2));
/// # assert_eq!(counts, [2, 1, 0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregated<Rows, Count = (), Exists = (), Sum = (), Avg = (), Min = (), Max = ()> {
    /// The slot as it would be without aggregates.
    pub rows: Rows,
    /// The numbers of related rows.
    pub count: Count,
    /// Whether there are related rows.
    pub exists: Exists,
    /// The sums of a column.
    pub sum: Sum,
    /// The averages of a column.
    pub avg: Avg,
    /// The least values of a column.
    pub min: Min,
    /// The greatest values of a column.
    pub max: Max,
}

/// The values of an aggregate, one for each row of the level: the function `F` of the column `C`
/// over the rows that `R` leads to. `X` is [`Part`](crate::Part) if a filter may have left some of
/// those out.
pub struct Values<R, F: Yields<R, C>, C = (), X = Whole> {
    values: Vec<F::Value>,
    extent: PhantomData<fn() -> (C, X)>,
}

impl<R, F: Yields<R, C>, C, X> Values<R, F, C, X> {
    pub(crate) fn new(values: Vec<F::Value>) -> Self {
        Values { values, extent: PhantomData }
    }

    /// The values, in the order of the rows of their level: of those of the query, and then of those that a
    /// recursive relation added.
    pub fn into_vec(self) -> Vec<F::Value> {
        self.values
    }

    /// The value for the row `index`.
    pub(crate) fn of(&self, index: usize) -> F::Value {
        self.values[index].clone()
    }
}

impl<R, F: Yields<R, C>, C, X> Clone for Values<R, F, C, X> {
    fn clone(&self) -> Self {
        Values::new(self.values.clone())
    }
}

impl<R, F: Yields<R, C, Value: Debug>, C, X> Debug for Values<R, F, C, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.values.fmt(f)
    }
}

impl<R, F: Yields<R, C, Value: PartialEq>, C, X> PartialEq for Values<R, F, C, X> {
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values
    }
}

/// What a slot has of the function `F`: [`Values`], an `Option` of them, or `()`.
pub trait Keeps<F> {
    /// What it has.
    type Kept;
    /// What it has.
    fn kept(&self) -> &Self::Kept;
}

#[diagnostic::do_not_recommend]
impl<S: WithoutAggregates, F> Keeps<F> for S {
    type Kept = ();

    fn kept(&self) -> &() {
        &()
    }
}

/// The field for each function.
macro_rules! places {
    ($([$($before:ident $in_before:ident)*] $Own:ident $own:ident [$($after:ident $in_after:ident)*])*) => {$(
        #[diagnostic::do_not_recommend]
        impl<R, Rows: WithoutAggregates> Vacant<R, crate::aggregate::$Own> for Rows {
            type With<S> = Aggregated<Rows, $(places!(@nothing $before),)* S>;

            fn put<S>(self, state: S) -> Self::With<S> {
                Aggregated {
                    rows: self,
                    $($in_before: (),)*
                    $own: state,
                    $($in_after: (),)*
                }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<R, Rows, $($before,)* $($after),*> Vacant<R, crate::aggregate::$Own>
            for Aggregated<Rows, $($before,)* (), $($after),*>
        {
            type With<S> = Aggregated<Rows, $($before,)* S, $($after),*>;

            fn put<S>(self, state: S) -> Self::With<S> {
                Aggregated {
                    rows: self.rows,
                    $($in_before: self.$in_before,)*
                    $own: state,
                    $($in_after: self.$in_after,)*
                }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<Rows, $($before,)* $Own, $($after),*> Keeps<crate::aggregate::$Own>
            for Aggregated<Rows, $($before,)* $Own, $($after),*>
        {
            type Kept = $Own;

            fn kept(&self) -> &$Own {
                &self.$own
            }
        }
    )*};
    (@nothing $before:ident) => { () };
}

places! {
    [] Count count [Exists exists Sum sum Avg avg Min min Max max]
    [Count count] Exists exists [Sum sum Avg avg Min min Max max]
    [Count count Exists exists] Sum sum [Avg avg Min min Max max]
    [Count count Exists exists Sum sum] Avg avg [Min min Max max]
    [Count count Exists exists Sum sum Avg avg] Min min [Max max]
    [Count count Exists exists Sum sum Avg avg Min min] Max max []
}

#[diagnostic::do_not_recommend]
impl<R, Rows, A, B, C, D, E, F> Vacant<R, AsRows> for Aggregated<Rows, A, B, C, D, E, F>
where
    Rows: Vacant<R, AsRows>,
{
    type With<S> = Aggregated<Rows::With<S>, A, B, C, D, E, F>;

    fn put<S>(self, state: S) -> Self::With<S> {
        let Aggregated { rows, count, exists, sum, avg, min, max } = self;
        Aggregated { rows: rows.put(state), count, exists, sum, avg, min, max }
    }
}

#[diagnostic::do_not_recommend]
impl<R, Own, Rows, A, B, C, D, E, F> IsLoaded<R, Own> for Aggregated<Rows, A, B, C, D, E, F>
where
    R: Relation,
    Rows: IsLoaded<R, Own>,
{
    type Extent = Rows::Extent;
    type Edges = Rows::Edges;

    fn links(&self) -> &LinksOf<R> {
        self.rows.links()
    }

    fn level<'g>(
        &'g self,
        own: &'g Level<'g, R::Source, Own>,
    ) -> &'g Level<'g, R::Target, Self::Edges> {
        self.rows.level(own)
    }

    fn level_mut(&mut self) -> Option<&mut Level<'static, R::Target, Self::Edges>> {
        self.rows.level_mut()
    }

    fn is_loaded_for(&self, index: usize) -> bool {
        self.rows.is_loaded_for(index)
    }

    const RECURSIVE: bool = Rows::RECURSIVE;
}

impl<R, Own, Rows, A, B, C, D, E, F> IsWhole<R, Own> for Aggregated<Rows, A, B, C, D, E, F>
where
    R: Relation,
    Rows: IsWhole<R, Own>,
{
}

#[diagnostic::do_not_recommend]
impl<R, Own, Rows, A, B, C, D, E, F> MayBeLoaded<R, Own> for Aggregated<Rows, A, B, C, D, E, F>
where
    R: Relation,
    Rows: MayBeLoaded<R, Own>,
{
    type Loaded = Rows::Loaded;

    fn loaded(&self) -> Option<&Rows::Loaded> {
        self.rows.loaded()
    }

    fn loaded_mut(&mut self) -> Option<&mut Rows::Loaded> {
        self.rows.loaded_mut()
    }
}

#[diagnostic::do_not_recommend]
impl<'g, R, Own, View, Rows, A, B, C, D, E, F> Access<'g, R, Own, View>
    for Aggregated<Rows, A, B, C, D, E, F>
where
    R: Relation,
    Rows: Access<'g, R, Own, View>,
{
    fn access(&'g self, row: At<'g, R::Source, Own>) -> View {
        self.rows.access(row)
    }
}

/// What a slot has of an aggregate, or may have.
#[diagnostic::on_unimplemented(
    message = "this aggregate is not loaded",
    label = "add `.with(…)` or `.with_if(…)` for it to the query that loaded these rows"
)]
pub trait MayBeValue {
    /// The values.
    type Values;
    /// The values, if they were loaded.
    fn values(&self) -> Option<&Self::Values>;
}

#[diagnostic::do_not_recommend]
impl<R, F: Yields<R, C>, C, X> MayBeValue for Values<R, F, C, X> {
    type Values = Self;

    fn values(&self) -> Option<&Self> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<V> MayBeValue for Option<V> {
    type Values = V;

    fn values(&self) -> Option<&V> {
        self.as_ref()
    }
}

/// What a slot has of the function `F` of the column `C`, as it is read.
pub trait Holds<R, F, C, View> {
    /// Reads it for a row.
    fn read(&self, index: usize) -> View;
}

#[diagnostic::do_not_recommend]
impl<R, F: Yields<R, C>, C, X> Holds<R, F, C, F::Value> for Values<R, F, C, X> {
    fn read(&self, index: usize) -> F::Value {
        self.of(index)
    }
}

#[diagnostic::do_not_recommend]
impl<R, F, C, View, S> Holds<R, F, C, Option<View>> for Option<S>
where
    S: Holds<R, F, C, View>,
{
    fn read(&self, index: usize) -> Option<View> {
        Some(self.as_ref()?.read(index))
    }
}

/// What a slot has of the function `F` of the column `C`, if it was loaded unconditionally.
#[diagnostic::on_unimplemented(
    message = "`{F}` of relation `{R}` is not loaded",
    label = "add `.with(…)` for this aggregate to the query that loaded these rows"
)]
pub trait IsValue<R, F: Yields<R, C>, C>: Holds<R, F, C, F::Value> {
    /// How much of the relation it covers.
    type Extent: Extent;
}

#[diagnostic::do_not_recommend]
impl<R, F: Yields<R, C>, C, X: Extent> IsValue<R, F, C> for Values<R, F, C, X> {
    type Extent = X;
}

/// What a slot has of the function `F`, of every related row.
#[diagnostic::on_unimplemented(
    message = "`{F}` of relation `{R}` is loaded, but not of the whole of it",
    label = "remove the filter before it, or require `HasSomeValue<{R}, {F}>` if a part is enough"
)]
pub trait IsWholeValue<R, F: Yields<R, C>, C>: IsValue<R, F, C, Extent = Whole> {}

impl<R, F: Yields<R, C>, C> IsWholeValue<R, F, C> for Values<R, F, C, Whole> {}

// For the message alone: asked whether nothing is whole, rustc answers that nothing is loaded.
impl<R, F: Yields<R, C>, C> IsWholeValue<R, F, C> for () where Self: IsValue<R, F, C, Extent = Whole>
{}
