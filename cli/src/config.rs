//! `diesel.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::failure::Failure;
use crate::schema::Settings;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    #[serde(default)]
    migrations_directory: Option<MigrationsDirectory>,
    #[serde(default)]
    print_schema: toml::Table,
    #[serde(skip)]
    path: PathBuf,
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
        let config = toml::from_str(&text).map_err(|error| Failure::file(path, error));
        config.map(|it| Self { path: path.to_owned(), ..it })
    }

    /// What to print, by the key: `[print_schema]` itself is `default`, and each table in it that is
    /// no setting is another.
    pub(crate) fn schemas(&self) -> Result<BTreeMap<String, Settings>, Failure> {
        let is_key = |key: &str, value: &toml::Value| value.is_table() && key != "filter";
        let mut own = self.print_schema.clone();
        own.retain(|key, value| !is_key(key, value));
        let mut all = BTreeMap::from([("default".to_owned(), self.settings("", own)?)]);
        for (key, value) in self.print_schema.iter().filter(|(key, value)| is_key(key, value)) {
            let table = value.as_table().cloned().unwrap_or_default();
            all.insert(key.clone(), self.settings(&format!(".{key}"), table)?);
        }
        Ok(all)
    }

    /// What to print by one key.
    pub(crate) fn schema(&self, key: &str) -> Result<Settings, Failure> {
        let missing = || Failure::Usage(format!("diesel.toml has no [print_schema.{key}]"));
        self.schemas()?.remove(key).ok_or_else(missing)
    }

    fn settings(&self, key: &str, table: toml::Table) -> Result<Settings, Failure> {
        let mut settings: Settings = table.try_into().map_err(|error: toml::de::Error| {
            Failure::file(&self.path, format!("[print_schema{key}]: {}", error.message()))
        })?;
        settings.set_base(self.path.parent().unwrap_or(Path::new("")));
        Ok(settings)
    }

    pub(crate) fn migrations(&self) -> Option<&Path> {
        self.migrations_directory.as_ref().map(|it| it.dir.as_path())
    }
}
