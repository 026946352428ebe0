//! Whether a connection blocks or returns futures.

use diesel::QueryResult;
use diesel::connection::LoadConnection;

/// The mode of a connection: [`Blocking`], or `Async` with the feature `async`.
///
/// The methods of [`Load`](crate::Load) infer it from the connection they are passed.
pub trait Mode {
    /// What a method returns that loads a `T` over a connection borrowed for `'c`.
    type Output<'c, T: 'c>;
}

/// Diesel's own connections: a method returns a [`QueryResult`].
#[derive(Debug)]
pub enum Blocking {}

impl Mode for Blocking {
    type Output<'c, T: 'c> = QueryResult<T>;
}

/// A connection of Diesel's or of diesel-async's: pooled, in a transaction, or of your own type.
#[diagnostic::on_unimplemented(
    message = "relations cannot be loaded over `{Self}`",
    label = "pass a connection of Diesel's or, with the feature `async`, of diesel-async's",
    note = "a function that is generic over the connection requires `C: LoadConnection<Backend = Sqlite>`, or \
            that of another database"
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

    /// The connections of diesel-async: a method returns a `Send` future.
    #[derive(Debug)]
    pub enum Async {}

    impl Mode for Async {
        type Output<'c, T: 'c> = BoxFuture<'c, QueryResult<T>>;
    }

    #[diagnostic::do_not_recommend]
    impl<C: AsyncConnectionCore> Connected<Async> for C {}
}
