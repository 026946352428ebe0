// The columns of the widest table, written by a macro that takes one after the other.
#![recursion_limit = "256"]
#![doc = include_str!("../README.md")]

pub mod aggregate;
pub mod filter;
pub mod plan;
pub mod prelude;
pub mod testing;

#[doc(hidden)]
pub mod private;

mod correlated;
mod derived;
mod end;
mod error;
mod from;
mod graph;
mod join;
mod key;
mod load;
pub mod related;
pub mod relation;
mod route;
mod stated;
mod undocumented;

pub use aggregate::RelationAggregateMethods;
pub use error::Error;
pub use filter::RelationExpressionMethods;
pub use graph::{
    AggregateValues, Aggregated, Graph, Has, HasSome, HasSomeValue, HasValue, Iter, Loaded,
    MayHave, Nodes, NotLoaded, Pairs, Tree, Values,
};
pub use join::{Between, BetweenDsl, Join, JoinDsl, OuterJoin, SelectableFrom, SelectedFrom};
#[cfg(feature = "async")]
pub use load::Async;
pub use load::{
    AlsoSelect, AsModel, Batches, Blocking, Connected, Joined, Load, LoadOn, NextOn, PairsOn,
    PerParent, Plan, Planned, PlannedValues, Progress, Recursive, RelationDsl, StatementTree,
    Strategy, Style, Upgrade, UpgradeOn, With, WithDsl, WithRows, WithRowsDsl,
};
pub use related::RelatedDsl;
pub use relation::{Model, Part, Relation, Whole};

