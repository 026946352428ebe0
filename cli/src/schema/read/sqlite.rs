//! SQLite's pragmas, as tables.

use super::{Questions, Reader, Row};
use crate::failure::Failure;

pub(super) const QUESTIONS: Questions = Questions {
    tables: "SELECT name AS value FROM sqlite_master WHERE ?1 = 'main' AND type = 'table' \
        AND name NOT LIKE '\\_\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
    // A column without a type in a generated one is called by what follows.
    columns: "SELECT name, type AS type_name, NULL AS type_schema, \
        CASE \"notnull\" WHEN 0 THEN 'YES' ELSE 'NO' END AS nullable, \
        NULL AS max_length, NULL AS comment, 0 AS is_row_id \
        FROM pragma_table_xinfo(?2) WHERE ?1 = 'main' ORDER BY cid",
    primary_key: "SELECT name AS value FROM pragma_table_xinfo(?2) \
        WHERE ?1 = 'main' AND pk > 0 ORDER BY cid",
    comment: "SELECT name AS value FROM sqlite_master WHERE ?1 = '' AND name = ?2",
    foreign_keys: "SELECT CAST(k.id AS TEXT) AS id, m.name AS child, k.\"from\" AS child_column, \
        NULL AS parent_schema, k.\"table\" AS parent, k.\"to\" AS parent_column \
        FROM sqlite_master m, pragma_foreign_key_list(m.name) k \
        WHERE ?1 = 'main' AND m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' \
        ORDER BY m.name, k.id, k.seq",
};

/// The rows of a table whose primary key is exactly SQLite's row id.
const HAS_ROW_ID: &str = "SELECT name AS value FROM pragma_table_list \
    WHERE schema = ?1 AND name = ?2 AND wr = 0";

/// The tables that a column of a table refers to by one key.
const REFERS_TO: &str = "SELECT \"from\" || char(10) || \"table\" AS value \
    FROM pragma_foreign_key_list(?2) WHERE ?1 = 'main'";

impl Reader<'_> {
    /// Tables without a primary key have a hidden one, under the first of these names that is free.
    pub(super) fn row_id(&mut self, table: &str) -> Result<Vec<String>, Failure> {
        let all = "SELECT name AS value FROM pragma_table_xinfo(?2) WHERE ?1 = 'main'";
        let names = self.values(all, Some(table))?;
        let free =
            ["rowid", "oid", "_rowid_"].into_iter().find(|it| names.iter().all(|name| name != it));
        Ok(free.into_iter().map(str::to_owned).collect())
    }

    /// Adds the hidden key, and finds the columns of the same width.
    pub(super) fn finish_sqlite(
        &mut self,
        mut rows: Vec<Row>,
        table: &str,
        primary_key: &[String],
    ) -> Result<Vec<Row>, Failure> {
        if let [key] = primary_key
            && rows.iter().all(|it| it.name != *key)
        {
            rows.insert(0, hidden(key));
        }
        if self.settings.sqlite_integer_primary_key_is_bigint != Some(true) {
            return Ok(rows);
        }
        let references = self.values(REFERS_TO, Some(table))?;
        for row in rows.iter_mut().filter(|it| it.type_name.eq_ignore_ascii_case("integer")) {
            let is_key = primary_key == [row.name.clone()];
            let parent = references.iter().find_map(|it| {
                it.split_once('\n').filter(|(from, _)| *from == row.name).map(|(_, parent)| parent)
            });
            row.is_row_id = is_key && self.has_row_id(table)?
                || parent.map_or(Ok(false), |it| self.has_row_id(it))?;
        }
        Ok(rows)
    }

    fn has_row_id(&mut self, table: &str) -> Result<bool, Failure> {
        let single = self.primary_key(table)?.len() == 1;
        Ok(single && !self.values(HAS_ROW_ID, Some(table))?.is_empty())
    }
}

fn hidden(name: &str) -> Row {
    Row {
        name: name.to_owned(),
        type_name: "Integer".to_owned(),
        type_schema: None,
        nullable: "NO".to_owned(),
        max_length: None,
        comment: None,
        is_row_id: false,
    }
}
