//! PostgreSQL's catalogue.

use super::{Questions, Reader, Row};

pub(super) const QUESTIONS: Questions = Questions {
    tables: "SELECT table_name::text AS value FROM information_schema.tables \
        WHERE table_schema = $1 AND table_type = 'BASE TABLE' AND table_name NOT LIKE '\\_\\_%'",
    // The domain's name goes with the type's, for those who want a type of their own for it.
    columns: "SELECT c.column_name::text AS name, \
          coalesce(c.domain_name || chr(10) || c.domain_schema || chr(10), '') || c.udt_name \
            AS type_name, \
          c.udt_schema::text AS type_schema, c.is_nullable::text AS nullable, \
          c.character_maximum_length::text AS max_length, \
          col_description(t.oid, c.ordinal_position::int) AS comment, false AS is_row_id \
        FROM information_schema.columns c \
        JOIN pg_namespace n ON n.nspname = c.table_schema \
        JOIN pg_class t ON t.relnamespace = n.oid AND t.relname = c.table_name \
        WHERE c.table_schema = $1 AND c.table_name = $2 ORDER BY c.ordinal_position",
    primary_key: "SELECT a.attname::text AS value \
        FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid \
        JOIN pg_namespace n ON n.oid = t.relnamespace \
        CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS u (number, position) \
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.number \
        WHERE k.contype = 'p' AND n.nspname = $1 AND t.relname = $2 ORDER BY u.position",
    comment: "SELECT obj_description(t.oid, 'pg_class') AS value \
        FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace \
        WHERE n.nspname = $1 AND t.relname = $2 AND obj_description(t.oid, 'pg_class') IS NOT NULL",
    foreign_keys: "SELECT k.oid::text AS id, c.relname::text AS child, ca.attname::text AS child_column, \
          pn.nspname::text AS parent_schema, p.relname::text AS parent, pa.attname::text AS parent_column \
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid \
        JOIN pg_namespace cn ON cn.oid = c.relnamespace \
        JOIN pg_class p ON p.oid = k.confrelid JOIN pg_namespace pn ON pn.oid = p.relnamespace \
        CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS u (child, parent, position) \
        JOIN pg_attribute ca ON ca.attrelid = c.oid AND ca.attnum = u.child \
        JOIN pg_attribute pa ON pa.attrelid = p.oid AND pa.attnum = u.parent \
        WHERE k.contype = 'f' AND k.conparentid = 0 AND cn.nspname = $1 \
        ORDER BY c.relname, k.oid, u.position",
};

impl Reader<'_> {
    /// Treats a column of a domain as one of the underlying type, unless the domain is wanted.
    pub(super) fn with_domains(&self, mut rows: Vec<Row>) -> Vec<Row> {
        for row in &mut rows {
            let full = row.type_name.clone();
            let mut parts = full.split('\n');
            let (Some(domain), Some(schema), Some(base)) =
                (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            let wanted =
                self.settings.pg_domains_as_custom_types.iter().any(|it| it.matches(domain));
            row.type_name = if wanted { domain } else { base }.to_owned();
            if wanted {
                row.type_schema = Some(schema.to_owned());
            }
        }
        rows
    }
}
