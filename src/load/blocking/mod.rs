//! Loading over a blocking connection.

pub(crate) mod send;

use crate::clause::filter_order::FilterOrder;
use crate::database::backend::Database;
use crate::fetch::collector::RowSink;
use crate::fetch::connect::Connect;
use crate::fetch::per_parent::FetchTopN;
use crate::fetch::rows::FetchRows;
use crate::fetch::tree::{FetchTree, TreeLoad, TreeLoadOf, TreeModel};
use crate::graph::slot::{Loaded, NotLoaded};
use crate::graph::tree::Tree;
use crate::load::blocking::send::{collect, finish, send};
use crate::load::mode::Blocking;
use crate::load::own_rows::Over;
use crate::load::statement_tree::{Branches, Strategy};
use crate::load::trace;
use crate::load::trace::Statements;
use crate::load::upgrade::{Hand, Upgrade, UpgradeOn};
use crate::load::{FirstOn, Load, LoadOn};
use crate::model::from::ReadsAll;
use crate::model::graph::Graph;
use crate::model::level::{Level, Rows};
use crate::model::relation::{Extent, Model, One, Relation, Target};
use crate::plan::how::{PerParent, Recursive};
use crate::plan::loadable::Loadable;
use crate::plan::planned::Planned;
use crate::route::key_location::{KeyLocation, LocationOf};
use crate::sql::sent::Limited;
use diesel::connection::LoadConnection;
use diesel::dsl::{AsSelect, Select};
use diesel::prelude::*;
use diesel::query_builder::{AsQuery, QueryId};
use diesel::query_dsl::methods::{LimitDsl, LoadQuery, SelectDsl};
use std::mem;

#[diagnostic::do_not_recommend]
impl<'q, C, Q, M, E> FirstOn<'q, C, Blocking> for Load<Q, M, E>
where
    C: LoadConnection<Backend: Database>,
    M: Model,
    Q: AsQuery<SqlType: Over<C::Backend>> + LimitDsl<Output: LimitedOf<'q, M, C>>,
    E: Fill<'q, C::Backend, M>,
{
    type One = One<M, E::Loaded>;

    fn limited<'c>(self, conn: &'c mut C) -> QueryResult<Self::One>
    where
        Self: 'c,
    {
        trace::load::<M, _>(|| one(self.query.limit(1).row(conn)?, self.edges, conn))
    }
}

#[diagnostic::do_not_recommend]
impl<'q, C, Q, M, E> LoadOn<'q, C, Blocking> for Load<Q, M, E>
where
    C: LoadConnection<Backend: Database>,
    M: Model,
    Q: QueryOf<'q, M, C>
        + AsQuery<SqlType: Over<C::Backend>, Query: ReadsAll<M>>
        + LimitDsl<Output: LimitedOf<'q, M, C>>,
    E: Fill<'q, C::Backend, M>,
{
    type Graph = Graph<M, E::Loaded>;

    fn all<'c>(self, conn: &'c mut C) -> QueryResult<Self::Graph>
    where
        Self: 'c,
    {
        trace::load::<M, _>(|| {
            let rows = self.query.rows(conn)?;
            let rows = Rows::owned_or_all(rows, Q::Query::reads_all());
            Ok(Graph::new(level(Level::of(rows, self.edges), conn)?))
        })
    }

    fn single<'c>(self, conn: &'c mut C) -> QueryResult<Self::One>
    where
        Self: 'c,
    {
        trace::load::<M, _>(|| one(self.query.row(conn)?, self.edges, conn))
    }
}

pub(crate) fn one<'q, M, E, C>(row: M, edges: E, conn: &mut C) -> QueryResult<One<M, E::Loaded>>
where
    M: Model,
    C: LoadConnection<Backend: Database>,
    E: Fill<'q, C::Backend, M>,
{
    graph(vec![row], edges, conn).map(M::one)
}

/// Rows, and what is planned for them.
pub(crate) fn graph<'q, M, E, C>(
    rows: Vec<M>,
    edges: E,
    conn: &mut C,
) -> QueryResult<Graph<M, E::Loaded>>
where
    C: LoadConnection<Backend: Database>,
    E: Fill<'q, C::Backend, M>,
{
    Ok(Graph::new(level(Level::owned(rows, edges), conn)?))
}

/// Loads what is planned for the rows of a level.
pub(crate) fn level<'q, 'r, M, E, C>(
    planned: Level<'r, M, E>,
    conn: &mut C,
) -> QueryResult<Level<'r, M, E::Loaded>>
where
    C: LoadConnection<Backend: Database>,
    E: Fill<'q, C::Backend, M>,
{
    let Level { mut rows, roots, mut edges } = planned;
    if let Some(rows) = rows.list_mut() {
        edges.grow(rows, conn)?;
    }
    let edges = edges.fill(&rows, conn)?;
    Ok(Level { rows, roots, edges })
}

