//! Where a database is, with its password kept to itself.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::{Dialect, Error};

/// The URL of a database, as Diesel takes it. It is shown without its password.
///
/// ```
/// let url: conjoin_migrate::DatabaseUrl = "postgres://ann:secret@localhost/shop".parse()?;
/// assert_eq!(url.to_string(), "postgres://ann:***@localhost/shop");
/// assert_eq!(url.database(), "shop");
/// # Ok::<(), conjoin_migrate::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    text: String,
    dialect: Dialect,
}

/// What SQLite reads as something else than a path in a `file:` URL.
const NOT_IN_A_PATH: &AsciiSet = &CONTROLS.add(b'?').add(b'#').add(b'%');

/// What ends or splits the path of any other URL, too.
const NOT_IN_A_NAME: &AsciiSet = &NOT_IN_A_PATH.add(b'/').add(b' ').add(b'"').add(b'<').add(b'>');

impl std::str::FromStr for DatabaseUrl {
    type Err = Error;

    /// # Errors
    ///
    /// [`Error::Url`] when it is empty, or of a database that nobody here knows.
    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let dialect = match text.split_once("://").map(|(scheme, _)| scheme) {
            Some("postgres" | "postgresql") => Dialect::Postgres,
            Some("mysql") => Dialect::Mysql,
            Some("sqlite" | "file") | None => Dialect::Sqlite,
            Some(scheme) => return Err(unknown(scheme)),
        };
        if text.is_empty() {
            return Err(Error::Url(
                "the database URL is empty: to SQLite that is a temporary \
                database that nobody sees again. Give the path of a file or a URL"
                    .into(),
            ));
        }
        Ok(Self { text: text.to_owned(), dialect })
    }
}

fn unknown(scheme: &str) -> Error {
    Error::Url(format!(
        "`{scheme}://` is no database that conjoin knows: use a path or `sqlite://`, `postgres://`, \
         or `mysql://` for MariaDB and MySQL"
    ))
}

impl DatabaseUrl {
    /// The SQL that it speaks.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The name of the database; the path of SQLite's file.
    pub fn database(&self) -> String {
        if self.dialect == Dialect::Sqlite {
            return self.file().map_or_else(|| self.text.clone(), |it| it.display().to_string());
        }
        let (start, end) = self.name_range();
        if self.dialect == Dialect::Mysql {
            return self.text[start..end].to_owned(); // Diesel does not decode it.
        }
        percent_decode_str(&self.text[start..end]).decode_utf8_lossy().into_owned()
    }

    /// The same server, another database.
    #[must_use]
    pub fn with_database(&self, name: &str) -> Self {
        let (start, end) = self.name_range();
        let slash = if self.text[..start].ends_with('/') { "" } else { "/" };
        let name = utf8_percent_encode(name, NOT_IN_A_NAME);
        let text = format!("{}{slash}{name}{}", &self.text[..start], &self.text[end..]);
        Self { text, dialect: self.dialect }
    }

    /// SQLite's file. Databases in memory and on servers have none.
    pub fn file(&self) -> Option<PathBuf> {
        if self.dialect != Dialect::Sqlite {
            return None;
        }
        let url =
            ["sqlite://", "file://", "file:"].iter().find_map(|it| self.text.strip_prefix(it));
        let Some(url) = url else {
            return (self.text != ":memory:").then(|| PathBuf::from(&self.text));
        };
        let (path, options) = url.split_once('?').unwrap_or((url, ""));
        let in_memory = path == ":memory:" || options.split('&').any(|it| it == "mode=memory");
        let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
        (!in_memory).then(|| PathBuf::from(path))
    }

    /// Whether this build can connect to it.
    pub(crate) fn check_support(&self) -> Result<(), Error> {
        let dialect = self.dialect;
        let (built_in, feature) = match dialect {
            Dialect::Sqlite => (cfg!(feature = "sqlite"), "sqlite"),
            Dialect::Postgres => (cfg!(feature = "postgres"), "postgres"),
            Dialect::Mysql => (cfg!(feature = "mysql"), "mysql"),
        };
        let problem = || {
            Error::Url(format!(
                "{dialect} is not compiled in: build with the feature `{feature}`, as in \
                 `cargo install conjoin-cli --features {feature}`"
            ))
        };
        if built_in { Ok(()) } else { Err(problem()) }
    }

