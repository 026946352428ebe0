// Uses `related`, `sql` and what those use.

//! Conditions on related rows, for the filters of any Diesel query.

pub(crate) mod compared;
pub(crate) mod matches;
pub(crate) mod outer;
pub(crate) mod rows;
pub(crate) mod this_row;

pub use crate::filter::compared::{Compared, Distinct};
pub use crate::filter::matches::{Existing, Matches, NotTrue, Satisfying};
pub use crate::filter::rows::RelatedRows;

use crate::clause::declared::NoClause;
use crate::clause::filter_order::Filtered;
pub use crate::clause::filters::Condition;
use crate::filter::compared::Comparison;
use crate::filter::outer::PredicateOf;
use crate::filter::this_row::{TargetRow, ThisRow};
use crate::model::key::{KeyBound, KeyColumns, KeyRef, Keyed, Pair};
use crate::model::relation::{KeysOf, PrimaryKey, Relation, Target, ToMany, ToMaybeOne, ToOne};
use crate::related::{KeyIs, RowOrKey};
use crate::sql::correlated::Correlates;
use diesel::expression::Expression;
use diesel::sql_types::BoolOrNullableBool;

/// Conditions on related rows, to filter any Diesel query of the relation's table.
///
/// Conditions with a predicate have the semantics of `EXISTS`: they are true or false, and never
/// `NULL`. Inside the predicate, columns are those of the related rows, so a relation from a table
/// to itself needs no alias. The columns of the row that these belong to can be used too, if its
/// table is another one or an alias.
///
/// They can be limited to [some](crate::dsl::RelationDsl::filter) of the related rows:
/// `User::posts.filter(posts::published).all(posts::title.ne(""))`.
pub trait RelationExpressionMethods: RelatedRows {
    /// Some related row satisfies `predicate`. For a relation to many rows.
    ///
    /// The subquery is evaluated for each row that the rest of the query leaves. On SQLite, a query over many rows,
    /// of which few satisfy the predicate, is faster with [`uncorrelated`](Matches::uncorrelated).
    ///
    /// ```
    /// use blog::{Post, User, schema::{tags, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let about_rust: Vec<String> = users::table
    ///     .filter(User::posts.any(Post::tags.any(tags::name.eq("rust"))))
    ///     .select(users::username)
    ///     .load(conn)?;
    /// // SELECT users.username FROM users WHERE EXISTS (
    /// //   SELECT 1 FROM posts WHERE posts.user_id = users.id AND (EXISTS (
    /// //     SELECT 1 FROM tags INNER JOIN post_tags ON post_tags.tag_id = tags.id
    /// //     WHERE post_tags.post_id = posts.id AND ((tags.name = ?)))))
    /// # assert_eq!(about_rust, ["alice"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn any<P, W>(self, predicate: P) -> Among<Self, P::Checked>
    where
        Self: RelatedRows<Condition: Condition>,
        Self::Relation: Relation<Cardinality: ManyRows, Keys: Correlates, Filter: Default>,
        P: PredicateOf<
                Self::Relation,
                Self::TableRef,
                W,
                Checked: Expression<SqlType: BoolOrNullableBool>,
            >,
    {
        Matches::some(Filtered(self.condition(), predicate.checked()))
    }

    /// No related row satisfies `predicate`; true if there are no related rows.
    ///
    /// ```
    /// # use blog::{User, schema::{posts, users}};
    /// # use conjoin::prelude::*;
    /// # use diesel::prelude::*;
    /// # let conn = &mut blog::database()?;
    /// let without_drafts = users::table.filter(User::posts.none(posts::content.is_null()));
    /// // … WHERE NOT EXISTS (SELECT 1 FROM posts
    /// //     WHERE posts.user_id = users.id AND ((posts.content IS NULL)))
    /// # assert_eq!(without_drafts.count().get_result::<i64>(conn)?, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn none<P, W>(self, predicate: P) -> Among<Self, P::Checked>
    where
        Self: RelatedRows<Condition: Condition>,
        Self::Relation: Relation<Cardinality: ManyRows, Keys: Correlates, Filter: Default>,
        P: PredicateOf<
                Self::Relation,
                Self::TableRef,
                W,
                Checked: Expression<SqlType: BoolOrNullableBool>,
            >,
    {
        Matches::none(Filtered(self.condition(), predicate.checked()))
    }

    /// Every related row satisfies `predicate`; true if there are no related rows. A row for which
    /// it is `NULL` does not satisfy it.
    ///
    /// ```
    /// # use blog::{User, schema::{posts, users}};
    /// # use conjoin::prelude::*;
    /// # use diesel::prelude::*;
    /// # let conn = &mut blog::database()?;
    /// let written_out = users::table.filter(User::posts.all(posts::content.is_not_null()));
    /// // … WHERE NOT EXISTS (SELECT 1 FROM posts
    /// //     WHERE posts.user_id = users.id AND (((posts.content IS NOT NULL)) IS NOT TRUE))
    /// # assert_eq!(written_out.count().get_result::<i64>(conn)?, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn all<P, W>(self, predicate: P) -> Among<Self, NotTrue<P::Checked>>
    where
        Self: RelatedRows<Condition: Condition>,
        Self::Relation: Relation<Cardinality: ManyRows, Keys: Correlates, Filter: Default>,
        P: PredicateOf<
                Self::Relation,
                Self::TableRef,
                W,
                Checked: Expression<SqlType: BoolOrNullableBool>,
            >,
    {
        Matches::none(Filtered(self.condition(), NotTrue(predicate.checked())))
    }

