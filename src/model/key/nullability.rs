//! Nullable and non-null keys.

use crate::model::relation::{Cardinality, ToMaybeOne, ToOne};
use diesel::sql_types::is_nullable;

/// Whether a column may be `NULL`.
pub trait Nullability {
    /// Whether this column or another one may be.
    type Or<Other: Nullability>: Nullability;
    /// What a `belongs_to` with such a foreign key leads to.
    type ToOne: Cardinality;
    /// Whether it may be.
    const NULLABLE: bool;
}

impl Nullability for is_nullable::NotNull {
    type Or<Other: Nullability> = Other;
    type ToOne = ToOne;
    const NULLABLE: bool = false;
}

impl Nullability for is_nullable::IsNullable {
    type Or<Other: Nullability> = Self;
    type ToOne = ToMaybeOne;
    const NULLABLE: bool = true;
}
