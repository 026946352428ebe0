//! The example world: users write posts, posts carry tags.
#![allow(missing_docs)]

pub mod schema;

mod models;
mod seed;

pub use models::{Post, Profile, Tag, User, post, profile, tag, user};
#[cfg(feature = "async")]
pub use seed::{AsyncDatabase, async_database};
pub use seed::{TABLES, database, seed};
#[cfg(feature = "async")]
pub use tokio;
