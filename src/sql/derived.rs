//! Derived tables, which a statement creates itself. Their columns are `key_1`, `key_2`, and so on;
//! their own names begin with `conjoin:`, since a table of the query could have any plainer name.

use crate::model::key::{WriteColumns, len};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::AstPass;

/// `posts.city AS key_1, posts.hall AS key_2`
pub(crate) fn write_as<'b, DB: Backend>(
    (columns, table): (&'b impl WriteColumns<DB>, Option<&str>),
    name: &str,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    for place in 0..len(columns) {
        out.push_sql(if place > 0 { ", " } else { "" });
        columns.write_column(place, table, out.reborrow())?;
        out.push_sql(" AS ");
        out.push_identifier(&numbered(name, place))?;
    }
    Ok(())
}

/// `conjoin:related.key_1, conjoin:related.key_2`
pub(crate) fn write_columns<DB: Backend>(
    table: Option<&str>,
    name: &str,
    columns: usize,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    for place in 0..columns {
        out.push_sql(if place > 0 { ", " } else { "" });
        write_column(table, &numbered(name, place), out)?;
    }
    Ok(())
}

/// `conjoin:related.key_1`
pub(crate) fn write_column<DB: Backend>(
    table: Option<&str>,
    column: &str,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    if let Some(table) = table {
        out.push_identifier(table)?;
        out.push_sql(".");
    }
    out.push_identifier(column)
}

/// `key_1` for the first of the columns called `key`.
pub(crate) fn numbered(name: &str, place: usize) -> String {
    format!("{name}_{}", place + 1)
}
