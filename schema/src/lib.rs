//! The example world: users write posts, posts carry tags.
#![allow(missing_docs)]

pub mod schema;

mod book;
mod models;
mod seed;

pub use book::as_shown;
pub use models::{Post, Profile, Tag, User, post, profile, tag, user};
pub use seed::{MIGRATIONS, database, seed};
