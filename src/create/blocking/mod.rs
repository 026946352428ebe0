//! Creating rows over a blocking connection.

pub(crate) mod send;

use crate::create::batch::Creatable;
use crate::create::blocking::send::{insert, link};
use crate::create::nested::{Below, GraphOf, Linked, Nested, Root};
use crate::create::pairs::InsertPairs;
use crate::create::relations::{Across, Down, Nests, RelatedRow, Up};
use crate::create::session::Session;
use crate::create::slots::{TakesLinks, TakesRows};
use crate::create::{Create, CreateAll, SaveOn};
use crate::database::backend::Database;
use crate::database::selection::Readable;
use crate::graph::slot::Slot;
use crate::load::blocking::{Fill, graph};
use crate::load::mode::Blocking;
use crate::load::trace;
use crate::model::relation::{Model, One, Source, Target};
use crate::plan::loadable::Loadable;
use crate::write::assign::ParentRelation;
use crate::write::children::ChildRelation;
use crate::write::many_to_many::LinkRelation;
use crate::write::statement::WriteLinks;
use diesel::QueryResult;
use diesel::connection::LoadConnection;

#[diagnostic::do_not_recommend]
impl<C, N, L> SaveOn<C, Blocking> for CreateAll<N, L>
where
    C: LoadConnection<Backend: Database>,
    L: Root + CreateNested<C::Backend, L::Model>,
    L::Plan: Fill<'static, C::Backend, L::Model>,
    L::Model: Readable<C::Backend>,
    L::Row<N>: Creatable<C::Backend, L::Model>,
{
    type Output = GraphOf<L>;

    fn saved<'c>(self, conn: &'c mut C) -> QueryResult<Self::Output>
    where
        Self: 'c,
    {
        conn.transaction(|conn| {
            let mut session = Session::start(conn)?;
            let rows = level(L::Model::NAME, self.rows, |rows| rows, true, &mut session)?;
            trace::load::<L::Model, _>(|| graph(rows, L::plan(), conn))
        })
    }
}

#[diagnostic::do_not_recommend]
impl<C, N, L> SaveOn<C, Blocking> for Create<N, L>
where
    C: LoadConnection<Backend: Database>,
    L: Root + Nested<L::Model, Plan: Loadable>,
    CreateAll<N, L>: SaveOn<C, Blocking, Output = GraphOf<L>>,
{
    type Output = One<L::Model, <L::Plan as Loadable>::Loaded>;

    fn saved<'c>(self, conn: &'c mut C) -> QueryResult<Self::Output>
    where
        Self: 'c,
    {
        CreateAll { rows: vec![self] }.saved(conn).map(L::Model::one)
    }
}

/// Inserts the rows of a level with those that are created with them; returns them if they are needed.
fn level<M, N, L, X, C>(
    relation: &'static str,
    creates: Vec<Create<N, L>>,
    keyed: impl FnOnce(Vec<L::Row<N>>) -> Vec<X>,
    needed: bool,
    session: &mut Session<'_, C>,
) -> QueryResult<Vec<M>>
where
    C: LoadConnection<Backend: Database>,
    M: Readable<C::Backend>,
    L: CreateNested<C::Backend, M>,
    X: Creatable<C::Backend, M>,
{
    let (rows, nested) = creates.into_iter().map(|it| (it.new, it.nested)).unzip();
    let mut nested = L::level(nested);
    let parents = L::parents(&mut nested, session)?;
    let rows = keyed(L::keyed(parents, rows));
    let rows = insert(relation, rows, needed || L::READS, session)?;
    L::after(nested, &rows, session)?;
    Ok(rows)
}

/// What is created with rows of `M` over a blocking connection.
pub trait CreateNested<DB: Database, M>: Nested<M> {
    /// Creates the parents of the rows of a level.
    fn parents<C>(
        level: &mut Self::Level,
        session: &mut Session<'_, C>,
    ) -> QueryResult<Self::Parents>
    where
        C: LoadConnection<Backend = DB>;
    /// Creates everything else for the rows of a level.
    fn after<C>(level: Self::Level, rows: &[M], session: &mut Session<'_, C>) -> QueryResult<()>
    where
        C: LoadConnection<Backend = DB>;
}

impl<DB: Database, M: Model> CreateNested<DB, M> for () {
    fn parents<C>(_: &mut (), _: &mut Session<'_, C>) -> QueryResult<()> {
        Ok(())
    }

