//! The information schema of MariaDB and MySQL.

use super::Questions;

pub(super) const QUESTIONS: Questions = Questions {
    tables: "SELECT table_name AS value FROM information_schema.tables \
        WHERE table_schema = ? AND table_type = 'BASE TABLE' AND table_name NOT LIKE '\\_\\_%'",
    columns: "SELECT column_name AS name, CAST(column_type AS CHAR) AS type_name, \
          NULL AS type_schema, is_nullable AS nullable, \
          CAST(character_maximum_length AS CHAR) AS max_length, \
          NULLIF(column_comment, '') AS comment, FALSE AS is_row_id \
        FROM information_schema.columns WHERE table_schema = ? AND table_name = ? \
        ORDER BY ordinal_position",
    primary_key: "SELECT column_name AS value FROM information_schema.key_column_usage \
        WHERE table_schema = ? AND table_name = ? AND constraint_name = 'PRIMARY' \
        ORDER BY ordinal_position",
    comment: "SELECT table_comment AS value FROM information_schema.tables \
        WHERE table_schema = ? AND table_name = ? AND table_comment <> ''",
    foreign_keys: "SELECT constraint_name AS id, table_name AS child, column_name AS child_column, \
          referenced_table_schema AS parent_schema, referenced_table_name AS parent, \
          referenced_column_name AS parent_column \
        FROM information_schema.key_column_usage \
        WHERE table_schema = ? AND referenced_table_name IS NOT NULL \
        ORDER BY table_name, constraint_name, ordinal_position",
};
