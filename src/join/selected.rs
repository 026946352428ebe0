use crate::undocumented::FieldAliasMapper;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::dsl::{AliasedFields, AsSelect};
use diesel::expression::{
    AppearsOnTable, Expression, Selectable, SelectableExpression, ValidGrouping,
};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::{Alias, AliasSource};
use std::marker::PhantomData;

/// Selects a model of an alias.
pub trait SelectableFrom: Sized {
    /// The columns of the model in an [alias](diesel::alias) of its table: the equivalent of
    /// Diesel's `as_select` on the table itself.
    ///
    /// ```
    /// use blog::{Post, User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let authors = diesel::alias!(users as authors);
    /// let rows: Vec<(Post, Option<User>)> = posts::table
    ///     .outer_join(Post::author.to(authors))
    ///     .select((Post::as_select(), Option::<User>::as_select_from(authors)))
    ///     .load(conn)?;
    /// // SELECT posts.id, …, authors.id, authors.username
    /// //   FROM (posts LEFT OUTER JOIN users AS authors ON authors.id = posts.user_id)
    /// # assert_eq!(rows.len(), 4);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn as_select_from<S, DB>(alias: Alias<S>) -> SelectedFrom<Self, S, DB>
    where
        DB: Backend,
        S: AliasSource,
        Self: Selectable<DB, SelectExpression: FieldAliasMapper<S>>,
    {
        let columns = alias.fields(Self::construct_selection());
        SelectedFrom { columns, types: PhantomData }
    }
}

impl<M> SelectableFrom for M {}

/// The columns of `M` in an alias, as returned by
/// [`as_select_from`](SelectableFrom::as_select_from).
#[allow(missing_debug_implementations)]
pub struct SelectedFrom<M, S, DB>
where
    DB: Backend,
    M: Selectable<DB, SelectExpression: FieldAliasMapper<S>>,
{
    columns: ColumnsAt<M, S, DB>,
    types: PhantomData<fn() -> DB>,
}

type ColumnsAt<M, S, DB> = AliasedFields<S, <M as Selectable<DB>>::SelectExpression>;

impl<M, S, DB> Clone for SelectedFrom<M, S, DB>
where
    DB: Backend,
    M: Selectable<DB, SelectExpression: FieldAliasMapper<S, Out: Clone>>,
{
    fn clone(&self) -> Self {
        SelectedFrom { columns: self.columns.clone(), types: PhantomData }
    }
}

impl<M, S, DB> Expression for SelectedFrom<M, S, DB>
where
    DB: Backend,
    M: Selectable<DB, SelectExpression: FieldAliasMapper<S> + QueryId + Expression>,
{
    type SqlType = AsSelect<M, DB>;
}

impl<M, S, DB, GB> ValidGrouping<GB> for SelectedFrom<M, S, DB>
where
    DB: Backend,
    M: Selectable<DB, SelectExpression: FieldAliasMapper<S, Out: ValidGrouping<GB>>>,
{
    type IsAggregate = <ColumnsAt<M, S, DB> as ValidGrouping<GB>>::IsAggregate;
}

impl<M, S, DB, QS> AppearsOnTable<QS> for SelectedFrom<M, S, DB>
where
    Self: Expression,
    DB: Backend,
    M: Selectable<DB, SelectExpression: FieldAliasMapper<S, Out: AppearsOnTable<QS>>>,
{
}

impl<M, S, DB, QS> SelectableExpression<QS> for SelectedFrom<M, S, DB>
where
    Self: AppearsOnTable<QS>,
    DB: Backend,
    M: Selectable<DB, SelectExpression: FieldAliasMapper<S, Out: SelectableExpression<QS>>>,
{
}

impl<M, S, DB> QueryId for SelectedFrom<M, S, DB>
where
    DB: Backend,
    M: Selectable<DB, SelectExpression: FieldAliasMapper<S, Out: QueryId>>,
{
    type QueryId = <ColumnsAt<M, S, DB> as QueryId>::QueryId;
    const HAS_STATIC_QUERY_ID: bool = <ColumnsAt<M, S, DB> as QueryId>::HAS_STATIC_QUERY_ID;
}

impl<M, S, DB> QueryFragment<DB> for SelectedFrom<M, S, DB>
where
    DB: Backend,
    M: Selectable<DB, SelectExpression: FieldAliasMapper<S, Out: QueryFragment<DB>>>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.columns.walk_ast(out)
    }
}
