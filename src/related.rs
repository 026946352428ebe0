//! From a row in hand to a query of the rows a relation leads to.

use crate::relation::{Model, Relation};
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType, Nullable};
use std::marker::PhantomData;

/// Reaches from a row to the rows that a relation leads to, as a Diesel query.
pub trait RelatedDsl: Model {
    /// A query of the related rows: an ordinary Diesel query, which nothing has sent yet.
    ///
    /// ```
    /// use blog::{User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let alice: User = users::table.find(1).select(User::as_select()).first(conn)?;
    /// let count: i64 = alice.related(User::posts).count().get_result(conn)?;
    /// // SELECT COUNT(*) FROM posts WHERE posts.user_id = ?
    /// assert_eq!(count, 2);
    /// diesel::update(alice.related(User::posts))
    ///     .set(posts::content.eq("to be written"))
    ///     .execute(conn)?;
    /// // UPDATE posts SET content = ? WHERE posts.user_id = ?
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn related<R>(&self, relation: R) -> R::Query
    where
        R: Related<Source = Self>,
    {
        relation.related(self)
    }
}

impl<M: Model> RelatedDsl for M {}

/// A relation whose rows can be queried for a single source.
pub trait Related: Relation {
    /// The query.
    type Query;
    /// The query of the rows related to `source`.
    fn related(self, source: &Self::Source) -> Self::Query;
}

/// `column = ?` for a key that may be `NULL`, which then equals nothing.
#[derive(Debug, Clone)]
pub struct KeyIs<C, ST, K> {
    column: C,
    key: Option<K>,
    sql_type: PhantomData<fn() -> ST>,
}

impl<C: Default, ST, K: Clone> KeyIs<C, ST, K> {
    /// Compares the column with the key.
    pub fn new(key: Option<&K>) -> Self {
        KeyIs { column: C::default(), key: key.cloned(), sql_type: PhantomData }
    }
}

impl<C, ST, K> Expression for KeyIs<C, ST, K> {
    type SqlType = Nullable<Bool>;
}

impl<C, ST, K> ValidGrouping<()> for KeyIs<C, ST, K> {
    type IsAggregate = is_aggregate::No;
}

impl<C: AppearsOnTable<QS>, ST, K, QS> AppearsOnTable<QS> for KeyIs<C, ST, K> {}

impl<C: SelectableExpression<QS>, ST, K, QS> SelectableExpression<QS> for KeyIs<C, ST, K> {}

impl<C: QueryId, ST: 'static, K> QueryId for KeyIs<C, ST, K> {
    type QueryId = KeyIs<C::QueryId, ST, ()>;
    const HAS_STATIC_QUERY_ID: bool = C::HAS_STATIC_QUERY_ID;
}

impl<C, ST, K, DB> QueryFragment<DB> for KeyIs<C, ST, K>
where
    DB: Backend + HasSqlType<Nullable<ST>>,
    ST: diesel::sql_types::SqlType,
    C: QueryFragment<DB>,
    Option<K>: ToSql<Nullable<ST>, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" = ");
        out.push_bind_param::<Nullable<ST>, Option<K>>(&self.key)
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __related_direct {
    ($relation:ty) => {
        const _: () = {
            use $crate::private::*;
            type Column = <$relation as Direct>::TargetColumn;
            impl Related for $relation {
                type Query = Filter<TableOf<Self>, KeyIs<Column, KeySqlType<Column>, KeyOf<Self>>>;

                fn related(self, source: &Source<Self>) -> Self::Query {
                    FilterDsl::filter(
                        <Target<Self> as Model>::table(),
                        KeyIs::new(Keyed::<<Self as Direct>::SourceColumn>::key(source)),
                    )
                }
            }
        };
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __related_linked {
    ($relation:ty) => {
        const _: () = {
            use $crate::private::*;
            type Near = <$relation as Linked>::Near;
            type Far = <$relation as Linked>::Far;
            type Other = <$relation as Linked>::TargetColumn;
            type Key = <Source<$relation> as Keyed<<$relation as Linked>::SourceColumn>>::Key;
            type Pairs = Select<
                Filter<<$relation as Linked>::Through, KeyIs<Near, KeySqlType<Near>, Key>>,
                Nullable<Far>,
            >;
            impl Related for $relation {
                type Query = Filter<TableOf<Self>, EqAny<Nullable<Other>, Pairs>>;

                fn related(self, source: &Source<Self>) -> Self::Query {
                    let key = Keyed::<<Self as Linked>::SourceColumn>::key(source);
                    let pairs = FilterDsl::filter(<Self as Linked>::through(), KeyIs::new(key));
                    let far = NullableExpressionMethods::nullable(Far::default());
                    let other = NullableExpressionMethods::nullable(Other::default());
                    FilterDsl::filter(
                        <Target<Self> as Model>::table(),
                        ExpressionMethods::eq_any(other, SelectDsl::select(pairs, far)),
                    )
                }
            }
        };
    };
}
