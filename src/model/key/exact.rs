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

/// The least and the greatest value of an integer type.
pub(crate) fn range<ST: 'static>() -> Option<(i64, i64)> {
    use diesel::sql_types::{BigInt, Integer, SmallInt};
    let ranges = [
        (TypeId::of::<SmallInt>(), (i64::from(i16::MIN), i64::from(i16::MAX))),
        (TypeId::of::<Integer>(), (i64::from(i32::MIN), i64::from(i32::MAX))),
        (TypeId::of::<BigInt>(), (i64::MIN, i64::MAX)),
    ];
    let range = ranges.into_iter().find(|(sql_type, _)| *sql_type == TypeId::of::<ST>());
    range.map(|(_, range)| range)
}
