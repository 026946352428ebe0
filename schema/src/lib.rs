//! The example world: users write posts, posts carry tags.
#![allow(missing_docs)]

pub mod schema;

mod any;
#[cfg(feature = "sqlite")]
mod book;
mod models;
mod seed;

pub use any::{AnyConnection, MultiBackend};
#[cfg(feature = "sqlite")]
pub use book::as_shown;
pub use models::{Post, Profile, Tag, User, post, profile, tag, user};
#[cfg(feature = "sqlite")]
pub use seed::database;
#[cfg(all(feature = "sqlite", feature = "async"))]
pub use seed::{AsyncDatabase, async_database};
pub use seed::{MIGRATIONS, seed};
#[cfg(feature = "async")]
pub use tokio;