/// Declares the relations of a model, in its attribute `#[relations(…)]`.
///
/// Stands beside Diesel's derives on a struct that is `Selectable` and names its table. The other
/// side of a relation derives it as well.
///
/// ```
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// diesel::table! {
///     users (id) {
///         id -> Integer,
///         username -> Text,
///     }
/// }
///
/// diesel::table! {
///     posts (id) {
///         id -> Integer,
///         title -> Text,
///         user_id -> Nullable<Integer>,
///     }
/// }
///
/// diesel::allow_tables_to_appear_in_same_query!(users, posts);
///
/// #[derive(Queryable, Selectable, Relations)]
/// #[diesel(table_name = users)]
/// #[relations(has_many(posts: Post, back_populates = author))]
/// struct User {
///     id: i32,
///     username: String,
/// }
///
/// #[derive(Queryable, Selectable, Relations)]
/// #[diesel(table_name = posts)]
/// #[relations(belongs_to(author: User, back_populates = posts))]
/// struct Post {
///     id: i32,
///     title: String,
///     user_id: Option<i32>,
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let conn = &mut blog::database()?;
/// for user in &users::table.with(User::posts).load(conn)? {
///     println!("{} wrote {} posts", user.username, user.posts().len());
/// }
/// for post in &posts::table.with(Post::author).load(conn)? {
///     println!("{} is signed: {}", post.title, post.author().is_some());
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Relations
///
/// Each is written `kind(name: Target, options…)` in `#[relations(…)]`, several of them separated by
/// commas or each in an attribute of its own.
///
/// | kind | leads to | an accessor returns |
/// |---|---|---|
/// | `has_many` | the rows whose foreign key is this row's primary key | [`Nodes`] |
/// | `has_one` | the one row, if any, of which that is true | `Option` of a node |
/// | `belongs_to` | the row that this row's foreign key refers to | a node; an `Option` of it if the column is `Nullable` |
/// | `many_to_many` | the rows that an association table pairs with this one | [`Nodes`] |
///
/// # Options
///
/// - `back_populates = name`: the relation of the target that is the other side. Each relation says
///   this or the next.
/// - `one_way`: there is no other side.
/// - `foreign_key = column`: on `belongs_to`, the column of this table, or a tuple of them. Without it,
///   the column of Diesel's `belongs_to` attribute if the struct has just one for the target, and
///   otherwise the field `author_id` or `user_id` of `author: User`, whichever there is; both are an
///   error. On a one-way `has_many` or `has_one`, the full path, such as `posts::user_id`; otherwise
///   those take the column from their other side.
/// - `references = column`: what the foreign key refers to, where that is not the primary key. On
///   `belongs_to` the full path, such as `users::email`; on a one-way `has_many` or `has_one` a column
///   of this table.
/// - `through = table`: on `many_to_many`, the association table, with the columns `post_id` and
///   `tag_id` between `Post` and `Tag`; or `through = table(near, far)`, the column that refers to
///   this side first, or a tuple of them.
/// - `through = posts.tags`: on `has_many` and `has_one`, the relations that lead there, the first of
///   them this model's.
/// - `filter = expression`: which of the rows the relation leads to. Such a relation is `one_way`.
/// - `order_by = expression`: in which order they are loaded, unless a plan says another.
///
/// What the primary key is, Diesel's `#[diesel(primary_key(…))]` says, and otherwise the table.
///
/// `#[relations(module = name)]` names the generated module. `#[relations(backend = Type)]` lets the
/// model load over a `MultiConnection` as well, whose backend [`multi_connection!`] introduces.
/// `#[relations(only = diesel::pg::Pg)]` lets it load over that database alone: for a model with
/// columns that the other databases whose features are enabled do not have, and for those that name
/// it in `belongs_to` or `many_to_many`.
///
/// # What it generates
///
/// For a struct `User` with the relations `posts` and `profile`:
///
/// - the constants `User::posts` and `User::profile`, for `.with(…)`, `.join(…)` and `.related(…)`;
/// - the module `user`, as visible as the struct, with
///     - `user::posts` and `user::profile`, the types of the constants;
///     - `user::Edges<posts, profile>`, which says what is loaded, [`NotLoaded`] unless given;
///     - `user::Node`, a row in a [`Graph`], with a method per relation;
///     - `user::One`, a row that owns what was loaded with it, as [`first`](Load::first) returns;
/// - implementations of [`Model`] and [`Relation`].
///
/// The module is named after the struct in snake case, followed by `_relations` where the table has
/// that name or where it is a keyword.
///
/// # What it checks
///
/// At compile time, with the error at the declaration: that the other side exists, is of the kind that
/// fits, leads back and names this relation; that the foreign key is a column, and no other relation's
/// by chance; that the two keys have one SQL type and one Rust type, apart from `Option`; that both sides
/// of a `many_to_many` name one association table, its columns the other way round, as Diesel's
/// `joinable!` has them; that the relations of a path go on from each
/// other to the target; that a filter or an order is about the rows that the relation leads to.
///
/// ```compile_fail
/// # use conjoin::prelude::*;
/// # use diesel::prelude::*;
/// # diesel::table! { users (id) { id -> Integer, } }
/// # diesel::table! { posts (id) { id -> Integer, user_id -> Integer, } }
/// #[derive(Queryable, Selectable, Relations)]
/// #[diesel(table_name = users)]
/// #[relations(has_many(posts: Post, back_populates = auther))] // not a relation of `Post`
/// struct User {
///     id: i32,
/// }
/// # #[derive(Queryable, Selectable, Relations)]
/// # #[diesel(table_name = posts)]
/// # #[relations(belongs_to(author: User, back_populates = posts))]
/// # struct Post { id: i32, user_id: i32 }
/// # fn main() {}
/// ```
///
/// # Limits
///
/// A key has six columns at most, and those of an association table refer to primary keys. The field
/// of a key stands in the struct itself, unless it is a foreign key that a `belongs_to` names; a
/// struct that it embeds does not count. The struct has no lifetimes and no type parameters. A
/// relation is not called `get`, `get_if`, `into_row`, `node` or `row`, nor as an associated function
/// of the struct.
pub use conjoin_derive::Relations;