    /// There is a related row, and it satisfies `predicate`. For a relation to one row.
    ///
    /// ```
    /// # use blog::{Post, schema::{posts, users}};
    /// # use conjoin::prelude::*;
    /// # use diesel::prelude::*;
    /// # let conn = &mut blog::database()?;
    /// let by_alice = posts::table.filter(Post::author.has(users::username.eq("alice")));
    /// // … WHERE EXISTS (SELECT 1 FROM users
    /// //     WHERE users.id = posts.user_id AND ((users.username = ?)))
    /// # assert_eq!(by_alice.count().get_result::<i64>(conn)?, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn has<P, W>(self, predicate: P) -> Among<Self, P::Checked>
    where
        Self: RelatedRows<Condition: Condition>,
        Self::Relation: Relation<Cardinality: OneRow, Keys: Correlates, Filter: Default>,
        P: PredicateOf<
                Self::Relation,
                Self::TableRef,
                W,
                Checked: Expression<SqlType: BoolOrNullableBool>,
            >,
    {
        Matches::some(Filtered(self.condition(), predicate.checked()))
    }

    /// There is a related row.
    ///
    /// ```
    /// # use blog::{User, schema::{posts, users}};
    /// # use conjoin::prelude::*;
    /// # use diesel::dsl::not;
    /// # use diesel::prelude::*;
    /// # let conn = &mut blog::database()?;
    /// let authors = users::table.filter(User::posts.exists());
    /// // … WHERE EXISTS (SELECT 1 FROM posts WHERE posts.user_id = users.id)
    /// # assert_eq!(authors.count().get_result::<i64>(conn)?, 2);
    /// let without_drafts =
    ///     users::table.filter(not(User::posts.filter(posts::content.is_null()).exists()));
    /// # assert_eq!(without_drafts.count().get_result::<i64>(conn)?, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn exists(self) -> Existence<Self>
    where
        Self: RelatedRows<Condition: Condition>,
        Self::Relation: Relation<Keys: Correlates, Filter: Default>,
    {
        Matches::some(self.condition().checked())
    }

    /// The related rows include this one: a row, a node, or the [`key`](crate::key) of a row. For a
    /// relation to many rows.
    ///
    /// For a many_to_many without a filter it reads the association table alone.
    ///
    /// ```
    /// # use blog::{Post, Tag, schema::{posts, tags}};
    /// # use conjoin::prelude::*;
    /// # use diesel::prelude::*;
    /// # let conn = &mut blog::database()?;
    /// let rust: Tag = tags::table.filter(tags::name.eq("rust")).select(Tag::as_select()).first(conn)?;
    /// let about_rust = posts::table.filter(Post::tags.contains(&rust));
    /// // … WHERE (posts.id IN (SELECT post_tags.post_id FROM post_tags
    /// //     WHERE (post_tags.tag_id = ?) AND post_tags.post_id IS NOT NULL))
    /// # assert_eq!(about_rust.count().get_result::<i64>(conn)?, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// The list is short for most rows, and every database searches for it. Where it is long and the
    /// query reads few rows, such as a page of posts that tells which of them somebody likes, add
    /// [`.correlated()`](Matches::correlated).
    fn contains<T>(self, row: T) -> Containing<Self>
    where
        Self: RelatedRows<Condition: Condition>,
        Self::Relation: Relation<Cardinality: ManyRows, Keys: Correlates, Filter: Default>,
        PrimaryKey<Target<Self::Relation>>: KeyColumns,
        Target<Self::Relation>: Keyed<PrimaryKey<Target<Self::Relation>>>,
        T: RowOrKey<Target<Self::Relation>, KeyOf<Target<Self::Relation>>>,
    {
        let key = KeyIs::new(row.key(|row| row.key().map(KeyRef::owned)));
        Matches::some(ThisRow { among: self.condition(), key }).uncorrelated()
    }

    /// The related row is this one: a row, a node, or the [`key`](crate::key) of a row. Compares the
    /// foreign key, and is `NULL` if that is `NULL`.
    ///
    /// ```
    /// # use blog::{Post, User, schema::{posts, users}};
    /// # use conjoin::prelude::*;
    /// # use diesel::prelude::*;
    /// # let conn = &mut blog::database()?;
    /// let alice: User = users::table.find(1).select(User::as_select()).first(conn)?;
    /// let posts_of_alice = posts::table.filter(Post::author.is(&alice));
    /// // … WHERE posts.user_id = ?
    /// # assert_eq!(posts_of_alice.count().get_result::<i64>(conn)?, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn is<T>(self, row: T) -> Compared<Self, OwnKeyIs<Self>>
    where
        Self: Relation<Cardinality: OneRow, Filter = NoClause, Keys: Pair<Source: KeyColumns>>,
        <KeysOf<Self> as Pair>::Target: KeyColumns,
        Self::Target: Keyed<<KeysOf<Self> as Pair>::Target>,
        T: RowOrKey<Self::Target, ReferredKey<Self>>,
    {
        Compared::new(Comparison::Is, KeyIs::new(row.key(|row| row.key().map(KeyRef::owned))))
    }

