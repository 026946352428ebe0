// The columns of the widest table, written by a macro that takes one after the other.
#![recursion_limit = "256"]
// The first definition of a link counts: those of the README lead nowhere on docs.rs.
#![doc = "[async]: https://docs.rs/crate/conjoin/latest/source/docs/async.md"]
#![doc = "[book]: https://docs.rs/crate/conjoin/latest/source/docs/README.md"]
#![doc = "[costs]: https://docs.rs/crate/conjoin/latest/source/docs/costs.md"]
#![doc = "[getting-started]: https://docs.rs/crate/conjoin/latest/source/docs/getting-started.md"]
#![doc = "[loading]: https://docs.rs/crate/conjoin/latest/source/docs/loading.md"]
#![doc = "[migrations]: https://docs.rs/crate/conjoin/latest/source/docs/migrations.md"]
#![doc = "[relations]: https://docs.rs/crate/conjoin/latest/source/docs/relations.md"]
#![doc = "[speed]: https://docs.rs/crate/conjoin/latest/source/docs/speed.svg"]
#![doc = include_str!("../README.md")]

pub mod aggregate;
pub mod connection;
pub mod dsl;
pub mod filter;
pub mod graph;
pub mod messages;
pub mod plan;
pub mod prelude;
pub mod query;
pub mod related;
pub mod testing;

#[doc(hidden)]
pub mod private;

mod by_hand;
mod clause;
mod create;
mod database;
mod fetch;
mod join;
mod load;
mod model;
mod route;
#[cfg(feature = "serde")]
mod serialize;
mod snapshot;
mod sql;
mod structs;
mod undocumented;
mod write;

pub use create::{Create, CreateAll, create, create_all};
pub use graph::condition::MayHave;
pub use graph::depth::InTree;
pub use graph::has::{Has, HasSome};
pub use graph::in_graph::InGraph;
pub use graph::slot::{Loaded, NotLoaded};
pub use graph::values::{HasSomeValue, HasValue};
pub use load::{Load, LoadOn, With};
pub use model::error::Error;
pub use model::graph::Graph;
pub use model::node::Nodes;
pub use model::relation;
pub use model::relation::{Model, Part, Relation, Whole};
pub use related::row_or_key::key;
#[cfg(feature = "async")]
pub use snapshot::asynchronous::snapshot_async;
pub use snapshot::snapshot;
pub use structs::FromGraph;
pub use write::many_to_many::keys;

/// Derives the relations of a model from its attribute `#[relations(…)]`.
///
/// Add it to Diesel's derives on a struct that is `Selectable` and names its table. The target of a
/// relation must derive it as well.
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
/// Write each relation as `kind(name: Target, options…)` in `#[relations(…)]`, several of them
/// separated by commas or each in its own attribute.
///
/// | kind | leads to | an accessor returns |
/// |---|---|---|
/// | `has_many` | the rows whose foreign key is this row's primary key | [`Nodes`] |
/// | `has_one` | at most one row whose foreign key is this row's primary key | `Option` of a node |
/// | `belongs_to` | the row that this row's foreign key refers to | a node; an `Option` of it if the column is `Nullable` |
/// | `many_to_many` | the rows that an association table pairs with this one | [`Nodes`] |
///
/// # Options
///
/// - `back_populates = name`: the relation of the target that is the other side. Each relation has
///   either this or `one_way`.
/// - `one_way`: there is no other side.
/// - `foreign_key = column`: on `belongs_to`, a column of this table, or a tuple of columns. The
///   default is the column in Diesel's `belongs_to` attribute, if the struct has exactly one for
///   the target. Otherwise it is the field `author_id` or `user_id` for `author: User`, whichever
///   exists; if both exist, that is an error. On a one-way `has_many` or `has_one`, the full path,
///   such as `posts::user_id`; otherwise those take the column from their other side.
/// - `references = column`: the column that the foreign key refers to, if that is not the primary
///   key. On `belongs_to`, the full path, such as `users::email`; on a one-way `has_many` or
///   `has_one`, a column of this table.
/// - `through = table`: on `many_to_many`, the association table, with the columns `post_id` and
///   `tag_id` between `Post` and `Tag`; or `through = table(near, far)`, with the column that
///   refers to this side first. Either may be a tuple of columns.
/// - `through = posts.tags`: on `has_many` and `has_one`, the relations that lead to the target,
///   starting with one of this model.
/// - `filter = expression`: limits the rows that the relation leads to. Such a relation is
///   `one_way`.
/// - `order_by = expression`: the order in which they are loaded, unless a plan specifies another.
///
/// The primary key is the one named by Diesel's `#[diesel(primary_key(…))]`, or else the table's.
///
/// `#[relations(module = name)]` names the generated module. `#[relations(backend = Type)]` lets
/// the model also load over a `MultiConnection`, whose backend is registered with
/// [`multi_connection!`]. `#[relations(only = diesel::pg::Pg)]` restricts the model to that
/// database. Use it if other enabled databases do not have the model's column types, and on models
/// that lead to such a model by `belongs_to` or `many_to_many`.
///
/// # What it generates
///
/// For a struct `User` with the relations `posts` and `profile`:
///
/// - the constants `User::posts` and `User::profile`, for `.with(…)`, `.join(…)` and `.related(…)`;
/// - the module `user`, as visible as the struct, with
///     - `user::posts` and `user::profile`, the types of the constants;
///     - `user::Edges<posts, profile>`, which records what is loaded, [`NotLoaded`] by default;
///     - `user::Node`, a row in a [`Graph`], with a method per relation;
///     - `user::One`, a row that owns everything loaded with it, as returned by [`first`](Load::first);
/// - implementations of [`Model`] and [`Relation`].
///
/// The module has the name of the struct in snake case, followed by `_relations` if the table has
/// that name or if it is a keyword.
///
/// # What it checks
///
/// The following is checked at compile time, with the error at the declaration: the other side
/// exists, has the matching kind, leads back and names this relation; the foreign key is a column,
/// and is not inferred for two relations; both keys have the same SQL type and the same Rust type,
/// apart from `Option`; both sides of a `many_to_many` name the same association table, with its
/// columns in reverse, consistent with Diesel's `joinable!`; each relation of a path starts where
/// the one before ends, and the last one leads to the target; filters and orders only use columns
/// of the rows that the relation leads to.
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
/// A key has at most six columns, and the keys of an association table refer to primary keys. The
/// field of a key must be in the struct itself, unless it is a foreign key specified by a
/// `belongs_to`; fields of an embedded struct do not count. The struct has no lifetime and no type
/// parameters. A relation cannot be called `get`, `get_if`, `into_row`, `node`, `row` or `rows_mut`, nor like
/// an associated function of the struct.
pub use conjoin_derive::Relations;