#[diagnostic::do_not_recommend]
impl<'q, 'r, C, M, E, H> UpgradeOn<'q, C, Blocking> for Upgrade<'r, M, E, H>
where
    C: LoadConnection<Backend: Database>,
    M: Model,
    E: Fill<'q, C::Backend, M>,
    H: Hand<'r>,
{
    type Upgraded = H::Of<M, E::Loaded>;

    fn upgraded<'c>(self, conn: &'c mut C) -> QueryResult<Self::Upgraded>
    where
        Self: 'c,
    {
        trace::load::<M, _>(|| level(self.level, conn)).map(H::hold)
    }
}

/// A query that can load rows of the model `M` over the connection `C`.
pub trait QueryOf<'q, M, C> {
    /// All rows.
    fn rows(self, conn: &mut C) -> QueryResult<Vec<M>>;
    /// The first row.
    fn row(self, conn: &mut C) -> QueryResult<M>;
}

#[diagnostic::do_not_recommend]
impl<'q, Q, M, C> QueryOf<'q, M, C> for Q
where
    C: LoadConnection,
    M: Selectable<C::Backend, SelectExpression: QueryId> + SelectableHelper<C::Backend>,
    Q: SelectDsl<AsSelect<M, C::Backend>>,
    Select<Q, AsSelect<M, C::Backend>>: LoadQuery<'q, C, M>,
{
    fn rows(self, conn: &mut C) -> QueryResult<Vec<M>> {
        self.select(M::as_select()).load(conn)
    }

    fn row(self, conn: &mut C) -> QueryResult<M> {
        self.select(M::as_select()).get_result(conn)
    }
}

/// The same with a limit. Separate, so that each only proves what it needs.
pub trait LimitedOf<'q, M, C> {
    /// The first row.
    fn row(self, conn: &mut C) -> QueryResult<M>;
}

#[diagnostic::do_not_recommend]
impl<'q, Q, M, C> LimitedOf<'q, M, C> for Q
where
    C: LoadConnection,
    M: Selectable<C::Backend, SelectExpression: QueryId> + SelectableHelper<C::Backend>,
    Q: SelectDsl<AsSelect<M, C::Backend>>,
    Limited<Select<Q, AsSelect<M, C::Backend>>>: LoadQuery<'q, C, M>,
{
    fn row(self, conn: &mut C) -> QueryResult<M> {
        Limited(self.select(M::as_select())).get_result(conn)
    }
}

/// Fills the slots of a level: loads what is planned and leaves the rest as it is.
pub trait Fill<'q, DB: Database, M>: Loadable {
    /// Adds the rows of a recursive relation to those of its level.
    fn grow<C>(&mut self, rows: &mut Vec<M>, conn: &mut C) -> QueryResult<()>
    where
        C: LoadConnection<Backend = DB>,
    {
        let _ = (rows, conn);
        Ok(())
    }
    /// Loads what is planned for `rows`.
    fn fill<C>(self, rows: &Rows<'_, M>, conn: &mut C) -> QueryResult<Self::Loaded>
    where
        C: LoadConnection<Backend = DB>;
    /// Describes the statements that this would send.
    fn describe(self, beneath: &mut Branches) -> QueryResult<()>;
}