    /// The related row is another one: `NOT` [`is`](Self::is), so it is `NULL` if there is none,
    /// and a filter leaves the row out. See [`is_distinct_from`](Self::is_distinct_from).
    fn is_not<T>(self, row: T) -> Compared<Self, OwnKeyIs<Self>>
    where
        Self: Relation<Cardinality: OneRow, Filter = NoClause, Keys: Pair<Source: KeyColumns>>,
        <KeysOf<Self> as Pair>::Target: KeyColumns,
        Self::Target: Keyed<<KeysOf<Self> as Pair>::Target>,
        T: RowOrKey<Self::Target, ReferredKey<Self>>,
    {
        Compared::new(Comparison::IsNot, KeyIs::new(row.key(|row| row.key().map(KeyRef::owned))))
    }

    /// The related row is another one, or there is none.
    ///
    /// ```
    /// # use blog::{Post, User, schema::{posts, users}};
    /// # use conjoin::prelude::*;
    /// # use diesel::prelude::*;
    /// # let conn = &mut blog::database()?;
    /// let alice: User = users::table.find(1).select(User::as_select()).first(conn)?;
    /// let others = posts::table.filter(Post::author.is_distinct_from(&alice));
    /// // … WHERE (posts.user_id IS NULL OR NOT (posts.user_id = ?))
    /// assert_eq!(others.count().get_result::<i64>(conn)?, 2);
    /// let signed_by_others = posts::table.filter(Post::author.is_not(&alice));
    /// // … WHERE NOT (posts.user_id = ?)
    /// assert_eq!(signed_by_others.count().get_result::<i64>(conn)?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn is_distinct_from<T>(self, row: T) -> Distinct<Self, OwnKeyIs<Self>>
    where
        Self: Relation<Cardinality: OneRow, Filter = NoClause, Keys: Pair<Source: KeyColumns>>,
        <KeysOf<Self> as Pair>::Target: KeyColumns,
        Self::Target: Keyed<<KeysOf<Self> as Pair>::Target>,
        T: RowOrKey<Self::Target, ReferredKey<Self>>,
    {
        Distinct::new(KeyIs::new(row.key(|row| row.key().map(KeyRef::owned))))
    }
}

#[diagnostic::do_not_recommend]
impl<T: RelatedRows> RelationExpressionMethods for T {}

/// The type that `exists` on the rows `T` returns.
pub type Existence<T> = Matches<
    <T as RelatedRows>::Relation,
    <T as RelatedRows>::TableRef,
    <<T as RelatedRows>::Condition as Condition>::Checked,
    Existing,
>;

/// The type that a condition on the rows `T` returns: its condition, and the predicate `P`.
pub type Among<T, P> = Matches<
    <T as RelatedRows>::Relation,
    <T as RelatedRows>::TableRef,
    Filtered<<T as RelatedRows>::Condition, P>,
>;

/// The type that `contains` on the rows `T` returns.
pub type Containing<T> = Matches<
    <T as RelatedRows>::Relation,
    <T as RelatedRows>::TableRef,
    TargetRow<<T as RelatedRows>::Condition, <T as RelatedRows>::Relation>,
>;

/// The primary key of the rows `M`.
type KeyOf<M> = <M as Keyed<PrimaryKey<M>>>::Key;

/// The key by which a row of the target of `R` is referred to.
type ReferredKey<R> = <Target<R> as Keyed<<KeysOf<R> as Pair>::Target>>::Key;

/// `posts.user_id = ?`, the key by which a row of the relation's target is referred to.
pub type OwnKeyIs<R> = KeyIs<
    <KeysOf<R> as Pair>::Source,
    KeyBound<<KeysOf<R> as Pair>::Target>,
    Option<ReferredKey<R>>,
    NoClause,
>;

/// The cardinality of a relation to many rows.
#[diagnostic::on_unimplemented(
    message = "`any`, `none`, `all` and `contains` are for relations to many rows",
    label = "this relation leads to one row at most: use `.has(…)` or `.is(…)`"
)]
pub trait ManyRows {}

impl ManyRows for ToMany {}

/// The cardinality of a relation to one row at most.
#[diagnostic::on_unimplemented(
    message = "`has`, `is` and `is_not` are for relations to one row",
    label = "this relation leads to many rows: use `.any(…)` or `.contains(…)`"
)]
pub trait OneRow {}

impl OneRow for ToOne {}
impl OneRow for ToMaybeOne {}
