//! Reads loaded aggregates.

use crate::aggregate::function::{Avg, Count, Exists, Max, Min, Sum};
use crate::aggregate::yields::Yields;
use crate::graph::aggregated::{Holds, IsValue, IsWholeValue, Keeps};
use crate::graph::slot::Slot;
use crate::model::node::At;
use crate::model::relation::{Extent, Relation, Whole};
use std::ops::Deref;

/// The aggregates loaded with a row: methods of its node, and of the single row that
/// [`first`](crate::Load::first) returns.
///
/// Each method compiles only if the aggregate was loaded. It returns an `Option` of the value if
/// the aggregate was loaded on a condition, by [`with_if`](crate::dsl::WithDsl::with_if).
///
/// ```
/// use blog::{User, schema::{posts, users}};
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let users = users::table
///     .order_by(users::id)
///     .with(User::posts.count())
///     .with(User::posts.max(posts::id))
///     .load(conn)?;
/// // SELECT users.id, users.username FROM users ORDER BY users.id
/// // SELECT posts.user_id, COUNT(*) FROM posts WHERE posts.user_id IN (?, ?, ?)
/// //   GROUP BY posts.user_id
/// // SELECT posts.user_id, MAX(posts.id) FROM posts WHERE posts.user_id IN (?, ?, ?)
/// //   GROUP BY posts.user_id
/// let numbers: Vec<(i64, Option<i32>)> = users
///     .iter()
///     .map(|user| (user.count(User::posts), user.max(User::posts, posts::id)))
///     .collect();
/// assert_eq!(numbers, [(2, Some(2)), (1, Some(3)), (0, None)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait AggregateValues: Placed {
    /// The number of related rows, an `i64`.
    fn count<R, View>(&self, _: R) -> View
    where
        Self: ReadsValue<R, Count, (), View>,
    {
        self.read_value()
    }

    /// Whether there are related rows: a `bool`.
    fn exists<R, View>(&self, _: R) -> View
    where
        Self: ReadsValue<R, Exists, (), View>,
    {
        self.read_value()
    }

    /// The sum of a column of the related rows, 0 if there are none: an `i64` for integers;
    /// floating-point and decimal numbers keep their own type.
    fn sum<R, C, View>(&self, _: R, _: C) -> View
    where
        Self: ReadsValue<R, Sum, C, View>,
    {
        self.read_value()
    }

    /// The average of a column of the related rows, `None` if there are none: an `f64`; decimal
    /// numbers keep their own type.
    fn avg<R, C, View>(&self, _: R, _: C) -> View
    where
        Self: ReadsValue<R, Avg, C, View>,
    {
        self.read_value()
    }

    /// The least value of a column of the related rows, `None` if there are none.
    fn min<R, C, View>(&self, _: R, _: C) -> View
    where
        Self: ReadsValue<R, Min, C, View>,
    {
        self.read_value()
    }

    /// The greatest value of a column of the related rows, `None` if there are none.
    fn max<R, C, View>(&self, _: R, _: C) -> View
    where
        Self: ReadsValue<R, Max, C, View>,
    {
        self.read_value()
    }
}

#[diagnostic::do_not_recommend]
impl<N: Placed> AggregateValues for N {}

/// A row in a graph.
pub trait Placed {
    /// Its model.
    type Model: 'static;
    /// What is loaded with it.
    type Edges;
    /// Its place.
    fn at(&self) -> At<'_, Self::Model, Self::Edges>;
}

/// Reads the function `F` of the column `C`, which was loaded.
///
/// `View` is inferred. It is a parameter so that rustc reports in our words what is not loaded.
#[diagnostic::on_unimplemented(
    message = "`{F}` of relation `{R}` is not loaded",
    label = "add `.with(…)` for this aggregate to the query that loaded these rows"
)]
pub trait ReadsValue<R, F, C, View> {
    /// Reads it.
    fn read_value(&self) -> View;
}

#[diagnostic::do_not_recommend]
impl<N, R, F, C, View> ReadsValue<R, F, C, View> for N
where
    C: IsRead<N, R, F, View>,
{
    fn read_value(&self) -> View {
        C::read(self)
    }
}

