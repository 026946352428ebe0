//! Types of keys that are equal in the database exactly if they are in Rust.

use std::any::TypeId;

/// Whether equality is independent of collation, padding and notation. Times do not count: SQLite
/// compares them as text.
pub(crate) fn exact<ST: 'static>() -> bool {
    #[cfg(feature = "mysql_backend")]
    use diesel::sql_types::Unsigned;
    use diesel::sql_types::{BigInt, Binary, Bool, Integer, SmallInt, TinyInt};
    let sql_type = TypeId::of::<ST>();
    let exact = [
        TypeId::of::<TinyInt>(),
        TypeId::of::<SmallInt>(),
        TypeId::of::<Integer>(),
        TypeId::of::<BigInt>(),
        #[cfg(feature = "mysql_backend")]
        TypeId::of::<Unsigned<TinyInt>>(),
        #[cfg(feature = "mysql_backend")]
        TypeId::of::<Unsigned<SmallInt>>(),
        #[cfg(feature = "mysql_backend")]
        TypeId::of::<Unsigned<Integer>>(),
        #[cfg(feature = "mysql_backend")]
        TypeId::of::<Unsigned<BigInt>>(),
        TypeId::of::<Bool>(),
        TypeId::of::<Binary>(),
        #[cfg(feature = "postgres_backend")]
        TypeId::of::<diesel::sql_types::Uuid>(),
    ];
    exact.contains(&sql_type)
}
