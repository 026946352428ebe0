//! Diesel migrations that lose nothing.
//!
//! The folders, `metadata.toml` and the table `__diesel_schema_migrations` are Diesel's;
//! `diesel migration run` and this crate can be used alternately on one database. This crate adds:
//! one runner at a time, on every database; checks of all files before anything runs; a report of
//! how far a failed or killed migration got; and the SQL of everything that was run, stored in its
//! own table (`__conjoin_migrations`), so that changed and deleted files are noticed.
//!
//! ```
//! use conjoin_migrate::{Migration, Migrations, Migrator, Options};
//!
//! # let folder = tempfile::tempdir().unwrap();
//! # let url = folder.path().join("shop.db").display().to_string();
//! let migrations = Migrations::new([Migration::embedded(
//!     "2026-01-01-000000_create_users",
//!     "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL);",
//!     Some("DROP TABLE users;"),
//! )])?;
//! let mut migrator = Migrator::connect(&url.parse()?, Options::default())?;
//! assert_eq!(migrator.run(&migrations, None)?, ["2026-01-01-000000_create_users"]);
//! assert!(migrator.run(&migrations, None)?.is_empty());
//! # Ok::<(), conjoin_migrate::Error>(())
//! ```
//!
//! | | |
//! |---|---|
//! | [`Migrations`], [`Migration`], [`Script`] | the files |
//! | [`split`], [`Statement`], [`Risk`], [`Dialect`] | the SQL in them |
//! | [`DatabaseUrl`], [`Database`], [`Scratch`] | the database |
//! | [`Migrator`], [`Options`], [`Event`] | running them, and observing the run |
//! | [`Entry`], [`Status`] | what `verify` and `list` know of a version |
//! | [`Error`], [`ErrorKind`], [`StatementError`] | what can go wrong |

#[cfg(not(any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
compile_error!("conjoin-migrate needs a database: enable `sqlite`, `postgres` or `mysql`");

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

mod check;
mod database;
mod describe;
mod error;
mod event;
mod history;
mod lock;
mod migrator;
mod session;
mod source;
mod sql;
mod status;
mod url;

pub use database::{AnyConnection, Database, Scratch};
pub use error::{Error, ErrorKind, Refusal, StatementError};
pub use event::{Event, Options};
pub use history::Interruption;
pub use migrator::{Found, Migrator, Planned, Proof, Proofs, Repair};
pub use source::{Migration, Migrations, Script};
pub use sql::{Dialect, Risk, SplitError, Statement, split};
pub use status::{Entry, Status};
pub use url::DatabaseUrl;