/// A column for which the function `F` over the rows of `R` was loaded with the row `N`.
///
/// This is checked against the column, and then against the relation. That way rustc checks it once
/// each is known: it neither infers the loaded column as the one being read, nor reports a mistake
/// twice.
pub trait IsRead<N, R, F, View> {
    /// Reads it.
    fn read(node: &N) -> View;
}

#[diagnostic::do_not_recommend]
impl<N, R, F, C, View> IsRead<N, R, F, View> for C
where
    R: IsReadOf<N, F, C, View>,
{
    fn read(node: &N) -> View {
        R::read(node)
    }
}

/// The same, checked against the relation.
pub trait IsReadOf<N, F, C, View> {
    /// Reads it.
    fn read(node: &N) -> View;
}

#[diagnostic::do_not_recommend]
impl<N, R, F, C, View> IsReadOf<N, F, C, View> for R
where
    R: Relation,
    N: Placed<Model = R::Source, Edges: Slot<R, State: Keeps<F, Kept: Holds<R, F, C, View>>>>,
{
    fn read(node: &N) -> View {
        let at = node.at();
        at.edges().slot().kept().read(at.index())
    }
}

/// A row with which the function `F` of the column `C` was loaded, over all rows of the relation
/// `R` or over those that satisfy a filter.
///
/// ```
/// use blog::{User, user};
/// use conjoin::aggregate::{Count, Max};
/// use conjoin::prelude::*;
///
/// fn line(user: impl HasSomeValue<user::posts, Count>) -> String {
///     format!("{}: {}", user.username, user.count(User::posts))
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{F}` of relation `{R}` is not loaded",
    label = "add `.with(…)` for this aggregate to the query that loaded these rows"
)]
pub trait HasSomeValue<R, F, C = ()>:
    Copy
    + Deref<Target = <R as Relation>::Source>
    + AggregateValues
    + ReadsValue<R, F, C, <F as Yields<R, C>>::Value>
where
    R: Relation,
    F: Yields<R, C>,
{
    /// How much of the relation it covers.
    type Extent: Extent;
}

/// A row with which the function `F` of the column `C` was loaded, over all rows of the relation
/// `R`.
///
/// ```
/// use blog::{User, schema::{posts, users}, user};
/// use conjoin::aggregate::{Count, Max};
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// fn line<U>(user: U) -> String
/// where
///     U: HasValue<user::posts, Count> + HasValue<user::posts, Max, posts::id>,
/// {
///     let (count, last) = (user.count(User::posts), user.max(User::posts, posts::id));
///     format!("{}: {count}, {}", user.username, last.unwrap_or_default())
/// }
///
/// # let conn = &mut blog::database()?;
/// let users = users::table
///     .order_by(users::id)
///     .with(User::posts.count())
///     .with(User::posts.max(posts::id))
///     .load(conn)?;
/// let lines: Vec<String> = users.iter().map(line).collect();
/// assert_eq!(lines, ["alice: 2, 2", "bob: 1, 3", "carol: 0, 0"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{F}` of relation `{R}` is not loaded",
    label = "add `.with(…)` for this aggregate to the query that loaded these rows"
)]
pub trait HasValue<R, F, C = ()>: HasSomeValue<R, F, C, Extent = Whole>
where
    R: Relation,
    F: Yields<R, C>,
{
}

/// What the slot of `R` has of the function `F` in the edges of `N`.
type KeptBy<N, R, F> = <<<N as Placed>::Edges as Slot<R>>::State as Keeps<F>>::Kept;

#[diagnostic::do_not_recommend]
impl<N, R, F, C> HasSomeValue<R, F, C> for N
where
    R: Relation,
    F: Yields<R, C>,
    N: Placed<Model = R::Source, Edges: Slot<R, State: Keeps<F>>>,
    N: Copy + Deref<Target = R::Source>,
    KeptBy<N, R, F>: IsValue<R, F, C>,
{
    type Extent = <KeptBy<N, R, F> as IsValue<R, F, C>>::Extent;
}

impl<N, R, F, C> HasValue<R, F, C> for N
where
    R: Relation,
    F: Yields<R, C>,
    N: Placed<Model = R::Source, Edges: Slot<R, State: Keeps<F>>>,
    N: Copy + Deref<Target = R::Source>,
    KeptBy<N, R, F>: IsWholeValue<R, F, C>,
{
}
