//! Methods of Diesel's queries that come before `.with(…)`, or after it: called on the wrong side, they are
//! rejected in our words.

use crate::load::Load;
use diesel::QueryResult;

/// Rejects what comes too late; nothing implements it.
///
/// `T` is what the method would return. As a type parameter it ends the chain, so that rustc reports
/// nothing about the calls that follow.
#[diagnostic::on_unimplemented(
    message = "a query chooses its rows before its first `.with(…)`",
    label = "move this call before `.with(…)`",
    note = "to filter or order the related rows, call it on the relation: \
            `.with(User::posts.filter(…))`"
)]
pub trait BeforeWith<T> {
    /// Never called.
    fn never(self) -> T;
}

#[doc(hidden)]
impl<Q, M, E> Load<Q, M, E> {
    pub fn filter<P, T>(self, _: P) -> T
    where
        Self: BeforeWith<T>,
    {
        self.never()
    }

    pub fn find<P, T>(self, _: P) -> T
    where
        Self: BeforeWith<T>,
    {
        self.never()
    }

    pub fn order_by<P, T>(self, _: P) -> T
    where
        Self: BeforeWith<T>,
    {
        self.never()
    }

    pub fn order<P, T>(self, _: P) -> T
    where
        Self: BeforeWith<T>,
    {
        self.never()
    }

    pub fn limit<T>(self, _: i64) -> T
    where
        Self: BeforeWith<T>,
    {
        self.never()
    }

    pub fn offset<T>(self, _: i64) -> T
    where
        Self: BeforeWith<T>,
    {
        self.never()
    }

    pub fn select<P, T>(self, _: P) -> T
    where
        Self: BeforeWith<T>,
    {
        self.never()
    }

    pub fn count<T>(self) -> T
    where
        Self: BeforeWith<T>,
    {
        self.never()
    }
}

/// Rejects relations of rows that were not taken out of their `Result`; nothing implements it.
#[diagnostic::on_unimplemented(
    message = "`.with(…)` is called before `.load(conn)`, or on the rows themselves",
    label = "move it before the `.load(conn)` of this query",
    note = "or take the rows out first, and load their relations: `.load::<User>(conn)?.with(User::posts).load(conn)?`"
)]
pub trait BeforeLoad<T> {
    /// Never called.
    fn never(self) -> T;
}

/// `.with(…)` of what Diesel's `load` returns, which does not compile.
#[doc(hidden)]
pub trait WithResultDsl: Sized {
    fn with<P, T>(self, _: P) -> T
    where
        Self: BeforeLoad<T>,
    {
        self.never()
    }
}

impl<U> WithResultDsl for QueryResult<U> {}
