//! The URL of a database, whose password is never shown.

mod conninfo;
mod mask;

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::{Dialect, Error};

/// The URL of a database, in Diesel's format. It is printed without its password.
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

/// Characters that SQLite does not read as part of a path in a `file:` URL.
const NOT_IN_A_PATH: &AsciiSet = &CONTROLS.add(b'?').add(b'#').add(b'%');

/// Characters that end or split the path of any other URL, too.
const NOT_IN_A_NAME: &AsciiSet = &NOT_IN_A_PATH.add(b'/').add(b' ').add(b'"').add(b'<').add(b'>');

impl std::str::FromStr for DatabaseUrl {
    type Err = Error;

    /// # Errors
    ///
    /// [`Error::Url`] if it is empty, or of an unsupported database.
    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        if conninfo::is_one(text) {
            let wrong =
                |problem| Error::Url(format!("the database's `word=value` list: {problem}"));
            conninfo::parse(text).map_err(wrong)?;
            return Ok(Self { text: text.to_owned(), dialect: Dialect::Postgres });
        }
        if let Some((scheme @ ("postgres" | "postgresql" | "mysql"), rest)) = text.split_once(':')
            && !rest.starts_with("//")
        {
            return Err(Error::Url(format!(
                "after `{scheme}:` two slashes are missing: `{scheme}://`"
            )));
        }
        let dialect = match text.split_once("://").map(|(scheme, _)| scheme) {
            Some("postgres" | "postgresql") => Dialect::Postgres,
            Some("mysql") => Dialect::Mysql,
            Some("sqlite" | "file") | None => Dialect::Sqlite,
            Some(scheme) if scheme.contains('=') => return Err(unknown("…")),
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
    /// Its SQL dialect.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The name of the database in the URL; the path of a SQLite file. A service or the environment
    /// may select another one: use [`Database::name`](crate::Database::name).
    pub fn database(&self) -> String {
        if self.dialect == Dialect::Sqlite {
            return self.file().map_or_else(|| self.text.clone(), |it| it.display().to_string());
        }
        if let Some(pairs) = self.conninfo() {
            let named = pairs.into_iter().rfind(|(word, _)| word == "dbname");
            return named.map(|(_, name)| name).unwrap_or_default();
        }
        let (_, path, options) = self.parts();
        if self.dialect == Dialect::Mysql {
            return path.to_owned(); // Diesel does not decode it.
        }
        // To libpq, the option wins over the path.
        let option = options.iter().rev().find_map(|it| it.strip_prefix("dbname="));
        percent_decode_str(option.unwrap_or(path)).decode_utf8_lossy().into_owned()
    }

    /// The same server, another database.
    #[must_use]
    pub fn with_database(&self, name: &str) -> Self {
        let dialect = self.dialect;
        if let Some(mut pairs) = self.conninfo() {
            pairs.retain(|(word, _)| word != "dbname");
            pairs.push(("dbname".to_owned(), name.to_owned()));
            return Self { text: conninfo::write(&pairs), dialect };
        }
        let (server, _, options) = self.parts();
        let options = options.into_iter().filter(|it| !it.starts_with("dbname="));
        let options: Vec<_> = options.collect();
        let mark = if options.is_empty() { "" } else { "?" };
        let name = utf8_percent_encode(name, NOT_IN_A_NAME);
        Self { text: format!("{server}/{name}{mark}{}", options.join("&")), dialect }
    }

    fn conninfo(&self) -> Option<Vec<(String, String)>> {
        let is_one = self.dialect == Dialect::Postgres && conninfo::is_one(&self.text);
        is_one.then(|| conninfo::parse(&self.text).unwrap_or_default())
    }

    /// The parts of a server's URL: what comes before the path, the path, and the options.
    fn parts(&self) -> (&str, &str, Vec<&str>) {
        let start = self.text.find("://").map_or(0, |at| at + 3);
        let (base, options) = mask::split_options(&self.text[start..]);
        let user = base.find('@').filter(|at| !base[..*at].contains('/')).unwrap_or(0);
        let slash = base[user..].find('/').map_or(base.len(), |at| user + at);
        let path = base[slash..].strip_prefix('/').unwrap_or_default();
        let options = options.into_iter().flat_map(|it| it.split('&')).collect();
        (&self.text[..start + slash], path, options)
    }

    /// The SQLite file. Databases in memory and on servers have none.
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

    /// The URL for the connection, including the password.
    pub(crate) fn reveal(&self) -> &str {
        &self.text
    }

    /// The URL of a SQLite file opened read-only.
    pub(crate) fn read_only(file: &Path) -> String {
        format!("file:{}?mode=ro", utf8_percent_encode(&file.to_string_lossy(), NOT_IN_A_PATH))
    }
}

impl std::fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&mask::mask(&self.text))
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

