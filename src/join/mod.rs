//! Joins through relations: the result is an ordinary Diesel query.
//!
//! Uses `filter`, `clause` and their dependencies.

pub(crate) mod between;
pub(crate) mod condition;
pub(crate) mod parts;
pub(crate) mod selected;

use crate::clause::filter_order::{Inside, Outside, Refused};
use crate::join::between::RelationEnds;
use crate::join::condition::{Also, FitsJoin};
use crate::join::parts::{Brings, Joinable};
use crate::model::from::{FromOf, OccurrencesIn, SelectFrom, SourceTable};
use crate::model::relation::Relation;
use crate::model::table_ref::TableRef;
use crate::undocumented::{Inner, JoinWithImplicitOnClause, LeftOuter};
use diesel::dsl::On;
use diesel::prelude::*;
use diesel::query_builder::AsQuery;
use diesel::query_source::{AppearsInFromClause, Never, Once};

/// Joins through relations, from any table that is in the query.
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
    fn join<J, W, V>(self, relation: J) -> Joined<Self, J, V, Inner>
    where
        J: RelationEnds<Relation: Relation<Keys: Joinable<J>>> + AllowedIn<FromOf<Self>, V>,
        J::On: FitsJoin<FromOf<Self>, JoinSource<J>, W>,
        Self: AsQuery<Query: SelectFrom<From: AppearsInFromClause<SourceEnd<J>>>>,
        OccurrencesIn<Self, SourceEnd<J>>: JoinThrough<J::Query<Self>, J, Inner>,
    {
        OccurrencesIn::<Self, SourceEnd<J>>::join(J::query(self), relation, Inner)
    }

    /// `LEFT OUTER JOIN` through a relation: rows without a related row are kept, with `NULL`s.
    ///
    /// What is selected from the joined table is an `Option`, for columns and for models.
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
    fn outer_join<J, W, V>(self, relation: J) -> Joined<Self, J, V, LeftOuter>
    where
        J: RelationEnds<Relation: Relation<Keys: Joinable<J>>> + AllowedIn<FromOf<Self>, V>,
        J::On: FitsJoin<FromOf<Self>, JoinSource<J>, W>,
        Self: AsQuery<Query: SelectFrom<From: AppearsInFromClause<SourceEnd<J>>>>,
        OccurrencesIn<Self, SourceEnd<J>>: JoinThrough<J::Query<Self>, J, LeftOuter>,
    {
        OccurrencesIn::<Self, SourceEnd<J>>::join(J::query(self), relation, LeftOuter)
    }
}

#[diagnostic::do_not_recommend]
impl<Q: QueryDsl> JoinDsl for Q {}

/// The query that `Q.join(R)` returns, for signatures.
///
/// ```
/// use blog::{User, schema::{posts, users}, user};
/// use conjoin::query::Join;
/// use conjoin::prelude::*;
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
pub type Join<Q, R> = <OccurrencesIn<Q, SourceEnd<R>> as JoinThrough<Q, R, Inner>>::Output;

/// The query that `Q.outer_join(R)` returns, for signatures as [`Join`].
pub type OuterJoin<Q, R> = <OccurrencesIn<Q, SourceEnd<R>> as JoinThrough<Q, R, LeftOuter>>::Output;

/// The same, where `V` is inferred. If the tables are not allowed in one query, this is no type, so that rustc
/// reports no further errors.
type Joined<Q, J, V, Kind> = <OccurrencesIn<Q, SourceEnd<J>> as JoinThrough<
    <J as AllowedIn<FromOf<Q>, V>>::Query<Q>,
    J,
    Kind,
>>::Output;

/// A relation whose tables Diesel allows in one query with those of the source `F`; `V` is inferred.
#[diagnostic::on_unimplemented(
    message = "the tables of this relation are not allowed in one query with those that are joined",
    label = "name all of them in one `allow_tables_to_appear_in_same_query!(…)`",
    note = "`diesel print-schema` writes that macro at the end of the schema"
)]
pub trait AllowedIn<F, V> {
    /// The query.
    type Query<Q>;
    /// The query.
    fn query<Q>(query: Q) -> Self::Query<Q>;
}

#[diagnostic::do_not_recommend]
impl<J: RelationEnds<Relation: Relation<Keys: Brings<J, F>>>, F> AllowedIn<F, Inside> for J {
    type Query<Q> = Q;

    fn query<Q>(query: Q) -> Q {
        query
    }
}

#[diagnostic::do_not_recommend]
impl<J: Refused, F> AllowedIn<F, Outside> for J {
    type Query<Q> = Q;

