//! One of the three, as CONJOIN_ANY says: `sqlite` (or nothing), `postgres` or `mysql`.

#[allow(dead_code)]
#[path = "mysql.rs"]
mod mysql;
#[allow(dead_code)]
#[path = "postgres.rs"]
mod postgres;
#[allow(dead_code)]
#[path = "sqlite.rs"]
mod sqlite;

pub(crate) use blog::{AnyConnection as Blocking, MultiBackend as DB};
use diesel::connection::SimpleConnection;

/// By which statements are written without a connection.
pub(crate) type Written = diesel::sqlite::Sqlite;

/// The most binds in one statement, whatever is connected.
pub(crate) const MAX_BINDS: usize = 32_766;

/// How many cases of a property are tried.
pub(crate) const CASES: u32 = 100;

/// Whether a key list is one bind.
pub(crate) const ARRAYS: bool = false;

/// Whether the links of a many_to_many are read alone once their targets are known.
pub(crate) const LINKS_ALONE: bool = false;

/// Whether they are read before their targets.
pub(crate) const LINKS_FIRST: bool = false;

/// Whether rows are locked before their links are set.
pub(crate) const LOCKS_ROWS: bool = true;

/// Calls a function of the chosen database.
macro_rules! chosen {
    ($function:ident($($argument:expr),*)) => {
        match std::env::var("CONJOIN_ANY").as_deref() {
            Ok("postgres") => postgres::$function($($argument),*),
            Ok("mysql") => mysql::$function($($argument),*),
            Ok("sqlite") | Err(_) => sqlite::$function($($argument),*),
            other => panic!("CONJOIN_ANY is sqlite, postgres or mysql, not {other:?}"),
        }
    };
}

pub(crate) fn url() -> String {
    chosen!(url())
}

pub(crate) fn make_place(conn: &mut impl SimpleConnection) -> String {
    chosen!(make_place(conn))
}

pub(crate) fn drop_place(conn: &mut impl SimpleConnection, place: &str) {
    chosen!(drop_place(conn, place))
}

pub(crate) fn make_schema(conn: &mut impl SimpleConnection, name: &str) {
    chosen!(make_schema(conn, name))
}

pub(crate) fn dialect(sql: &str) -> String {
    chosen!(dialect(sql))
}

pub(crate) fn recur_as_by_default(conn: &mut impl SimpleConnection) {
    chosen!(recur_as_by_default(conn))
}

pub(crate) fn forget_foreign_keys(conn: &mut impl SimpleConnection) {
    chosen!(forget_foreign_keys(conn))
}

/// Whether Diesel's `eq_any` makes a bind of each value.
pub(crate) fn filters_with_lists() -> bool {
    chosen!(filters_with_lists())
}

pub(crate) fn name() -> &'static str {
    chosen!(name())
}

/// Inserts a row, unless it has a key that is there.
pub(crate) fn insert_if_new(table: &str, row: &str) -> String {
    chosen!(insert_if_new(table, row))
}
