//! The status of each version.

use crate::history::History;
use crate::{Migration, Migrations};

/// The status of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Applied, and its files are those that were run, as far as that is known.
    Applied,
    /// Applied, but `up.sql` was changed since.
    Modified,
    /// Applied, but its folder is gone.
    Missing,
    /// Half done, and no runner is working on it.
    Interrupted,
    /// Half done, and a runner is working on it.
    Running,
    /// Not applied.
    Pending,
    /// Not applied, though a later version is.
    OutOfOrder,
}

impl Status {
    /// Whether this status needs no attention.
    pub fn is_clean(self) -> bool {
        matches!(self, Self::Applied | Self::Pending | Self::Running)
    }

    /// Whether Diesel has recorded it as run.
    pub fn is_applied(self) -> bool {
        matches!(self, Self::Applied | Self::Modified | Self::Missing)
    }
}

/// A version, and its status.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    /// The version.
    pub version: String,
    /// The folder's name, or the version if the folder is gone and its name was not stored.
    pub name: String,
    /// Its status.
    pub status: Status,
}

/// Every version of the files and of the database, in order. `is_migrating` is whether a runner is
/// working on what is half done.
pub(crate) fn entries(
    migrations: &Migrations,
    history: &History,
    is_migrating: bool,
) -> Vec<Entry> {
    let mut entries: Vec<_> = migrations.iter().map(|it| of_file(it, history)).collect();
    let applied = history.applied.iter().map(|it| it.version.as_str());
    let unfinished = history.unfinished().map(|it| it.version.as_str());
    for version in applied.chain(unfinished) {
        if migrations.get(version).is_none() {
            entries.push(of_database(version, history));
        }
    }
    for entry in entries.iter_mut().filter(|it| is_migrating && it.status == Status::Interrupted) {
        entry.status = Status::Running;
    }
    entries.sort_by(|a, b| a.version.cmp(&b.version));
    entries.dedup_by(|a, b| a.version == b.version);
    entries
}

fn of_file(migration: &Migration, history: &History) -> Entry {
    let version = &migration.version;
    let changed =
        || history.record(version).is_some_and(|it| it.checksum != migration.up.checksum());
    let status = if history.done(version).is_some() {
        Status::Interrupted
    } else if history.is_applied(version) {
        if changed() { Status::Modified } else { Status::Applied }
    } else if history.newest().is_some_and(|newest| newest > version.as_str()) {
        Status::OutOfOrder
    } else {
        Status::Pending
    };
    Entry { version: version.clone(), name: migration.name.clone(), status }
}

fn of_database(version: &str, history: &History) -> Entry {
    let unfinished = history.unfinished().find(|it| it.version == version);
    let status = if unfinished.is_some() { Status::Interrupted } else { Status::Missing };
    let record = unfinished.or_else(|| history.record(version));
    let name = record.map_or_else(|| version.to_owned(), |it| it.name.clone());
    Entry { version: version.to_owned(), name, status }
}