    /// As the connection needs it, password and all.
    pub(crate) fn reveal(&self) -> &str {
        &self.text
    }

    /// SQLite's file opened so that nothing can be written.
    pub(crate) fn read_only(file: &Path) -> String {
        format!("file:{}?mode=ro", utf8_percent_encode(&file.to_string_lossy(), NOT_IN_A_PATH))
    }

    /// Where the name of the database stands in a server's URL.
    fn name_range(&self) -> (usize, usize) {
        let authority = self.text.find("://").map_or(0, |at| at + 3);
        let end =
            self.text[authority..].find(['?', '#']).map_or(self.text.len(), |at| authority + at);
        let start = self.text[authority..end].find('/').map_or(end, |at| authority + at + 1);
        (start, end)
    }
}

impl std::fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&mask(&self.text))
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

/// The URL with `***` for the password, in front of the host as well as among the options.
fn mask(url: &str) -> String {
    let (base, options) = url.split_once('?').map_or((url, None), |(a, b)| (a, Some(b)));
    let mut masked = mask_authority(base);
    for (n, option) in options.into_iter().flat_map(|it| it.split('&')).enumerate() {
        let (name, _) = option.split_once('=').unwrap_or((option, ""));
        let secret = name.to_ascii_lowercase().contains("pass");
        let shown = if secret { format!("{name}=***") } else { option.to_owned() };
        masked += &format!("{}{shown}", if n == 0 { '?' } else { '&' });
    }
    masked
}

fn mask_authority(base: &str) -> String {
    let Some((scheme, rest)) = base.split_once("://") else { return base.to_owned() };
    // A password may hold a slash or an @ that should have been encoded: hide too much, not too little.
    let Some((user_info, host)) = rest.rsplit_once('@') else { return base.to_owned() };
    let Some((user, _)) = user_info.split_once(':') else { return base.to_owned() };
    format!("{scheme}://{user}:***@{host}")
}

/// A message of a client library without the password of this URL in it.
pub(crate) fn without_password(message: &str, url: &DatabaseUrl) -> String {
    let message = message.replace(&url.text, &url.to_string());
    let user_info = url.text.split_once("://").and_then(|(_, rest)| rest.rsplit_once('@'));
    let password = user_info.and_then(|(user_info, _)| user_info.split_once(':'));
    match password {
        Some((_, password)) if password.len() > 3 => message.replace(password, "***"),
        _ => message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn shown(url: &str) -> String {
        DatabaseUrl { text: url.to_owned(), dialect: Dialect::Postgres }.to_string()
    }

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(shown("postgres://u:p@h/d?a=b"), "postgres://u:***@h/d?a=b");
        assert_eq!(shown("postgres://u:p@q/r@h/d"), "postgres://u:***@h/d");
        assert_eq!(shown("postgres://h/d?user=u&password=p"), "postgres://h/d?user=u&password=***");
        assert_eq!(shown("postgres://u@h/d"), "postgres://u@h/d");
    }

    #[test]
    fn another_database_of_the_same_server_has_the_same_options() {
        let url = DatabaseUrl { text: "mysql://u:p@h:1/d?x=y".into(), dialect: Dialect::Mysql };
        assert_eq!(url.database(), "d");
        assert_eq!(url.with_database("a/b c").reveal(), "mysql://u:p@h:1/a%2Fb%20c?x=y");
        let bare = DatabaseUrl { text: "mysql://h".into(), dialect: Dialect::Mysql };
        assert_eq!(bare.with_database("d").reveal(), "mysql://h/d");
    }

    #[test]
    fn the_file_of_a_sqlite_url_is_found() {
        let file = |url: &str| DatabaseUrl { text: url.into(), dialect: Dialect::Sqlite }.file();
        assert_eq!(file("a b.db"), Some("a b.db".into()));
        assert_eq!(file("file:a%20b.db?mode=rwc"), Some("a b.db".into()));
        assert_eq!(file("file:///tmp/a.db"), Some("/tmp/a.db".into()));
        assert_eq!(file("sqlite://a.db"), Some("a.db".into()));
        assert_eq!((file(":memory:"), file("file::memory:")), (None, None));
        assert_eq!(file("file:x?mode=memory&cache=shared"), None);
    }
}
