//! Methods of Diesel's queries that come before `.with(…)`: called after it, they are rejected in our words.

use crate::load::Load;

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
