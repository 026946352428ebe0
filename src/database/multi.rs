//! A `MultiConnection` of several databases.

/// Lets relations load over a connection that is one of several databases, as made by
/// `#[derive(MultiConnection)]`. Pass the name of its backend, and all its variants.
///
/// Every model that is loaded over it must name the backend as well:
/// `#[relations(backend = MultiBackend)]`.
///
/// ```
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// #[derive(diesel::MultiConnection)]
/// enum AnyConnection {
///     Sqlite(SqliteConnection),
///     // Postgresql(PgConnection),
/// }
/// conjoin::multi_connection!(MultiBackend, Sqlite);
///
/// # diesel::table! { users (id) { id -> Integer, } }
/// # diesel::table! { posts (id) { id -> Integer, user_id -> Integer, } }
/// #[derive(Queryable, Selectable, Relations)]
/// #[diesel(table_name = users)]
/// #[relations(
///     backend = MultiBackend,
///     has_many(posts: Post, back_populates = author),
/// )]
/// struct User {
///     id: i32,
/// }
/// # #[derive(Queryable, Selectable, Relations)]
/// # #[diesel(table_name = posts)]
/// # #[relations(
/// #     backend = MultiBackend,
/// #     belongs_to(author: User, back_populates = posts),
/// # )]
/// # struct Post { id: i32, user_id: i32 }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let conn = &mut AnyConnection::establish(":memory:")?;
/// # diesel::connection::SimpleConnection::batch_execute(conn, "CREATE TABLE users (id INTEGER); INSERT INTO users VALUES (1);
/// # CREATE TABLE posts (id INTEGER, user_id INTEGER); INSERT INTO posts VALUES (2, 1)")?;
/// let users = users::table.with(User::posts).load(conn)?;
/// # assert_eq!(users.get(0).unwrap().posts().len(), 1);
/// # Ok(())
/// # }
/// ```
///
/// If a variant has a `#[cfg(…)]` in the enum, repeat it here. Key lists have the form used for
/// SQLite and MySQL, within the smallest limit, whatever is connected.
#[macro_export]
macro_rules! multi_connection {
    ($backend:ident, $($(#[$attribute:meta])* $variant:ident),+ $(,)?) => {
        impl $crate::private::Database for $backend {
            const MAX_BINDS: usize = 32_766;

            fn backends() -> impl IntoIterator<Item = Self> {
                // Does not compile if a variant is missing.
                fn _all(backend: &$backend) {
                    match backend {
                        $($(#[$attribute])* $backend::$variant(_) => (),)+
                    }
                }
                [$($(#[$attribute])* $backend::$variant(::std::default::Default::default())),+]
            }

            fn query_builder(&self) -> <Self as $crate::private::Backend>::QueryBuilder {
                type Text = <$backend as $crate::private::Backend>::QueryBuilder;
                match self {
                    $($(#[$attribute])* $backend::$variant(_) => {
                        Text::$variant(::std::default::Default::default())
                    })+
                }
            }

            fn dialect(&self) -> &'static $crate::private::Dialect {
                match self {
                    $($(#[$attribute])* $backend::$variant(database) => {
                        $crate::private::Database::dialect(database)
                    })+
                }
            }

            fn number<'r>(
                row: &impl $crate::private::DatabaseRow<'r, Self>,
            ) -> $crate::private::QueryResult<i32> {
                $crate::private::number(row)
            }
        }

        $crate::__bind_keys_in_a_list!($backend);
        $crate::__insert_one_by_one!($backend);
    };
}
