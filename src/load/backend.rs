//! What conjoin has to know of a database.

use diesel::QueryResult;
use diesel::backend::Backend;
#[cfg(feature = "sqlite")]
use diesel::query_builder::QueryBuilder;
use diesel::query_builder::QueryFragment;

/// A database whose relations can be loaded.
pub trait Database: Backend + Default {
    /// The largest number of binds in one statement.
    const MAX_BINDS: usize;

    /// The number of binds in a statement, its keys included.
    fn binds<Q: QueryFragment<Self>>(query: &Q) -> QueryResult<usize>;
}

#[cfg(feature = "sqlite")]
impl Database for diesel::sqlite::Sqlite {
    /// SQLITE_LIMIT_VARIABLE_NUMBER as the bundled SQLite has it (since 3.32).
    const MAX_BINDS: usize = 32_766;

    fn binds<Q: QueryFragment<Self>>(query: &Q) -> QueryResult<usize> {
        let mut builder = diesel::sqlite::SqliteQueryBuilder::new();
        query.to_sql(&mut builder, &Self)?;
        Ok(placeholders(&builder.finish()))
    }
}

/// Counts the `?` of a statement that stand for binds: not those in literals, names and comments.
///
/// Diesel keeps its list of binds to itself; the SQL it writes is the one public witness of it.
#[cfg(feature = "sqlite")]
fn placeholders(sql: &str) -> usize {
    let mut count = 0;
    let mut rest = sql;
    while let Some(start) = rest.find(['?', '\'', '"', '`', '[', '-', '/']) {
        let (from, after) = rest.split_at(start).1.split_at(1);
        let close = match (from, after.as_bytes().first()) {
            ("?", _) => {
                count += 1;
                ""
            }
            ("[", _) => "]",
            ("-", Some(b'-')) => "\n",
            ("/", Some(b'*')) => "*/",
            ("-" | "/", _) => "",
            (quote, _) => quote,
        };
        let skip = after.find(close).map_or(after.len(), |end| end + close.len());
        rest = &after[skip..];
    }
    count
}

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use super::placeholders;

    #[test]
    fn only_binds_count_as_placeholders() {
        assert_eq!(placeholders("a = ? AND b IN (?, ?) - ? / ?"), 5);
        assert_eq!(placeholders("'it''s ?' \"a?\" `?` [?] /* ? */ x = ? -- ?"), 1);
        assert_eq!(placeholders("-- ?\n ?"), 1);
        assert_eq!(placeholders("'?"), 0);
    }
}
