//! What the two sides of a relation must agree on, checked where they are declared.
//!
//! Each check has a trait of its own, so that rustc answers in our words, and each trait has a
//! second implementation that fits nothing: with a single one rustc would unify with it and report
//! a type mismatch instead.

use crate::key::{Association, KeySqlType, Keyed};
use crate::relation::Relation;
use std::marker::PhantomData;

/// A relation that names its other side with `back_populates`.
#[diagnostic::on_unimplemented(
    message = "relation `{Self}` is `one_way`, it has no other side",
    label = "names a relation that does not name it back",
    note = "write `back_populates = …` instead of `one_way` on the other side, \
            or declare this side `one_way` as well"
)]
pub trait Sided: Relation {
    /// The name of this relation.
    const FIELD: &'static str;
    /// The name of the other side; empty when the declaration was refused.
    const BACK: &'static str;
}

/// A `has_many` or a `has_one`.
#[diagnostic::on_unimplemented(
    message = "relation `{Self}` is not the other side of a belongs_to",
    label = "`back_populates` must name a has_many or has_one"
)]
pub trait Has: Sided {}

/// A `many_to_many`.
#[diagnostic::on_unimplemented(
    message = "relation `{Self}` is not the other side of a many_to_many",
    label = "`back_populates` must name a many_to_many through the same table"
)]
pub trait ManyToMany: Sided {}

/// The other side names this one, or `message`.
pub const fn named_back<R: Sided, Back: Sided>(message: &'static str) {
    let back = Back::BACK.as_bytes();
    assert!(back.is_empty() || same(back, R::FIELD.as_bytes()), "{}", message);
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut place = 0;
    while place < a.len() && place < b.len() && a[place] == b[place] {
        place += 1;
    }
    place == a.len() && place == b.len()
}

/// The model that the other side's relation leads to.
#[diagnostic::on_unimplemented(
    message = "the other side leads to `{Self}`, not back to `{Model}`",
    label = "names a relation to another model"
)]
pub trait SameModel<Model> {}

impl<M> SameModel<M> for M {}
impl<M> SameModel<PhantomData<M>> for M {}

/// The other side leads back to the model that declares `R`.
pub const fn leads_back<R: Relation, Back: Relation<Target: SameModel<R::Source>>>() {}

/// The type of a key, in SQL and in Rust.
pub struct KeyType<Sql, Rust>(PhantomData<(Sql, Rust)>);

/// The two columns that a relation compares have one type.
#[diagnostic::on_unimplemented(
    message = "the foreign key is a `{Self}`, the key it refers to a `{Other}`",
    label = "keys of different types are never equal",
    note = "a foreign key has the SQL type of the column it refers to, \
            and both are one type in their structs (apart from `Option`)"
)]
pub trait SameKey<Other> {}

impl<Sql, Rust> SameKey<KeyType<Sql, Rust>> for KeyType<Sql, Rust> {}
impl<Sql, Rust> SameKey<PhantomData<(Sql, Rust)>> for KeyType<Sql, Rust> {}

/// The type of `M`'s column `C`.
pub type KeyTypeOf<M, C> = KeyType<KeySqlType<C>, <M as Keyed<C>>::Key>;

/// The foreign key and the key it refers to have one type.
pub const fn same_key<Foreign: SameKey<Referred>, Referred>() {}

/// The two sides of a many-to-many use one association table, its columns the other way round.
#[diagnostic::on_unimplemented(
    message = "the two sides of this many_to_many use different association tables or columns",
    label = "the other side says {Back}",
    note = "both sides name one table; the column nearest to one side is the farthest from the \
            other: `through = post_tags(post_id, tag_id)` and `through = post_tags(tag_id, post_id)`"
)]
pub trait Opposite<Back> {}

impl<Table, S, Near, Far, T> Opposite<Association<Table, T, Far, Near, S>>
    for Association<Table, S, Near, Far, T>
{
}
impl<Table, S, Near, Far, T> Opposite<PhantomData<Table>> for Association<Table, S, Near, Far, T> {}

// A declaration that was refused has no keys, and is to blame for nothing more.
impl<Table, S, Near, Far, T> Opposite<()> for Association<Table, S, Near, Far, T> {}
impl<Back> Opposite<Back> for () {}

/// The other side's association is this one's, seen from the other end.
pub const fn opposite<R: Relation<Keys: Opposite<Back::Keys>>, Back: Relation>() {}
