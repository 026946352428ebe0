//! Plans: relations to load, each with its filter, its order and its nested relations.

use crate::clause::filter_order::{Everything, Filtered, Limit, Of, Ordered};
use crate::graph::vacant::AsRows;
use crate::model::from::InOneTable;
use crate::model::relation::{Model, Part, Relation, TableOf, Target, Whole};
use crate::plan::as_model::AsModel;
use crate::plan::fits::NestsIn;
use crate::plan::how::{Grouped, PerParent};
use crate::plan::joined::NotJoined;
use crate::plan::per_parent::{HasFirst, InOrder};
use crate::plan::planned::{InOneStatement, Planned, PlannedWith};
use crate::plan::recursive::{LeadsBack, Recursed};

/// A relation, or one with a filter, an order or nested relations: what `.with(…)` accepts.
///
/// Implemented for every [`Relation`] and for [`Planned`], never by hand.
///
/// ```
/// use blog::{Post, User, schema::posts, user};
/// use conjoin::plan::Plan;
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// fn of_users<P: Plan<Relation = user::posts>>(_: &P) {}
///
/// of_users(&User::posts);
/// of_users(&User::posts.order_by(posts::title).with(Post::tags));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation",
    label = "expected a relation, such as `User::posts`",
    note = "or an aggregate of one: `User::posts.count()`, `.exists()`, and `.sum(…)`, `.avg(…)`, `.min(…)` \
            and `.max(…)` of a column; a filter goes before it"
)]
pub trait Plan {
    /// The relation to load.
    type Relation: Relation;
    /// Which part of the slot it fills: the rows, or an aggregate.
    type Place;
    /// The new state of its slot.
    type Planned;
    /// What it joins to the query: nothing, unless [`joined`](RelationDsl::joined) was called.
    type Joins;
    /// The state of the slot, and what is joined.
    fn planned(self) -> (Self::Planned, Self::Joins);
}

pub(crate) type Nothing<R> = <Target<R> as Model>::Edges;

#[diagnostic::do_not_recommend]
impl<R: Relation> Plan for R {
    type Relation = R::Declared;
    type Place = AsRows;
    type Planned = Planned<R, Everything, Nothing<R>>;
    type Joins = NotJoined;

    fn planned(self) -> (Self::Planned, NotJoined) {
        (Planned::all(), NotJoined)
    }
}

