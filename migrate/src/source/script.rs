//! The text of a file, as it is run, compared and stored.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use crate::{Dialect, Error, SplitError, Statement, split};

/// A SQL file, unchanged except for a byte order mark.
#[derive(Debug, Clone)]
pub struct Script {
    /// Where it was read from.
    pub path: PathBuf,
    text: Arc<str>,
    /// Files are long, and their statements are needed often.
    split: OnceLock<(Dialect, Split)>,
}

type Split = Result<Arc<[Statement]>, SplitError>;

impl PartialEq for Script {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, &self.text) == (&other.path, &other.text)
    }
}

impl Eq for Script {}

impl Script {
    /// A script with this text.
    pub fn new(path: impl Into<PathBuf>, text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').into();
        Self { path: path.into(), text, split: OnceLock::new() }
    }

    pub(crate) fn read(path: PathBuf) -> Result<Self, Error> {
        let text = read_text(&path)?;
        Ok(Self::new(path, &text))
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A checksum that is independent of byte order marks and line endings.
    ///
    /// ```
    /// use conjoin_migrate::Script;
    ///
    /// let unix = Script::new("up.sql", "SELECT 1;\n");
    /// assert_eq!(unix.checksum(), Script::new("up.sql", "\u{feff}SELECT 1;\r\n").checksum());
    /// ```
    pub fn checksum(&self) -> String {
        let digest = Sha256::digest(self.text.replace("\r\n", "\n").as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Its statements.
    ///
    /// # Errors
    ///
    /// As [`split`].
    pub fn statements(&self, dialect: Dialect) -> Result<Arc<[Statement]>, SplitError> {
        let split_as = || split(&self.text, dialect).map(Arc::from);
        let (of, cached) = self.split.get_or_init(|| (dialect, split_as()));
        if *of == dialect { cached.clone() } else { split_as() }
    }

    /// The statements of a file that was checked; a file that cannot be split is one statement.
    pub(crate) fn checked(&self, dialect: Dialect) -> Arc<[Statement]> {
        let whole = |_| Arc::from([Statement::whole(self.text(), dialect)]);
        self.statements(dialect).unwrap_or_else(whole)
    }
}

/// Reads a file; reports the byte at which it is not UTF-8.
pub(super) fn read_text(path: &Path) -> Result<String, Error> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let before = &error.as_bytes()[..at];
        Error::NotUtf8 {
            path: path.to_owned(),
            byte: at,
            line: before.iter().filter(|it| **it == b'\n').count() + 1,
            value: error.as_bytes()[at],
        }
    })
}
