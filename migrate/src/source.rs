//! Migrations as files.

mod folder;
mod script;

pub use script::Script;

use std::path::{Path, PathBuf};

use crate::Error;

/// One migration: its name, what it does, and how to revert it.
#[derive(Debug, Clone)]
pub struct Migration {
    /// The folder's name, as in `2026-01-01-000000_create_users`.
    pub name: String,
    /// The name up to the first `_`, without dashes: what Diesel records.
    pub version: String,
    /// `up.sql`.
    pub up: Script,
    /// `down.sql`, if there is one.
    pub down: Option<Script>,
    /// Whether it runs in a transaction: `run_in_transaction` of `metadata.toml`.
    pub in_transaction: bool,
}

impl Migration {
    /// A migration that is part of the program, for example by `include_str!`.
    ///
    /// ```
    /// use conjoin_migrate::Migration;
    ///
    /// let migration = Migration::embedded("2026-01-01_users", "CREATE TABLE users (id INT)", None);
    /// assert_eq!(migration.version, "20260101");
    /// ```
    pub fn embedded(name: &str, up: &str, down: Option<&str>) -> Self {
        let script = |file: &str, sql: &str| Script::new(Path::new(name).join(file), sql);
        Self {
            name: name.to_owned(),
            version: version(name),
            up: script("up.sql", up),
            down: down.map(|sql| script("down.sql", sql)),
            in_transaction: true,
        }
    }
}

/// The version that Diesel finds in a folder's name.
fn version(name: &str) -> String {
    name.split('_').next().unwrap_or_default().replace('-', "")
}

/// All migrations of a project, in the order of their versions.
#[derive(Debug, Clone)]
pub struct Migrations {
    list: Vec<Migration>,
}

impl Migrations {
    /// Reads a folder of migrations, as Diesel does: one folder each, with `up.sql`, and optionally
    /// `down.sql` and `metadata.toml`.
    ///
    /// # Errors
    ///
    /// Problems with a file or a folder, with its path; [`Error::SameVersion`].
    pub fn read(folder: impl AsRef<Path>) -> Result<Self, Error> {
        Self::new(folder::read(folder.as_ref())?)
    }

    /// A set of these migrations.
    ///
    /// # Errors
    ///
    /// [`Error::SameVersion`] if two of them would be recorded as one.
    pub fn new(migrations: impl IntoIterator<Item = Migration>) -> Result<Self, Error> {
        let mut list: Vec<_> = migrations.into_iter().collect();
        list.sort_by(|a, b| (&a.version, &a.name).cmp(&(&b.version, &b.name)));
        match list.windows(2).find(|pair| pair[0].version == pair[1].version) {
            Some([one, other]) => Err(Error::SameVersion {
                version: one.version.clone(),
                folders: [one.name.clone(), other.name.clone()],
            }),
            _ => Ok(Self { list }),
        }
    }

    /// The nearest folder called `migrations`, in this folder or in a parent.
    pub fn find(from: &Path) -> Option<PathBuf> {
        from.ancestors().map(|it| it.join("migrations")).find(|it| it.is_dir())
    }

    /// The migrations, in the order of their versions.
    pub fn iter(&self) -> std::slice::Iter<'_, Migration> {
        self.list.iter()
    }

    /// The migration with this version.
    pub fn get(&self, version: &str) -> Option<&Migration> {
        let found = self.list.binary_search_by(|it| it.version.as_str().cmp(version));
        found.ok().map(|at| &self.list[at])
    }

    /// A migration by its version, with or without dashes, or by its folder's name.
    ///
    /// # Errors
    ///
    /// [`Error::Unknown`].
    pub fn find_version(&self, given: &str) -> Result<&Migration, Error> {
        let plain = given.replace('-', "");
        let named = self.get(&plain).or_else(|| self.iter().find(|it| it.name == given));
        named.ok_or_else(|| Error::Unknown(given.to_owned()))
    }
}
