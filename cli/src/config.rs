//! `diesel.toml`.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::failure::Failure;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    #[serde(default)]
    migrations_directory: Option<MigrationsDirectory>,
    /// Read by `print-schema`.
    #[serde(default)]
    print_schema: toml::Table,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MigrationsDirectory {
    dir: PathBuf,
}

impl Config {
    /// Reads the file; without one, the defaults hold.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, error))?;
        toml::from_str(&text).map_err(|error| Failure::file(path, error))
    }

    pub(crate) fn migrations(&self) -> Option<&Path> {
        self.migrations_directory.as_ref().map(|it| it.dir.as_path())
    }
}
