//! `diesel::table!` from a database.
//!
//! `settings` is what diesel.toml and the flags ask for, `read` asks the database, `names` and
//! `types` turn its words into Rust's, `write` writes them down, `finish` formats and patches. `diff`
//! goes the other way, from the code to the database.

mod diff;
mod finish;
mod names;
mod read;
mod settings;
mod types;
mod write;

pub(crate) use diff::{Script, diff};
pub(crate) use settings::{Docs, Grouping, Pattern, Settings, Sorting};

use conjoin_migrate::Database;

use crate::failure::Failure;

/// A table's name, in SQL and in Rust.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    sql: String,
    rust: String,
    /// The schema, unless it is the default one.
    schema: Option<String>,
}

#[derive(Debug)]
struct Table {
    name: Name,
    /// As Rust names.
    primary_key: Vec<String>,
    columns: Vec<Column>,
    comment: Option<String>,
}

#[derive(Debug)]
struct Column {
    sql_name: String,
    rust_name: String,
    ty: Type,
    comment: Option<String>,
}

#[derive(Debug, Clone)]
struct Type {
    sql_name: String,
    rust_name: String,
    /// The schema that the type is in, unless it is the default one.
    schema: Option<String>,
    is_array: bool,
    is_nullable: bool,
    is_unsigned: bool,
    max_length: Option<u64>,
    /// Whether it is to be defined, for want of one in Diesel.
    is_custom: bool,
}

/// A foreign key from one table to another.
#[derive(Debug, Clone)]
struct ForeignKey {
    child: Name,
    columns: Vec<String>,
    parent: Name,
    parent_columns: Vec<String>,
}

/// The schema of a database as Rust code, as diesel_cli writes it.
pub(crate) fn generate(database: &mut Database, settings: &Settings) -> Result<String, Failure> {
    let (tables, keys) = read::read(database, settings)?;
    let text = write::write(&tables, &keys, settings, database.dialect());
    finish::finish(text, settings)
}