/// Derives that a struct is filled from a row of a graph, and from what was loaded with it, by the names
/// of its fields.
///
/// ```
/// use blog::{Post, Tag, User, schema::{posts, tags, users}};
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// #[derive(FromGraph)]
/// #[from_graph(User { posts, count posts })]
/// struct UserPage {
///     username: String,
///     posts: Vec<PostView>,
///     posts_count: i64,
/// }
///
/// #[derive(FromGraph)]
/// #[from_graph(Post { tags })]
/// struct PostView {
///     title: String,
///     tags: Vec<Tag>,
/// }
///
/// # let conn = &mut blog::database()?;
/// let posts = User::posts.order_by(posts::id).with(Post::tags.order_by(tags::name));
/// let users = users::table.order_by(users::id).with(posts).with(User::posts.count());
/// let pages: Vec<UserPage> = users.load(conn)?.into_structs();
/// // SELECT users.id, users.username FROM users ORDER BY users.id
/// // SELECT … FROM posts WHERE posts.user_id IN (?, ?, ?) ORDER BY posts.id
/// // SELECT … FROM tags INNER JOIN post_tags … ORDER BY tags.name
/// // SELECT posts.user_id, COUNT(*) FROM posts WHERE posts.user_id IN (?, ?, ?)
/// //   GROUP BY posts.user_id
/// assert_eq!(pages[0].username, "alice");
/// assert_eq!(pages[0].posts.len() as i64, pages[0].posts_count);
/// assert_eq!(pages[0].posts[0].tags[0].name, "diesel");
/// # assert!(!pages[0].posts[0].title.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// `#[from_graph(…)]` on the struct names the model, and in braces the relations and aggregates that
/// fields are filled from, as [`Loaded!`] does. `posts` fills the field `posts`, `count posts` the field
/// `posts_count`, `max(posts::id) posts` the field `posts_max_id`. Every other field is a field of the row,
/// or the row itself if it has the type of the model. `#[from_graph(name = title)]` on a field takes what
/// is called `title` in the graph.
///
/// | written | the type of the field |
/// |---|---|
/// | `posts`, of many rows | `Vec<T>` |
/// | `profile`, of one row or none | `Option<T>` |
/// | `user`, of exactly one row | `T` |
/// | `some posts`, loaded in part or not | as above, but `Option<T>` for exactly one row |
/// | `may posts`, loaded on a condition or not | an `Option` of the above |
/// | `recursive children` | `Vec<Self>`, or `Option<Box<Self>>` for one row |
/// | an aggregate | as its accessor returns it |
///
/// `T` is a struct that derives `FromGraph` for the rows of the relation, the model itself if it is
/// `Clone`, or a `Box` of either. The types of all fields that are taken from rows must be `Clone`.
///
/// [`into_structs`](Graph::into_structs) of a graph and [`into_struct`](dsl::StructDsl::into_struct) of a
/// single row move rows where they are used for the last time; [`to_structs`](Graph::to_structs) and
/// [`to_struct`](dsl::StructDsl::to_struct) of a node clone them. They compile only if what the struct
/// requires was loaded. None of them sends SQL, or fails; a tree of more than
/// some thousand levels needs a larger stack.
///
/// The struct has named fields, and neither lifetimes nor type parameters.
pub use conjoin_derive::FromGraph;
