//! SQLite keeps the text of each CREATE, which ALTER edits and a rebuilt table quotes: what is
//! compared is what it means.

use crate::sql::checks;
use crate::{Database, Error};

pub(super) const QUESTIONS: [&str; 4] = [
    "SELECT m.type || ' ' || m.name || ' column ' || c.name || ' ' || c.type \
       || CASE WHEN c.\"notnull\" THEN ' NOT NULL' ELSE '' END \
       || coalesce(' DEFAULT ' || c.dflt_value, '') \
       || CASE WHEN c.pk > 0 THEN ' PRIMARY KEY ' || c.pk ELSE '' END \
       || CASE WHEN c.hidden > 0 THEN ' GENERATED' ELSE '' END AS value \
     FROM sqlite_master m, pragma_table_xinfo(m.name) c \
     WHERE m.type IN ('table', 'view') AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' \
       AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
     ORDER BY m.name, c.cid",
    "SELECT 'table ' || m.name || ' key ' || k.\"from\" || ' REFERENCES ' || k.\"table\" \
       || coalesce(' (' || k.\"to\" || ')', '') || ' ON UPDATE ' || k.on_update \
       || ' ON DELETE ' || k.on_delete AS value \
     FROM sqlite_master m, pragma_foreign_key_list(m.name) k \
     WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' \
     ORDER BY m.name, k.\"from\", k.\"table\", k.seq",
    "SELECT 'table ' || m.name || ' unique ' || (SELECT group_concat(c.name, ', ') \
       FROM pragma_index_info(i.name) c) AS value \
     FROM sqlite_master m, pragma_index_list(m.name) i \
     WHERE m.type = 'table' AND i.origin = 'u' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY value",
    "SELECT type || ' ' || name || ' ' || sql AS value FROM sqlite_master \
     WHERE type IN ('index', 'trigger', 'view') AND sql IS NOT NULL ORDER BY type, name",
];

impl Database {
    /// The CHECKs of tables, which SQLite has only as text.
    pub(super) fn checks(&mut self) -> Result<Vec<String>, Error> {
        let tables = "SELECT name || char(10) || sql AS value FROM sqlite_master \
             WHERE type = 'table' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY name";
        let tables = self.values(tables).map_err(Error::doing("describing the schema"))?;
        let lines = tables.iter().filter_map(|it| it.split_once('\n'));
        Ok(lines
            .flat_map(|(name, sql)| checks(sql).map(move |it| format!("table {name} CHECK {it}")))
            .collect())
    }
}
