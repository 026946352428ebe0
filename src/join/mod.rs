//! Joins through relations: the result is an ordinary Diesel query.
//!
//! Uses `filter`, `clause` and their dependencies.

pub(crate) mod between;
pub(crate) mod condition;
pub(crate) mod parts;
pub(crate) mod selected;

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
    fn join<J, W>(self, relation: J) -> Join<Self, J>
    where
        J: RelationEnds<Relation: Relation<Keys: Joinable<J>>>,
        J::On: FitsJoin<FromOf<Self>, JoinSource<J>, W>,
        Self: AsQuery<Query: SelectFrom<From: AppearsInFromClause<SourceEnd<J>>>>,
        OccurrencesIn<Self, SourceEnd<J>>: JoinThrough<Self, J, Inner>,
    {
        OccurrencesIn::<Self, SourceEnd<J>>::join(self, relation, Inner)
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
    fn outer_join<J, W>(self, relation: J) -> OuterJoin<Self, J>
    where
        J: RelationEnds<Relation: Relation<Keys: Joinable<J>>>,
        J::On: FitsJoin<FromOf<Self>, JoinSource<J>, W>,
        Self: AsQuery<Query: SelectFrom<From: AppearsInFromClause<SourceEnd<J>>>>,
        OccurrencesIn<Self, SourceEnd<J>>: JoinThrough<Self, J, LeftOuter>,
    {
        OccurrencesIn::<Self, SourceEnd<J>>::join(self, relation, LeftOuter)
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

/// Where the relation `J` starts: its table or an alias of it.
type SourceEnd<J> =
    <<J as RelationEnds>::From as TableRef<SourceTable<<J as RelationEnds>::Relation>>>::Source;

type KeysOfEnds<J> = <<J as RelationEnds>::Relation as Relation>::Keys;

/// What is joined.
type JoinSource<J> = <KeysOfEnds<J> as Joinable<J>>::Source;

/// What is joined, and the condition.
type JoinOn<J> =
    On<JoinSource<J>, <<J as RelationEnds>::On as Also<<KeysOfEnds<J> as Joinable<J>>::On>>::On>;

/// How often the tables that `J` adds are in the query `Q` already.
type CountOfTargets<Q, J> = <KeysOfEnds<J> as Brings<J, FromOf<Q>>>::Count;

/// Joins a query through the relation `J`, if the source of `J` is in it once.
///
/// Implemented for the count, so that rustc stops there: otherwise a column that is not in a join
/// is reported in Diesel's internal terms.
#[diagnostic::on_unimplemented(
    message = "relation `{J}` cannot be joined to this query",
    label = "the table that `{J}` starts from is not in this query",
    note = "start from that table, or first join the relation that leads to it"
)]
pub trait JoinThrough<Q, J, Kind> {
    /// The joined query.
    type Output;
    /// Joins.
    fn join(query: Q, relation: J, kind: Kind) -> Self::Output;
}

impl<Q, J, Kind> JoinThrough<Q, J, Kind> for Once
where
    Q: AsQuery<Query: SelectFrom>,
    J: RelationEnds<Relation: Relation<Keys: Brings<J, FromOf<Q>>>>,
    CountOfTargets<Q, J>: JoinTargets<Q, J, Kind>,
{
    type Output = <CountOfTargets<Q, J> as JoinTargets<Q, J, Kind>>::Output;

    fn join(query: Q, relation: J, kind: Kind) -> Self::Output {
        CountOfTargets::<Q, J>::join(query, relation, kind)
    }
}

/// Joins the tables that `J` adds, if none of them is in the query yet.
#[diagnostic::on_unimplemented(
    message = "a table that relation `{J}` leads to is already in this query",
    label = "join an alias of it: `.to(alias)`",
    note = "`let posts_2 = diesel::alias!(posts as posts_2)` makes one; \
            for the association table of a many_to_many it is `.via(alias)`"
)]
pub trait JoinTargets<Q, J, Kind> {
    /// The joined query.
    type Output;
    /// Joins.
    fn join(query: Q, relation: J, kind: Kind) -> Self::Output;
}

impl<Q, J, Kind> JoinTargets<Q, J, Kind> for Never
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
