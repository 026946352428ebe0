//! The example world as the tests use it: its models load over a `MultiConnection` as well.
#![allow(missing_docs)]

mod any;
mod book;
mod models {
    include!(concat!(env!("OUT_DIR"), "/models.rs"));
}

pub use any::{AnyConnection, MultiBackend};
pub use book::{as_shown, execute};
pub use models::{Post, Profile, Tag, User, post, profile, tag, user};
#[cfg(feature = "async")]
pub use world::{AsyncDatabase, async_database, tokio};
pub use world::{database, schema, seed};