    fn after<C>(_: (), _: &[M], _: &mut Session<'_, C>) -> QueryResult<()> {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<DB, L, R, N, K, How> CreateNested<DB, R::Source> for (L, Below<R, N, K, How>)
where
    DB: Database,
    R: Nests<How>,
    K: Nested<Target<R>>,
    L: CreateNested<DB, Source<R>, Plan: Slot<R, State: TakesRows<R>>>,
    Below<R, N, K, How>: CreateRelated<DB, R, How>,
{
    fn parents<C>(
        (rest, own): &mut Self::Level,
        session: &mut Session<'_, C>,
    ) -> QueryResult<Self::Parents>
    where
        C: LoadConnection<Backend = DB>,
    {
        Ok((L::parents(rest, session)?, CreateRelated::parents(own, session)?))
    }

    fn after<C>(
        (rest, own): Self::Level,
        rows: &[Source<R>],
        session: &mut Session<'_, C>,
    ) -> QueryResult<()>
    where
        C: LoadConnection<Backend = DB>,
    {
        L::after(rest, rows, session)?;
        CreateRelated::after(own, rows, session)
    }
}

#[diagnostic::do_not_recommend]
impl<DB, L, R> CreateNested<DB, R::Source> for (L, Linked<R>)
where
    DB: Database,
    R: WriteLinks<Source<R>, DB>,
    L: CreateNested<DB, Source<R>, Plan: Slot<R, State: TakesLinks<R>>>,
{
    fn parents<C>(
        (rest, _): &mut Self::Level,
        session: &mut Session<'_, C>,
    ) -> QueryResult<Self::Parents>
    where
        C: LoadConnection<Backend = DB>,
    {
        L::parents(rest, session)
    }

    fn after<C>(
        (rest, own): Self::Level,
        rows: &[Source<R>],
        session: &mut Session<'_, C>,
    ) -> QueryResult<()>
    where
        C: LoadConnection<Backend = DB>,
    {
        L::after(rest, rows, session)?;
        link(InsertPairs::<R>::to::<DB>(rows, own)?, session)
    }
}

/// New rows of the relation `R`, created over a blocking connection.
pub trait CreateRelated<DB: Database, R: Nests<How>, How>: Sized {
    /// Creates the rows whose keys the rows of the source get, if this relation has such.
    fn parents<C>(_: &mut [Self], _: &mut Session<'_, C>) -> QueryResult<R::Parents>
    where
        C: LoadConnection<Backend = DB>,
    {
        Ok(R::Parents::default())
    }
    /// Creates the rows that get keys of the source, if this relation has such.
    fn after<C>(_: Vec<Self>, _: &[Source<R>], _: &mut Session<'_, C>) -> QueryResult<()>
    where
        C: LoadConnection<Backend = DB>,
    {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<DB, R, N, K> CreateRelated<DB, R, Down> for Below<R, N, K, Down>
where
    DB: Database,
    R: ChildRelation<Source<R>>,
    K: CreateNested<DB, Target<R>>,
    Target<R>: Readable<DB>,
    RelatedRow<R, N, K, Down>: Creatable<DB, Target<R>>,
{
    fn after<C>(own: Vec<Self>, rows: &[Source<R>], session: &mut Session<'_, C>) -> QueryResult<()>
    where
        C: LoadConnection<Backend = DB>,
    {
        let (of, creates) = Below::all(own);
        let keyed = |new: Vec<K::Row<N>>| -> Vec<RelatedRow<R, N, K, Down>> {
            of.into_iter().map(|row| R::filled(&rows[row], None)).zip(new).collect()
        };
        level(R::NAME, creates, keyed, false, session).map(drop)
    }
}

#[diagnostic::do_not_recommend]
impl<DB, R, N, K> CreateRelated<DB, R, Across> for Below<R, N, K, Across>
where
    DB: Database,
    R: WriteLinks<Source<R>, DB> + LinkRelation<Source<R>>,
    K: CreateNested<DB, Target<R>>,
    Target<R>: Readable<DB>,
    RelatedRow<R, N, K, Across>: Creatable<DB, Target<R>>,
{
    fn after<C>(own: Vec<Self>, rows: &[Source<R>], session: &mut Session<'_, C>) -> QueryResult<()>
    where
        C: LoadConnection<Backend = DB>,
    {
        let (of, creates) = Below::all(own);
        let targets = level(R::NAME, creates, |new| new, true, session)?;
        link(InsertPairs::<R>::with::<DB>(rows, &of, &targets)?, session)
    }
}

#[diagnostic::do_not_recommend]
impl<DB, R, N, K> CreateRelated<DB, R, Up> for Below<R, N, K, Up>
where
    DB: Database,
    R: ParentRelation<Source<R>>,
    K: CreateNested<DB, Target<R>>,
    Target<R>: Readable<DB>,
    RelatedRow<R, N, K, Up>: Creatable<DB, Target<R>>,
{
    fn parents<C>(own: &mut [Self], session: &mut Session<'_, C>) -> QueryResult<Vec<Target<R>>>
    where
        C: LoadConnection<Backend = DB>,
    {
        level(R::NAME, Below::parents(own), |new| new, true, session)
    }
}
