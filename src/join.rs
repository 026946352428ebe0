//! Joins through relations: the result is a Diesel query like any other.

use crate::from::{Count, SelectFrom, SourceTable};
use crate::key::{Association, Pair, Path, WriteColumns, write_equal};
use crate::relation::{Relation, TableOf};
use crate::stated::{Unset, WriteAnd};
use diesel::associations::HasTable;
use diesel::backend::Backend;
use diesel::dsl::{InnerJoin, On};
use diesel::expression::{ValidGrouping, is_aggregate};
use diesel::internal::table_macro::{Inner, LeftOuter};
use diesel::prelude::*;
use diesel::query_builder::{AsQuery, AstPass, QueryFragment, QueryId};
use diesel::query_dsl::JoinWithImplicitOnClause;
use diesel::query_source::{AppearsInFromClause, Once};
use diesel::sql_types::Bool;

/// Joins through relations, off any table that is in the query.
pub trait JoinDsl: QueryDsl + Sized {
    /// `INNER JOIN` through a relation.
    ///
    /// A many-to-many relation joins its association table and its target in one step.
    ///
    /// ```
    /// use blog::{Post, User, schema::{posts, tags, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let titles: Vec<(String, String)> = users::table
    ///     .join(User::posts)
    ///     .join(Post::tags)
    ///     .filter(tags::name.eq("rust"))
    ///     .order_by(posts::id)
    ///     .select((users::username, posts::title))
    ///     .load(conn)?;
    /// // SELECT users.username, posts.title
    /// //   FROM ((users INNER JOIN posts ON posts.user_id = users.id)
    /// //     INNER JOIN (post_tags INNER JOIN tags ON post_tags.tag_id = tags.id)
    /// //       ON post_tags.post_id = posts.id)
    /// //   WHERE (tags.name = ?) ORDER BY posts.id
    /// # assert_eq!(titles.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn join<R>(self, relation: R) -> Join<Self, R>
    where
        R: Relation,
        Self: AsQuery<Query: SelectFrom<From: AppearsInFromClause<SourceTable<R>>>>,
        Count<Self, R>: JoinThrough<Self, R, Inner>,
    {
        let _ = relation;
        Count::<Self, R>::join(self, Inner)
    }

    /// `LEFT OUTER JOIN` through a relation: rows without a related row stay, with `NULL`s.
    ///
    /// What is selected from the joined table is an `Option`, in columns and in models.
    ///
    /// ```
    /// use blog::{Post, User, schema::users};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let rows: Vec<(User, Option<Post>)> = users::table
    ///     .outer_join(User::posts)
    ///     .select(<(User, Option<Post>)>::as_select())
    ///     .load(conn)?;
    /// // SELECT users.id, …, posts.id, …
    /// //   FROM (users LEFT OUTER JOIN posts ON posts.user_id = users.id)
    /// # assert!(rows.iter().any(|(user, post)| user.username == "carol" && post.is_none()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn outer_join<R>(self, relation: R) -> OuterJoin<Self, R>
    where
        R: Relation,
        Self: AsQuery<Query: SelectFrom<From: AppearsInFromClause<SourceTable<R>>>>,
        Count<Self, R>: JoinThrough<Self, R, LeftOuter>,
    {
        let _ = relation;
        Count::<Self, R>::join(self, LeftOuter)
    }
}

#[diagnostic::do_not_recommend]
impl<Q: QueryDsl> JoinDsl for Q {}

/// The query that `Q.join(R)` gives, for signatures.
///
/// ```
/// use blog::{User, schema::{posts, users}, user};
/// use conjoin::{Join, prelude::*};
/// use diesel::prelude::*;
///
/// fn authors() -> Join<users::table, user::posts> {
///     users::table.join(User::posts)
/// }
///
/// # let conn = &mut blog::database()?;
/// let names: Vec<String> = authors().select(users::username).distinct().load(conn)?;
/// # assert_eq!(names.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub type Join<Q, R> = <Count<Q, R> as JoinThrough<Q, R, Inner>>::Output;

/// The query that `Q.outer_join(R)` gives, for signatures as [`Join`].
pub type OuterJoin<Q, R> = <Count<Q, R> as JoinThrough<Q, R, LeftOuter>>::Output;

/// What a relation adds to a query that is joined through it.
pub trait Joinable<R> {
    /// The table, or the association table joined to it.
    type Source;
    /// How it connects to the declaring side.
    type On;
    /// Both.
    fn parts() -> (Self::Source, Self::On);
    /// Both, as Diesel joins them.
    fn source() -> On<Self::Source, Self::On> {
        let (source, on) = Self::parts();
        On::new(source, on)
    }
}