/// Methods of a relation inside `.with(…)`; [`Planned`] has the same ones, for chaining.
///
/// ```
/// use blog::{Post, User, schema::{posts, tags, users}};
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let users = users::table
///     .with(
///         User::posts
///             .filter(posts::title.like("%Diesel%"))
///             .order_by(posts::title)
///             .with(Post::tags.order_by(tags::name)),
///     )
///     .load(conn)?;
/// // SELECT … FROM users
/// // SELECT … FROM posts
/// //   WHERE posts.user_id IN (?, ?, ?) AND ((posts.title LIKE ?))
/// //   ORDER BY posts.user_id, posts.title
/// // SELECT … FROM tags INNER JOIN post_tags ON post_tags.tag_id = tags.id
/// //   WHERE post_tags.post_id = ? ORDER BY tags.name
/// assert_eq!(users.iter().map(|user| user.posts().len()).sum::<usize>(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait RelationDsl: Relation {
    /// Loads only the related rows that satisfy `predicate`, an expression on their table.
    ///
    /// Several filters are combined by `AND`. The relation is then loaded in [`Part`]: a function
    /// that requires [`Has`](crate::Has) rejects the result.
    ///
    /// ```
    /// use blog::{User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let users = users::table.with(User::posts.filter(posts::title.like("Joins%"))).load(conn)?;
    /// // SELECT … FROM posts WHERE posts.user_id IN (?, ?, ?) AND ((posts.title LIKE ?))
    /// assert_eq!(users.len(), 3); // users without such posts stay
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn filter<P, W>(
        self,
        predicate: P,
    ) -> Planned<Self, Filtered<Everything, P::Checked>, Nothing<Self>, Part>
    where
        P: Of<Self, W>,
    {
        Planned::all().filter(predicate)
    }

    /// Orders the related rows. Without it, the order is unspecified, as in SQL.
    ///
    /// ```
    /// use blog::{User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let alice = users::table.find(1).with(User::posts.order_by(posts::title)).first(conn)?;
    /// // SELECT … FROM posts WHERE posts.user_id = ? ORDER BY posts.title
    /// let titles: Vec<&str> = alice.posts().rows().map(|post| post.title.as_str()).collect();
    /// assert_eq!(titles, ["Joins, twice", "Relations in Diesel"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn order_by<O, W>(
        self,
        order: O,
    ) -> Planned<Self, Ordered<Everything, O::Checked>, Nothing<Self>>
    where
        O: Of<Self, W>,
    {
        Planned::all().order_by(order)
    }

    /// Also loads a relation of the related rows, with one more statement.
    ///
    /// ```
    /// use blog::{Post, User, schema::users};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let users = users::table.with(User::posts.with(Post::tags).with(Post::author)).load(conn)?;
    /// # assert_eq!(users.len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn with<P>(self, plan: P) -> PlannedWith<Self, Everything, Nothing<Self>, Whole, Grouped, P>
    where
        P: NestsIn<Grouped, Self, Nothing<Self>>,
    {
        Planned::<Self, _, _>::all().with(plan)
    }

    /// Also loads a relation of the related rows if the condition holds. See
    /// [`WithDsl::with_if`](crate::dsl::WithDsl::with_if).
    fn with_if<P>(
        self,
        condition: bool,
        plan: P,
    ) -> PlannedWith<Self, Everything, Nothing<Self>, Whole, Grouped, Option<P>>
    where
        Option<P>: NestsIn<Grouped, Self, Nothing<Self>>,
    {
        self.with(condition.then_some(plan))
    }

    /// Also loads the relation of the related rows, and of theirs, down to the last: a whole tree,
    /// or a chain of ancestors. For relations from a model to itself.
    ///
    /// All rows are stored once, in the level of the rows it starts from. Relations loaded with
    /// those rows are therefore loaded at every depth, and cycles end where they began. Sends one
    /// statement with a recursive query. With a filter, it sends one statement per level, and also
    /// leaves out everything beneath the rows it leaves out. A level has at most one recursive
    /// relation.
    ///
    /// ```
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// diesel::table! { categories (id) { id -> Integer, name -> Text, parent_id -> Nullable<Integer>, } }
    ///
    /// #[derive(Queryable, Selectable, Relations)]
    /// #[diesel(table_name = categories)]
    /// #[relations(
    ///     belongs_to(parent: Category, foreign_key = parent_id, back_populates = children),
    ///     has_many(children: Category, back_populates = parent),
    /// )]
    /// struct Category {
    ///     id: i32,
    ///     name: String,
    ///     parent_id: Option<i32>,
    /// }
    ///
    /// fn outline<C: Has<category::children, Child = C>>(category: C) -> String {
    ///     let inside: Vec<String> = category.get(Category::children).map(outline).collect();
    ///     format!("{}({})", category.name, inside.join(", "))
    /// }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let conn = &mut SqliteConnection::establish(":memory:")?;
    /// # diesel::connection::SimpleConnection::batch_execute(conn, "CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT NOT NULL, parent_id INTEGER);
    /// # INSERT INTO categories VALUES (1, 'all', NULL), (2, 'food', 1), (3, 'tea', 2), (4, 'toys', 1)")?;
    /// let all = categories::table
    ///     .filter(categories::parent_id.is_null())
    ///     .with(Category::children.order_by(categories::name).recursive())
    ///     .load(conn)?;
    /// // SELECT … FROM categories WHERE categories.parent_id IS NULL
    /// // SELECT … FROM categories
    /// //   WHERE categories.parent_id IN (WITH RECURSIVE conjoin:reached (key_1) AS (…) SELECT …)
    /// //   ORDER BY categories.name
    /// let outlines: Vec<String> = all.iter().map(outline).collect();
    /// assert_eq!(outlines, ["all(food(tea()), toys())"]);
    /// # Ok(())
    /// # }
    /// ```
    fn recursive(self) -> Recursed<Self, Everything>
    where
        Target<Self>: LeadsBack<Self::Source>,
    {
        Planned::<Self, _, _>::all().recursive()
    }

    /// Loads the related rows as another struct of their table that derives
    /// [`Relations`](derive@crate::Relations) too: only its columns are selected, and the keys. The
    /// struct needs a field for the primary key only if the relation leads through other tables.
    ///
    /// ```
    /// use blog::{User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// #[derive(Queryable, Selectable, Relations)]
    /// #[diesel(table_name = posts)]
    /// struct PostTitle {
    ///     id: i32,
    ///     title: String,
    /// }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let conn = &mut blog::database()?;
    /// let titles = User::posts.as_model::<PostTitle>().order_by(posts::title);
    /// let alice = users::table.find(1).with(titles).first(conn)?;
    /// // SELECT posts.user_id, posts.id, posts.title FROM posts
    /// //   WHERE posts.user_id = ? ORDER BY posts.title
    /// let titles: Vec<&str> = alice.posts().rows().map(|post| post.title.as_str()).collect();
    /// assert_eq!(titles, ["Joins, twice", "Relations in Diesel"]);
    /// # Ok(())
    /// # }
    /// ```
    fn as_model<M>(self) -> AsModel<Self, M>
    where
        M: Model<Table = TableOf<Self>>,
    {
        AsModel::new()
    }

    /// Loads at most `rows` rows for each parent, the first ones in the declared order of the
    /// relation. If it declares none, call [`order_by`](Self::order_by) first.
    ///
    /// Rows that are equal by that order are ordered by their primary key, so that pages do not
    /// overlap. Filters are applied before counting. The relation is loaded in [`Part`], with as
    /// many statements as without this. A negative number is an error of the load.
    ///
    /// ```
    /// use blog::{Post, User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let latest = User::posts.order_by(posts::id.desc()).per_parent(3).with(Post::tags);
    /// let users = users::table.with(latest).load(conn)?;
    /// # assert_eq!(users.len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn per_parent(self, rows: i64) -> Planned<Self, Everything, Nothing<Self>, Part, PerParent>
    where
        Everything: InOrder<Self>,
        Self::Cardinality: HasFirst<Self>,
    {
        Planned::all().per_parent(rows)
    }

    /// Loads the relation in the statement of the query itself, by a `LEFT OUTER JOIN`, instead of
    /// one more statement. The result and its type are the same.
    ///
    /// Filters, also the declared one, are put into the `ON`. A relation to many rows repeats each
    /// row of the query once per related row. Such a query must have no `LIMIT`, no second such
    /// relation, and only one table in its `FROM`; the relation's order is appended to the query's
    /// own. Nested relations are joined as well if they call `joined`, and are otherwise loaded by
    /// their own statements.
    ///
    /// ```
    /// use blog::{Post, User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let posts = posts::table
    ///     .order_by(posts::id)
    ///     .limit(10)
    ///     .with(Post::author.with(User::profile.joined()).joined())
    ///     .load(conn)?;
    /// // SELECT posts.id, …, users.id, users.id, …, profiles.id, profiles.id, …
    /// //   FROM (posts LEFT OUTER JOIN users ON users.id = posts.user_id
    /// //     LEFT OUTER JOIN profiles ON profiles.user_id = users.id)
    /// //   ORDER BY posts.id LIMIT ?
    /// # assert_eq!(posts.len(), 4);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn joined(self) -> InOneStatement<Self, Everything, Nothing<Self>>
    where
        Target<Self>: InOneTable,
    {
        Planned::<Self, _, _>::all().joined()
    }

    /// Does not compile: it would limit the rows of all parents together.
    /// [`per_parent`](Self::per_parent) limits those of each.
    ///
    /// ```compile_fail
    /// # use blog::User;
    /// # use conjoin::prelude::*;
    /// let three_of_all_users = User::posts.limit(3);
    /// ```
    fn limit(self, rows: i64) -> Self
    where
        Self: Limit<Self>,
    {
        let _ = rows;
        self
    }
}

#[diagnostic::do_not_recommend]
impl<R: Relation> RelationDsl for R {}