    fn query<Q>(query: Q) -> Q {
        query
    }
}

/// Where the relation `J` starts: its table or an alias of it.
type SourceEnd<J> =
    <<J as RelationEnds>::From as TableRef<SourceTable<<J as RelationEnds>::Relation>>>::Source;

type KeysOfEnds<J> = <<J as RelationEnds>::Relation as Relation>::Keys;

/// What is joined.
type JoinSource<J> = <KeysOfEnds<J> as Joinable<J>>::Source;

/// What is joined, and the condition.
type JoinOn<J> =
    On<JoinSource<J>, <<J as RelationEnds>::On as Also<<KeysOfEnds<J> as Joinable<J>>::On>>::On>;

/// How often what `J` adds is in the query `Q` already.
pub trait CountsIn<Q> {
    /// The target.
    type Target;
    /// All tables.
    type All;
}

#[diagnostic::do_not_recommend]
impl<Q, J> CountsIn<Q> for J
where
    Q: AsQuery<Query: SelectFrom>,
    J: RelationEnds<Relation: Relation<Keys: Brings<J, FromOf<Q>>>>,
{
    type Target = <KeysOfEnds<J> as Brings<J, FromOf<Q>>>::Target;
    type All = <KeysOfEnds<J> as Brings<J, FromOf<Q>>>::Count;
}

/// Joins a query through the relation `J`, if the source of `J` is in it once.
///
/// Implemented for the count, so that rustc stops there: otherwise a column that is not in a join
/// is reported in Diesel's internal terms.
#[diagnostic::on_unimplemented(
    message = "relation `{J}` cannot be joined to this query",
    label = "start from the table of this relation, or first join one that leads to it"
)]
pub trait JoinThrough<Q, J, Kind> {
    /// The joined query.
    type Output;
    /// Joins.
    fn join(query: Q, relation: J, kind: Kind) -> Self::Output;
}

impl<Q, J, Kind> JoinThrough<Q, J, Kind> for Once
where
    J: CountsIn<Q, Target: JoinTarget<Q, J, Kind>>,
{
    type Output = <J::Target as JoinTarget<Q, J, Kind>>::Output;

    fn join(query: Q, relation: J, kind: Kind) -> Self::Output {
        J::Target::join(query, relation, kind)
    }
}

/// Joins through `J`, if its target is not in the query yet.
#[diagnostic::on_unimplemented(
    message = "the table that this relation leads to is already in the query",
    label = "join an alias of it: `.to(alias)`",
    note = "`let posts_2 = diesel::alias!(posts as posts_2)` makes one"
)]
pub trait JoinTarget<Q, J, Kind> {
    /// The joined query.
    type Output;
    /// Joins.
    fn join(query: Q, relation: J, kind: Kind) -> Self::Output;
}

impl<Q, J, Kind> JoinTarget<Q, J, Kind> for Never
where
    J: CountsIn<Q, All: JoinOthers<Q, J, Kind>>,
{
    type Output = <J::All as JoinOthers<Q, J, Kind>>::Output;

    fn join(query: Q, relation: J, kind: Kind) -> Self::Output {
        J::All::join(query, relation, kind)
    }
}

/// Joins through `J`, if the tables between source and target are not in the query yet either.
#[diagnostic::on_unimplemented(
    message = "the association table of this relation is already in the query",
    label = "join an alias of it: `.via(alias)`, beside `.to(…)` for the target",
    note = "`let post_tags_2 = diesel::alias!(post_tags as post_tags_2)` makes one"
)]
pub trait JoinOthers<Q, J, Kind> {
    /// The joined query.
    type Output;
    /// Joins.
    fn join(query: Q, relation: J, kind: Kind) -> Self::Output;
}

#[diagnostic::do_not_recommend]
impl<Q, J, Kind> JoinOthers<Q, J, Kind> for Never
where
    J: RelationEnds<Relation: Relation<Keys: Joinable<J>>>,
    J::On: Also<<KeysOfEnds<J> as Joinable<J>>::On>,
    Q: JoinWithImplicitOnClause<JoinOn<J>, Kind>,
{
    type Output = <Q as JoinWithImplicitOnClause<JoinOn<J>, Kind>>::Output;

    fn join(query: Q, relation: J, kind: Kind) -> Self::Output {
        let (to, via, on) = relation.ends();
        let (source, keys) = KeysOfEnds::<J>::parts(to, via);
        query.join_with_implicit_on_clause(On::new(source, on.also(keys)), kind)
    }
}