/// A message of a client library without the password of this URL.
pub(crate) fn without_password(message: &str, url: &DatabaseUrl) -> String {
    let message = message.replace(&url.text, &url.to_string());
    let mut secrets = mask::secrets(&url.text);
    secrets.retain(|it| !it.is_empty());
    secrets.sort_by_key(|it| std::cmp::Reverse(it.len()));
    secrets.iter().fold(message, |message, secret| {
        let decoded = percent_decode_str(secret).decode_utf8_lossy().into_owned();
        let hidden = hide(&message, secret);
        hide(&hidden, &decoded)
    })
}

/// A short password may be part of any word: it is only hidden where it stands alone.
fn hide(message: &str, secret: &str) -> String {
    if secret.chars().count() > 3 {
        return message.replace(secret, "***");
    }
    ["\"", "'", ":", "@"].iter().fold(message.to_owned(), |message, sign| {
        message.replace(&format!("{sign}{secret}{sign}"), &format!("{sign}***{sign}"))
    })
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
        assert_eq!(shown("postgres://u:p@h/d?host=b"), "postgres://u:***@h/d?host=b");
        assert_eq!(shown("postgres://u:p@q/r@h/d"), "postgres://u:***@h/d");
        assert_eq!(shown("postgres://h/d?user=u&password=p"), "postgres://h/d?user=u&password=***");
        assert_eq!(shown("postgres://u@h/d"), "postgres://u@h/d");
        assert_eq!(shown("postgres://u:p?w@h/d"), "postgres://u:***@h/d");
        assert_eq!(shown("postgres://u:p?w@h/d?sslmode=x"), "postgres://u:***@h/d?sslmode=x");
        assert_eq!(shown("postgres://u:p@q?r@h/d"), "postgres://u:***@q?***");
        assert_eq!(
            shown("postgres://u:p@h/d?a=b&sslpassword=s"),
            "postgres://u:***@h/d?a=***&sslpassword=***"
        );
        assert_eq!(shown("host=h password='p w' dbname=d"), "host=h password=*** dbname=d");
        assert_eq!(shown("u:p@h/d"), "u:***@h/d");
        let error = "postgres:/u:secret@h/d".parse::<DatabaseUrl>().unwrap_err().to_string();
        assert_eq!(error, "after `postgres:` two slashes are missing: `postgres://`");
    }

    #[test]
    fn another_database_of_the_same_server_has_the_same_options() {
        let url = DatabaseUrl { text: "mysql://u:p@h:1/d?x=y".into(), dialect: Dialect::Mysql };
        assert_eq!(url.database(), "d");
        assert_eq!(url.with_database("a/b c").reveal(), "mysql://u:p@h:1/a%2Fb%20c?x=y");
        let url = DatabaseUrl {
            text: "postgres://u:p?w@h/d?dbname=e&sslmode=x".into(),
            dialect: Dialect::Postgres,
        };
        assert_eq!(url.database(), "e");
        assert_eq!(url.with_database("f").reveal(), "postgres://u:p?w@h/f?sslmode=x");
        let bare = DatabaseUrl { text: "mysql://h".into(), dialect: Dialect::Mysql };
        assert_eq!(bare.with_database("d").reveal(), "mysql://h/d");
    }

    #[test]
    fn a_list_of_words_and_values_is_postgresqls() {
        let url: DatabaseUrl = r"host=h dbname='a b' password = 'it\'s'".parse().unwrap();
        assert_eq!((url.dialect(), url.database().as_str()), (Dialect::Postgres, "a b"));
        let other = url.with_database("x'y").reveal().to_owned();
        assert_eq!(other, r"host=h password='it\'s' dbname='x\'y'");
        assert_eq!(without_password("no it's here", &url), "no *** here");
        let broken = "host=h password='secret".parse::<DatabaseUrl>().unwrap_err().to_string();
        assert!(broken.contains("never ends") && !broken.contains("secret"), "{broken}");
        assert_eq!("./host=h".parse::<DatabaseUrl>().unwrap().dialect(), Dialect::Sqlite);
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
