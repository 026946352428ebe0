//! A schema as lines of text, for comparison: one line per object or column, in a fixed order.

mod sqlite;

use crate::{Database, Dialect, Error};

impl Database {
    /// The schema as text, without the tables of the migration history. Two databases with the same
    /// schema return the same text, however they got it.
    ///
    /// # Errors
    ///
    /// [`Error::Database`].
    pub fn describe(&mut self) -> Result<String, Error> {
        let questions: &[&str] = match self.dialect() {
            Dialect::Sqlite => &sqlite::QUESTIONS,
            Dialect::Postgres => &[include_str!("describe/postgres.sql")],
            Dialect::Mysql => &[include_str!("describe/mysql.sql")],
        };
        let mut lines = Vec::new();
        for question in questions {
            let answer = self.values(question).map_err(Error::doing("describing the schema"))?;
            lines.extend(answer);
        }
        if self.dialect() == Dialect::Sqlite {
            lines.extend(self.checks()?);
        }
        // What spans lines is one line, for an object of the database is one.
        let lines =
            lines.iter().map(|it| it.split_whitespace().collect::<Vec<_>>().join(" ") + "\n");
        Ok(lines.collect())
    }
}
