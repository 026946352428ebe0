//! What the two sides of a relation must agree on, checked where they are declared.

use crate::relation::Relation;

/// A relation that names its other side with `back_populates`.
pub trait Sided: Relation {
    /// The other side.
    type Back: Relation;
    /// The name of this relation.
    const FIELD: &'static str;
    /// The name of the other side.
    const BACK: &'static str;
}

/// The two sides name each other, or `message`.
pub const fn names_each_other<R: Sided<Back: Sided>>(message: &'static str) {
    if !same(R::FIELD, <R::Back as Sided>::BACK) {
        panic!("{}", message);
    }
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut place = 0;
    while place < a.len() && place < b.len() && a[place] == b[place] {
        place += 1;
    }
    place == a.len() && place == b.len()
}
