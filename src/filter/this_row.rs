//! The condition of `contains`.

use crate::clause::declared::NoClause;
use crate::clause::filters::{Condition, WriteCondition};
use crate::model::key::{KeyBound, KeyColumns, Keyed, WriteColumns};
use crate::model::relation::{Part, PrimaryKey, Target};
use crate::related::{KeyIs, WriteKeys};
use crate::route::Route;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};

/// One row among those that satisfy `N`: its key is `K`, in the columns `C` or in others that refer to
/// them, and bound as `B`.
#[derive(Debug)]
pub struct ThisRow<N, C, B, K> {
    pub(crate) among: N,
    pub(crate) key: KeyIs<C, B, Option<K>, NoClause>,
}

/// One row of the target of `R`, among those that satisfy `N`.
pub(crate) type TargetRow<N, R> = ThisRow<
    N,
    PrimaryKey<Target<R>>,
    KeyBound<PrimaryKey<Target<R>>>,
    <Target<R> as Keyed<PrimaryKey<Target<R>>>>::Key,
>;

impl<N: Clone, C: Clone, B, K: Clone> Clone for ThisRow<N, C, B, K> {
    fn clone(&self) -> Self {
        ThisRow { among: self.among.clone(), key: self.key.clone() }
    }
}

#[diagnostic::do_not_recommend]
impl<N: Condition, C, B, K> Condition for ThisRow<N, C, B, K> {
    type Checked = Self;
    const SET: bool = true;
    type Extent = Part;

    fn checked(self) -> Self {
        self
    }
}

impl<N, C, B, K, DB> WriteCondition<DB> for ThisRow<N, C, B, K>
where
    DB: Backend,
    N: WriteCondition<DB>,
    C: KeyColumns,
    Option<K>: WriteKeys<DB, B>,
    KeyIs<C, B, Option<K>, NoClause>: QueryFragment<DB>,
{
    fn is_link<W: Route>() -> bool {
        !N::SET && W::links_to::<C>()
    }

    fn write<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.among.write(out.reborrow())?;
        out.push_sql(if N::SET { " AND (" } else { "(" });
        self.key.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }

    fn write_on<'b>(
        &'b self,
        columns: &'b impl WriteColumns<DB>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        out.push_sql("(");
        self.key.keys().write_keys((columns, None), out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
