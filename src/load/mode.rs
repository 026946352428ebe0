//! How a connection answers: at once, or by a future.

use diesel::QueryResult;
use diesel::connection::LoadConnection;

/// How connections of a kind answer: [`Blocking`], or `Async` with the feature `async`.
///
/// The verbs of [`Load`](crate::Load) find it out from the connection they are given.
pub trait Mode {
    /// What a verb returns that loads a `T` over a connection that is borrowed for `'c`.
    type Output<'c, T: 'c>;
}

/// Diesel's own connections: a verb returns a [`QueryResult`].
#[derive(Debug)]
pub enum Blocking {}

impl Mode for Blocking {
    type Output<'c, T: 'c> = QueryResult<T>;
}

/// A connection of Diesel's or of diesel-async's, be it pooled, in a transaction, or a type of one's
/// own.
#[diagnostic::on_unimplemented(
    message = "relations cannot be loaded over `{Self}`",
    label = "not a connection",
    note = "it takes a connection of Diesel's, or with the feature `async` one of diesel-async's"
)]
pub trait Connected<S: Mode> {}

#[diagnostic::do_not_recommend]
impl<C: LoadConnection> Connected<Blocking> for C {}

#[cfg(feature = "async")]
pub use with_futures::Async;

#[cfg(feature = "async")]
mod with_futures {
    use super::{Connected, Mode, QueryResult};
    use diesel_async::AsyncConnectionCore;
    use futures_util::future::BoxFuture;

    /// The connections of diesel-async: a verb returns a future that can be sent between threads.
    #[derive(Debug)]
    pub enum Async {}

    impl Mode for Async {
        type Output<'c, T: 'c> = BoxFuture<'c, QueryResult<T>>;
    }

    #[diagnostic::do_not_recommend]
    impl<C: AsyncConnectionCore> Connected<Async> for C {}
}