impl<'q, DB, R, N, E, X> Fill<'q, DB, R::Source> for Planned<R, N, E, X>
where
    DB: Database,
    R: Relation<Keys: KeyLocation<Location: FetchRows<'q, DB, R>>>,
    N: FilterOrder<'q, DB>,
    E: Fill<'q, DB, Target<R>>,
    X: Extent,
{
    fn fill<C>(self, rows: &Rows<'_, R::Source>, conn: &mut C) -> QueryResult<Self::Loaded>
    where
        C: LoadConnection<Backend = DB>,
    {
        let fetch = LocationOf::<R>::fetch(rows, self.filter_order, X::WHOLE)?;
        let all = rows.are_all() && X::WHOLE && LocationOf::<R>::FINDS_ALL;
        let (links, rows) = collect::<R, _, _, _, _>(fetch, conn)?;
        let level = level(Level::of(Rows::owned_or_all(rows, all), self.edges), conn)?;
        Ok(Loaded::new(links, Graph::new(level)))
    }

    fn describe(self, beneath: &mut Branches) -> QueryResult<()> {
        let fetch = LocationOf::<R>::fetch(&Rows::NONE, self.filter_order, X::WHOLE)?;
        beneath.add(R::NAME, Strategy::Grouped, &fetch.statement(), self.edges)
    }
}

impl<'q, DB, R, N, E, X> Fill<'q, DB, R::Source> for Planned<R, N, E, X, PerParent>
where
    DB: Database,
    R: Relation<Keys: KeyLocation<Location: FetchTopN<'q, DB, R>>>,
    N: FilterOrder<'q, DB>,
    E: Fill<'q, DB, Target<R>>,
    X: Extent,
{
    fn fill<C>(self, rows: &Rows<'_, R::Source>, conn: &mut C) -> QueryResult<Self::Loaded>
    where
        C: LoadConnection<Backend = DB>,
    {
        let fetch = LocationOf::<R>::fetch_top_n(rows, self.filter_order, self.how.slice)?;
        let (links, rows) = collect::<R, _, _, _, _>(fetch, conn)?;
        Ok(Loaded::new(links, graph(rows, self.edges, conn)?))
    }

    fn describe(self, beneath: &mut Branches) -> QueryResult<()> {
        let fetch = LocationOf::<R>::fetch_top_n(&Rows::NONE, self.filter_order, self.how.slice)?;
        beneath.add(R::NAME, Strategy::FirstOfEach, &fetch.statement(), self.edges)
    }
}

impl<'q, DB, M, R, N, E, X> Fill<'q, DB, M> for Planned<R, N, E, X, Recursive<R>>
where
    DB: Database,
    R: Relation<Source = M, Target = M, Cardinality: Connect, Keys: KeyLocation>,
    LocationOf<R>: FetchTree<'q, DB, R>,
    TreeLoadOf<LocationOf<R>, R>: RowSink<DB>,
    M: TreeModel<LocationOf<R>>,
    N: FilterOrder<'q, DB> + Clone,
    X: Extent,
{
    fn grow<C>(&mut self, rows: &mut Vec<M>, conn: &mut C) -> QueryResult<()>
    where
        C: LoadConnection<Backend = DB>,
    {
        let roots = rows.len();
        let mut tree = TreeLoad::new(mem::take(rows))?;
        let mut statements = Statements::start();
        while tree.goes_on(self.how.depth) {
            let fetch =
                LocationOf::<R>::fetch_level(tree, self.filter_order.clone(), self.how.depth)?;
            tree = send(fetch, conn, &mut statements)?;
        }
        let loaded = <LocationOf<R> as FetchTree<'q, DB, R>>::link(tree, X::WHOLE)?;
        (self.how.links, self.how.ends, *rows) = finish(loaded, conn, &mut statements)?;
        statements.answered(R::NAME, rows.len() - roots);
        Ok(())
    }

    fn fill<C>(self, _: &Rows<'_, M>, _: &mut C) -> QueryResult<Self::Loaded>
    where
        C: LoadConnection<Backend = DB>,
    {
        Ok(Tree::new(self.how.links, self.how.ends))
    }

    fn describe(self, beneath: &mut Branches) -> QueryResult<()> {
        let tree = TreeLoad::new(Vec::new())?;
        let fetch = LocationOf::<R>::fetch_level(tree, self.filter_order, self.how.depth)?;
        let strategy =
            if fetch.is_recursive() { Strategy::AllLevels } else { Strategy::LevelByLevel };
        beneath.add::<DB, M>(R::NAME, strategy, &fetch.statement(), NotLoaded::<R>::default())
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __fill {
    ($module:ident, [$($slot:ident),*]) => {
        #[allow(non_camel_case_types)]
        const _: () = {
            use $crate::private::{
                Allow, Branches, Database, Fill, LoadConnection, Loadable, QueryResult, Rows,
            };

            #[diagnostic::do_not_recommend]
            impl<__Rows, $($slot: Allow<__Rows>),*> Allow<__Rows> for $module::Edges<$($slot),*> {}

            impl<$($slot: Loadable),*> Loadable for $module::Edges<$($slot),*> {
                type Loaded = $module::Edges<$($slot::Loaded),*>;
            }

            impl<'q, __DB, __M, $($slot),*> Fill<'q, __DB, __M> for $module::Edges<$($slot),*>
            where
                __DB: Database,
                $($slot: Fill<'q, __DB, __M>,)*
            {
                fn grow<__C>(&mut self, rows: &mut ::std::vec::Vec<__M>, conn: &mut __C) -> QueryResult<()>
                where
                    __C: LoadConnection<Backend = __DB>,
                {
                    $(self.$slot.grow(rows, conn)?;)*
                    Ok(())
                }

                fn fill<__C>(self, rows: &Rows<'_, __M>, conn: &mut __C) -> QueryResult<Self::Loaded>
                where
                    __C: LoadConnection<Backend = __DB>,
                {
                    Ok($module::Edges { $($slot: self.$slot.fill(rows, conn)?,)* })
                }

                fn describe(self, beneath: &mut Branches) -> QueryResult<()> {
                    $(self.$slot.describe(beneath)?;)*
                    Ok(())
                }
            }
        };

        $crate::__fill_async! { $module, [$($slot),*] }
    };
}

/// Without the feature `serde`, nothing.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serialize {
    ($($arguments:tt)*) => {};
}

/// Without the feature `async`, nothing.
#[cfg(not(feature = "async"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __fill_async {
    ($($arguments:tt)*) => {};
}