impl<R, K> Joinable<R> for K
where
    R: Relation<Filter: Default>,
    K: Pair<Source: Default, Target: Default>,
{
    type Source = TableOf<R>;
    type On = KeysEqual<K::Target, K::Source, R::Filter>;

    fn parts() -> (Self::Source, Self::On) {
        (TableOf::<R>::table(), KeysEqual::default())
    }
}

impl<R, Through, S, Near, Far, T> Joinable<R> for Association<Through, S, Near, Far, T>
where
    R: Relation,
    Through: HasTable<Table = Through>
        + JoinWithImplicitOnClause<On<TableOf<R>, KeysEqual<Far, T, R::Filter>>, Inner>,
    KeysEqual<Near, S>: Default,
    KeysEqual<Far, T, R::Filter>: Default,
{
    // The pair is joined first, so that an outer join keeps rows without a target.
    type Source = InnerJoin<Through, On<TableOf<R>, KeysEqual<Far, T, R::Filter>>>;
    type On = KeysEqual<Near, S>;

    fn parts() -> (Self::Source, Self::On) {
        let target = On::new(TableOf::<R>::table(), KeysEqual::default());
        let pair = Through::table().join_with_implicit_on_clause(target, Inner);
        (pair, KeysEqual::default())
    }
}

impl<R, First, Rest> Joinable<R> for Path<First, Rest>
where
    R: Relation,
    First: Relation<Keys: Joinable<First>>,
    Rest: Joinable<R>,
    SourceOf<First>: JoinWithImplicitOnClause<On<Rest::Source, Rest::On>, Inner>,
{
    // What is beyond the first relation is joined to it first, as with a pair.
    type Source = InnerJoin<SourceOf<First>, On<Rest::Source, Rest::On>>;
    type On = <First::Keys as Joinable<First>>::On;

    fn parts() -> (Self::Source, Self::On) {
        let (first, on) = First::Keys::parts();
        (first.join_with_implicit_on_clause(Rest::source(), Inner), on)
    }
}

type SourceOf<R> = <<R as Relation>::Keys as Joinable<R>>::Source;

/// `posts.user_id = users.id`, and what filter a relation states.
#[derive(Debug, Clone, Copy, Default, QueryId)]
pub struct KeysEqual<A, B, F = Unset>(A, B, F);

impl<A, B, F> Expression for KeysEqual<A, B, F> {
    type SqlType = Bool;
}

impl<A, B, F> ValidGrouping<()> for KeysEqual<A, B, F> {
    type IsAggregate = is_aggregate::No;
}

// The columns are those of the two tables, as is known from the declaration.
impl<A, B, F, QS> AppearsOnTable<QS> for KeysEqual<A, B, F> {}

impl<A, B, F, DB> QueryFragment<DB> for KeysEqual<A, B, F>
where
    A: WriteColumns<DB>,
    B: WriteColumns<DB>,
    F: WriteAnd<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        write_equal((&self.0, None), (&self.1, None), out.reborrow())?;
        self.2.write_and(out)
    }
}

/// `posts::table.on(posts::user_id.eq(users::id))`
type Joined<R> =
    On<<<R as Relation>::Keys as Joinable<R>>::Source, <<R as Relation>::Keys as Joinable<R>>::On>;

/// Joins a query through the relation `R`, when the table that `R` starts from is in it once.
///
/// Asked of the count, so that rustc stops there: a column that is not in a join is otherwise
/// reported in Diesel's inner terms.
#[diagnostic::on_unimplemented(
    message = "relation `{R}` cannot be joined to this query",
    label = "the table that `{R}` starts from is not in this query",
    note = "start from that table, or first join the relation that leads to it"
)]
pub trait JoinThrough<Q, R, Kind> {
    /// The joined query.
    type Output;
    /// Joins.
    fn join(query: Q, kind: Kind) -> Self::Output;
}

impl<Q, R, Kind> JoinThrough<Q, R, Kind> for Once
where
    R: Relation<Keys: Joinable<R>>,
    Q: JoinWithImplicitOnClause<Joined<R>, Kind>,
{
    type Output = <Q as JoinWithImplicitOnClause<Joined<R>, Kind>>::Output;

    fn join(query: Q, kind: Kind) -> Self::Output {
        query.join_with_implicit_on_clause(R::Keys::source(), kind)
    }
}
