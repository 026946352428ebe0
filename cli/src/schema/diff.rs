//! The migration from the current database to the schema file.
//!
//! The output of print-schema is parsed like the file, so that settings and patches of a project
//! apply to both sides. `parse` parses, `compare` finds the differences, `definition` queries the
//! database for what schema files do not contain, `write` generates the SQL; `types` maps the
//! types.

mod compare;
mod definition;
mod parse;
mod types;
mod write;

use std::path::Path;

use conjoin_migrate::{Database, DatabaseUrl, Dialect};

use super::Settings;
use crate::failure::Failure;
pub(crate) use write::Script;

/// Compares, and returns the changes.
pub(crate) fn diff(
    database: &mut Database,
    settings: &Settings,
    path: &Path,
) -> Result<Script, Failure> {
    let text = std::fs::read_to_string(path);
    let path = crate::project::relative(path);
    let text = text.map_err(|error| {
        let way_out = "name the schema file by --diff-schema=FILE, or by `file` in diesel.toml";
        Failure::file(&path, format!("{error}: {way_out}"))
    })?;
    let wanted = parse::Declared::parse(&text, &path)?;
    let printed = super::generate(database, settings)?;
    let there = parse::Declared::parse(&printed, Path::new("(the schema of the database)"))?;
    let dialect = database.dialect();
    let schema = settings.schema.clone().filter(|it| *it != default_schema(database));
    let is_asked_for = |it: &parse::Table| it.schema == schema && settings.filter.wants(&it.name);
    let changes = compare::compare(&wanted, &there, dialect, &is_asked_for)
        .map_err(|(line, problem)| Failure::at(&path, line, problem))?;
    let mut script = Script::default();
    if wanted.tables.is_empty() {
        script.warnings.push(format!("{} has no `table!`: is it the schema file?", path.display()));
    }
    let writer = write::Writer {
        row_ids_are_big: settings.sqlite_integer_primary_key_is_bigint == Some(true),
        script,
        wanted: &wanted,
        database,
        dialect,
    };
    writer.write(&changes)
}

/// The schema that schema files do not name.
fn default_schema(database: &Database) -> String {
    match database.dialect() {
        Dialect::Postgres => "public".to_owned(),
        _ => database.url().map(DatabaseUrl::database).unwrap_or_default(),
    }
}
