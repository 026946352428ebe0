//! The text of a file, as it is run, compared and kept.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::{Dialect, Error, Statement, split};

/// A file of SQL, without a byte order mark and with plain line ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// Where it was read from.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

impl Script {
    /// A script with this text.
    pub fn new(path: impl Into<PathBuf>, text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        Self { path: path.into(), text }
    }

    pub(crate) fn read(path: PathBuf) -> Result<Self, Error> {
        let text = read_text(&path)?;
        Ok(Self::new(path, &text))
    }

    /// A checksum that neither a byte order mark nor the kind of line ends changes.
    ///
    /// ```
    /// use conjoin_migrate::Script;
    ///
    /// let unix = Script::new("up.sql", "SELECT 1;\n");
    /// assert_eq!(unix.checksum(), Script::new("up.sql", "\u{feff}SELECT 1;\r\n").checksum());
    /// ```
    pub fn checksum(&self) -> String {
        let digest = Sha256::digest(self.text.as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Its statements.
    pub fn statements(&self, dialect: Dialect) -> Vec<Statement> {
        split(&self.text, dialect)
    }
}

/// Reads a file, and says at which byte it is no UTF-8.
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
