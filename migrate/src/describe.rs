//! A schema as lines of text, to be compared: an object or a column a line, in a fixed order.

mod sqlite;

use crate::{Database, Dialect, Error};

impl Database {
    /// The schema as text, without the tables of the migrations' history. Two databases with the same
    /// schema give the same text, however they came to it.
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
