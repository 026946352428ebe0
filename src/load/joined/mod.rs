//! Loading a query together with the relations that are joined to it.

pub(crate) mod asking;
#[cfg(feature = "async")]
pub(crate) mod asynchronous;
pub(crate) mod blocking;
