//! A folder of migrations.

use std::path::{Path, PathBuf};

use super::script::read_text;
use super::{Migration, Script, version};
use crate::Error;

/// What Diesel's column for the version holds.
const LONGEST_VERSION: usize = 50;

pub(super) fn read(folder: &Path) -> Result<Vec<Migration>, Error> {
    let entries = std::fs::read_dir(folder).map_err(|error| Error::io(folder, error))?;
    let paths = entries.map(|it| it.map(|it| it.path())).collect::<Result<Vec<_>, _>>();
    let paths = paths.map_err(|error| Error::io(folder, error))?;
    paths.into_iter().filter(|it| is_migration(it)).map(migration).collect()
}

/// Files beside the migrations and hidden folders are none.
fn is_migration(path: &Path) -> bool {
    path.is_dir() && !path.file_name().is_some_and(|it| it.to_string_lossy().starts_with('.'))
}

fn migration(folder: PathBuf) -> Result<Migration, Error> {
    let name = name(&folder)?;
    let up = folder.join("up.sql");
    if !up.is_file() {
        return Err(Error::NoUpFile(up));
    }
    let down = folder.join("down.sql");
    Ok(Migration {
        version: version(&name),
        name,
        up: Script::read(up)?,
        down: if down.exists() { Some(Script::read(down)?) } else { None },
        in_transaction: metadata(&folder.join("metadata.toml"))?,
    })
}

fn name(folder: &Path) -> Result<String, Error> {
    let name = folder.file_name().and_then(|it| it.to_str());
    let name = name.ok_or_else(|| bad_name(folder, "is not UTF-8"))?;
    match version(name).chars().count() {
        0 => Err(bad_name(folder, "has no version in front of the first `_`")),
        1..=LONGEST_VERSION => Ok(name.to_owned()),
        _ => Err(bad_name(folder, "has a version of more than 50 characters")),
    }
}

fn bad_name(folder: &Path, problem: &'static str) -> Error {
    Error::FolderName { path: folder.to_owned(), problem }
}

/// `run_in_transaction`, which must be there once the file is: Diesel takes an absent key for
/// `false`, and says nothing of a mistyped one.
fn metadata(path: &Path) -> Result<bool, Error> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Metadata {
        run_in_transaction: bool,
    }
    if !path.exists() {
        return Ok(true);
    }
    let text = read_text(path)?;
    let metadata = toml::from_str::<Metadata>(text.trim_start_matches('\u{feff}'));
    metadata.map(|it| it.run_in_transaction).map_err(|error| {
        let start = error.span().map_or(0, |it| it.start);
        Error::Metadata {
            path: path.to_owned(),
            line: text[..start.min(text.len())].matches('\n').count() + 1,
            problem: error.message().to_owned(),
        }
    })
}
