//! Conditions on the columns of keys.

use crate::model::key::{WriteColumns, len};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::AstPass;

/// Writes `a = b`, for each column of two keys in the tables of these names.
///
/// That they have the same number of columns is checked in the declaration of the relation.
pub(crate) fn write_equal<'b, DB: Backend>(
    (a, table): (&'b impl WriteColumns<DB>, Option<&str>),
    (b, other_table): (&'b impl WriteColumns<DB>, Option<&str>),
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    for place in 0..len(a) {
        if place > 0 {
            out.push_sql(" AND ");
        }
        a.write_column(place, table, out.reborrow())?;
        out.push_sql(" = ");
        b.write_column(place, other_table, out.reborrow())?;
    }
    Ok(())
}

/// `a IS NOT NULL AND b IS NOT NULL`
pub(crate) fn write_none_null<'b, DB: Backend, C: WriteColumns<DB>>(
    columns: &'b C,
    table: Option<&str>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    for place in 0..C::LEN {
        if place > 0 {
            out.push_sql(" AND ");
        }
        columns.write_column(place, table, out.reborrow())?;
        out.push_sql(" IS NOT NULL");
    }
    Ok(())
}
