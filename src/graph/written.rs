//! The type of what was loaded, as people write it.

/// The type of a graph, written like its load: the model, and in braces the relations loaded with
/// it, in any order.
///
/// With `one` it is the type of a single row, and with `node` that of a row in a graph.
///
/// Use it in signatures and in fields of structs. It is an alias: `Loaded!(User { posts })` is
/// `Graph<User, user::Edges<Loaded<user::posts>>>`, and relations that it does not name are not
/// loaded.
///
/// ```
/// use blog::{Post, User, schema::{posts, users}};
/// use conjoin::{Loaded, prelude::*};
/// use diesel::prelude::*;
///
/// fn page(conn: &mut SqliteConnection) -> QueryResult<Loaded!(User { profile, posts { tags } })> {
///     users::table.with(User::posts.with(Post::tags)).with(User::profile).load(conn)
/// }
///
/// struct Report {
///     author: Loaded!(one User { some posts }),
/// }
///
/// # let conn = &mut blog::database()?;
/// let drafts = User::posts.filter(posts::content.is_null());
/// let report = Report { author: users::table.find(1).with(drafts).first(conn)? };
/// assert_eq!(page(conn)?.len(), 3);
/// assert_eq!(report.author.posts().len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// | written | loaded by |
/// |---|---|
/// | `posts` | `.with(User::posts)`, with any order |
/// | `posts { tags }` | `.with(User::posts.with(Post::tags))` |
/// | `some posts` | with a `filter` or `per_parent` inside |
/// | `may posts`, `may some posts` | `.with_if(…)` |
/// | `posts as PostTitle { tags }` | `.with(User::posts.as_model::<PostTitle>().with(PostTitle::tags))` |
/// | `recursive children`, `recursive some children` | `.recursive()`, with a filter or a depth |
/// | `count posts`, `exists posts` | `.with(User::posts.count())`, `.with(User::posts.exists())` |
/// | `max(posts::id) posts` | `.with(User::posts.max(posts::id))`; likewise `sum`, `avg` and `min` |
/// | `count some posts`, `may count posts` | with a filter before it, by `.with_if(…)` |
/// | `one User { posts }` | `first` and `get_result` |
/// | `node User { posts }`, `node 'g User { posts }` | one of the rows of a graph, which it borrows from |
/// | `&'r User { posts }`, `one &'r User { posts }` | `users.with(User::posts)` of borrowed rows |
/// | `(User, i64) { posts }`, `one (User, i64) { posts }` | `also_select::<i64, _>(…)` |
///
/// A name that is not one of the model's relations is a compile error that says so. If clippy finds
/// a signature too complex, name the type: `type Page = Loaded!(User { posts { tags } });`.
#[macro_export]
macro_rules! Loaded {
    (node $($model:ident)::+ $({ $($relations:tt)* })?) => {
        $crate::Loaded!(node '_ $($model)::+ $({ $($relations)* })?)
    };
    (node $graph:lifetime $($model:ident)::+ $({ $($relations:tt)* })?) => {
        <$($model)::+ as $crate::Model>::Node<$graph, $crate::loaded_edges!(
            [$($model)::+] [<$($model)::+ as $crate::Model>::Edges] $($($relations)*)?
        )>
    };
    (one & $rows:lifetime $($model:ident)::+ $({ $($relations:tt)* })?) => {
        $crate::relation::One<$($model)::+, $crate::loaded_edges!(
            [$($model)::+] [<$($model)::+ as $crate::Model>::Edges] $($($relations)*)?
        ), $crate::graph::Borrowed<$rows>>
    };
    (& $rows:lifetime $($model:ident)::+ $({ $($relations:tt)* })?) => {
        $crate::Graph<$($model)::+, $crate::loaded_edges!(
            [$($model)::+] [<$($model)::+ as $crate::Model>::Edges] $($($relations)*)?
        ), $crate::graph::Borrowed<$rows>>
    };
    (one $($model:ident)::+ $({ $($relations:tt)* })?) => {
        $crate::relation::One<$($model)::+, $crate::loaded_edges!(
            [$($model)::+] [<$($model)::+ as $crate::Model>::Edges] $($($relations)*)?
        )>
    };
    (one ($($model:ident)::+, $value:ty) $({ $($relations:tt)* })?) => {
        ($crate::Loaded!(one $($model)::+ $({ $($relations)* })?), $value)
    };
    (($($model:ident)::+, $value:ty) $({ $($relations:tt)* })?) => {
        $crate::graph::Pairs<$($model)::+, $crate::loaded_edges!(
            [$($model)::+] [<$($model)::+ as $crate::Model>::Edges] $($($relations)*)?
        ), $value>
    };
    ($($model:ident)::+ $({ $($relations:tt)* })?) => {
        $crate::Graph<$($model)::+, $crate::loaded_edges!(
            [$($model)::+] [<$($model)::+ as $crate::Model>::Edges] $($($relations)*)?
        )>
    };
}

/// The edges of a model with relations in their slots.
#[doc(hidden)]
#[macro_export]
macro_rules! loaded_edges {
    ([$model:ty] [$edges:ty]) => { $edges };
    (
        [$model:ty] [$edges:ty]
        may some $relation:ident $(as $as:path)? $({ $($in:tt)* })? $(, $($rest:tt)*)?
    ) => {
        $crate::loaded_edges!([$model] [$crate::loaded_rows!(
            if $crate::Part, [$crate::loaded_relation!([$model] $relation $($as)?)], $edges
            $(, $($in)*)?
        )] $($($rest)*)?)
    };
    (
        [$model:ty] [$edges:ty]
        may $relation:ident $(as $as:path)? $({ $($in:tt)* })? $(, $($rest:tt)*)?
    ) => {
        $crate::loaded_edges!([$model] [$crate::loaded_rows!(
            if $crate::Whole, [$crate::loaded_relation!([$model] $relation $($as)?)], $edges
            $(, $($in)*)?
        )] $($($rest)*)?)
    };
    (
        [$model:ty] [$edges:ty]
        some $relation:ident $(as $as:path)? $({ $($in:tt)* })? $(, $($rest:tt)*)?
    ) => {
        $crate::loaded_edges!([$model] [$crate::loaded_rows!(
             $crate::Part, [$crate::loaded_relation!([$model] $relation $($as)?)], $edges
            $(, $($in)*)?
        )] $($($rest)*)?)
    };
    ([$model:ty] [$edges:ty] recursive some $relation:ident $(, $($rest:tt)*)?) => {
        $crate::loaded_edges!([$model] [$crate::private::WithTree<
            $crate::loaded_relation!([$model] $relation), $edges, $crate::Part
        >] $($($rest)*)?)
    };
    ([$model:ty] [$edges:ty] recursive $relation:ident $(, $($rest:tt)*)?) => {
        $crate::loaded_edges!([$model] [$crate::private::WithTree<
            $crate::loaded_relation!([$model] $relation), $edges, $crate::Whole
        >] $($($rest)*)?)
    };
    (
        [$model:ty] [$edges:ty]
        $relation:ident $(as $as:path)? $({ $($in:tt)* })? $(, $($rest:tt)*)?
    ) => {
        $crate::loaded_edges!([$model] [$crate::loaded_rows!(
             $crate::Whole, [$crate::loaded_relation!([$model] $relation $($as)?)], $edges
            $(, $($in)*)?
        )] $($($rest)*)?)
    };
    (
        [$model:ty] [$edges:ty]
        may $function:ident $(($column:path))? some $relation:ident $(, $($rest:tt)*)?
    ) => {
        $crate::loaded_edges!([$model] [$crate::private::WithValuesIf<
            $crate::loaded_relation!([$model] $relation), $edges, $crate::Part,
            $crate::loaded_function!($function), ($($column)?)
        >] $($($rest)*)?)
    };
    (
        [$model:ty] [$edges:ty]
        may $function:ident $(($column:path))? $relation:ident $(, $($rest:tt)*)?
    ) => {
        $crate::loaded_edges!([$model] [$crate::private::WithValuesIf<
            $crate::loaded_relation!([$model] $relation), $edges, $crate::Whole,
            $crate::loaded_function!($function), ($($column)?)
        >] $($($rest)*)?)
    };
    (
        [$model:ty] [$edges:ty]
        $function:ident $(($column:path))? some $relation:ident $(, $($rest:tt)*)?
    ) => {
        $crate::loaded_edges!([$model] [$crate::private::WithValues<
            $crate::loaded_relation!([$model] $relation), $edges, $crate::Part,
            $crate::loaded_function!($function), ($($column)?)
        >] $($($rest)*)?)
    };
    (
        [$model:ty] [$edges:ty]
        $function:ident $(($column:path))? $relation:ident $(, $($rest:tt)*)?
    ) => {
        $crate::loaded_edges!([$model] [$crate::private::WithValues<
            $crate::loaded_relation!([$model] $relation), $edges, $crate::Whole,
            $crate::loaded_function!($function), ($($column)?)
        >] $($($rest)*)?)
    };
}

/// The edges of a model with the rows of a relation in its slot. Without braces the relation is written
/// once, so that its name is reported once if there is no such relation.
#[doc(hidden)]
#[macro_export]
macro_rules! loaded_rows {
    (if $extent:path, [$relation:ty], $edges:ty) => {
        $crate::private::WithRowsIf<$relation, $edges, $extent>
    };
    (if $extent:path, [$relation:ty], $edges:ty, $($in:tt)*) => {
        $crate::private::WithLoadedIf<
            $relation, $edges, $extent, $crate::loaded_beneath!([$relation] $($in)*)
        >
    };
    ($extent:path, [$relation:ty], $edges:ty) => {
        $crate::private::WithRows<$relation, $edges, $extent>
    };
    ($extent:path, [$relation:ty], $edges:ty, $($in:tt)*) => {
        $crate::private::WithLoaded<
            $relation, $edges, $extent, $crate::loaded_beneath!([$relation] $($in)*)
        >
    };
}

/// The function of an aggregate.
#[doc(hidden)]
#[macro_export]
macro_rules! loaded_function {
    (count) => {
        $crate::aggregate::Count
    };
    (exists) => {
        $crate::aggregate::Exists
    };
    (sum) => {
        $crate::aggregate::Sum
    };
    (avg) => {
        $crate::aggregate::Avg
    };
    (min) => {
        $crate::aggregate::Min
    };
    (max) => {
        $crate::aggregate::Max
    };
}

/// The relation with a name, or the same with its rows read as another struct.
#[doc(hidden)]
#[macro_export]
macro_rules! loaded_relation {
    ([$model:ty] $relation:ident) => {
        $crate::private::RelationOf<
            $model, { $crate::private::named::<$model>(stringify!($relation)) }
        >
    };
    ([$model:ty] $relation:ident $as:path) => {
        $crate::plan::AsModel<$crate::loaded_relation!([$model] $relation), $as>
    };
}

/// The edges of the rows that a relation leads to.
#[doc(hidden)]
#[macro_export]
macro_rules! loaded_beneath {
    ([$relation:ty] $($in:tt)*) => {
        $crate::loaded_edges!(
            [$crate::private::Target<$relation>] [$crate::private::Nothing<$relation>] $($in)*
        )
    };
}
