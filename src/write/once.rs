//! A column that is given two values: SQLite would silently take the first.

use crate::model::error::Error;
use crate::model::relation::{Relation, TableOf};
use diesel::backend::Backend;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::{Insertable, QueryResult};
use std::any::type_name;

/// A column that an insert by the relation would write twice.
#[derive(Debug, Clone, Copy)]
pub struct Twice {
    relation: &'static str,
    column: &'static str,
}

impl Twice {
    pub(crate) fn error(self) -> diesel::result::Error {
        let Twice { relation, column } = self;
        Error::ColumnTwice { relation, column }.into()
    }
}

/// The first column that is twice among some.
pub(crate) fn twice(relation: &'static str, columns: &[&'static str]) -> Option<Twice> {
    let is_twice = |place: &usize| columns[..*place].contains(&columns[*place]);
    let column = columns[(0..columns.len()).find(is_twice)?];
    Some(Twice { relation, column })
}

/// The first column that is twice among those of new rows.
pub(crate) fn twice_in<R: Relation, Rows: Insertable<TableOf<R>>>() -> Option<Twice> {
    twice_among::<Rows::Values>(R::NAME)
}

/// The first column that is twice among the values of new rows.
///
/// Diesel only tells by the type which columns these have.
pub(crate) fn twice_among<V>(relation: &'static str) -> Option<Twice> {
    let columns: Vec<_> = columns_in(type_name::<V>()).collect();
    let Twice { relation, column } = twice(relation, &columns)?;
    let name = column.rsplit("::").next().unwrap_or(column);
    Some(Twice { relation, column: name })
}

/// `posts::columns::id` and so on.
fn columns_in(values: &'static str) -> impl Iterator<Item = &'static str> {
    let values = values.split("ColumnInsertValue<").skip(1);
    values.filter_map(|value| value.split(',').next()).filter(|it| it.contains("::columns::"))
}

/// A foreign key in a new row: an error if a column is there twice.
#[derive(Debug, Clone, Copy)]
pub struct Once<X> {
    key: X,
    twice: Option<Twice>,
}

impl<X> Once<X> {
    pub(crate) fn new(key: X, twice: Option<Twice>) -> Self {
        Once { key, twice }
    }
}

impl<X: Expression> Expression for Once<X> {
    type SqlType = X::SqlType;
}

impl<X: ValidGrouping<()>> ValidGrouping<()> for Once<X> {
    type IsAggregate = is_aggregate::Never;
}

impl<X: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Once<X> {}

impl<X: SelectableExpression<QS>, QS> SelectableExpression<QS> for Once<X> {}

impl<X: QueryId> QueryId for Once<X> {
    type QueryId = X::QueryId;
    const HAS_STATIC_QUERY_ID: bool = X::HAS_STATIC_QUERY_ID;
}

impl<X: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for Once<X> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match self.twice {
            Some(twice) => Err(twice.error()),
            None => self.key.walk_ast(out),
        }
    }
}

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use super::columns_in;
    use diesel::prelude::*;
    use std::any::type_name;

    diesel::table! { posts (id) { id -> Integer, title -> Text, user_id -> Nullable<Integer>, } }

    #[derive(Insertable)]
    #[diesel(table_name = posts)]
    struct NewPost<'t> {
        id: Option<i32>,
        title: &'t str,
        #[diesel(embed)]
        author: Author,
    }

    #[derive(Insertable)]
    #[diesel(table_name = posts)]
    struct Author {
        user_id: Option<i32>,
    }

    fn columns<V>(_: V) -> Vec<&'static str> {
        let columns = columns_in(type_name::<V>());
        columns.map(|column| column.rsplit("::").next().unwrap_or(column)).collect()
    }

    #[test]
    fn the_columns_of_new_rows_are_known_by_their_type() {
        let new = NewPost { id: Some(1), title: "", author: Author { user_id: None } };
        let of_one = (posts::id.eq(1), Some(posts::title.eq("")));
        assert_eq!(columns(of_one.values()), ["id", "title"]);
        assert_eq!(
            columns(vec![(posts::title.eq(""), &new)].values()),
            ["title", "id", "title", "user_id"]
        );
        assert_eq!(columns((posts::user_id.eq(None::<i32>),).values()), ["user_id"]);
    }
}
