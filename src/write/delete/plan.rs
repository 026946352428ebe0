//! What is to be deleted with some rows: relations of theirs, with those beneath.

use crate::clause::declared::NoClause;
use crate::clause::filter_order::Everything;
use crate::database::backend::Database;
use crate::graph::slot::NotLoaded;
use crate::model::key::{
    Association, BelongsTo, Columns, Direct, KeyColumns, Pair, Reversed, Unread, WriteColumns,
};
use crate::model::relation::{Model, PrimaryKey, Relation, Source, Target, Whole};
use crate::plan::how::{Grouped, Recursive};
use crate::plan::planned::Planned;
use crate::plan::slots::Slots;
use crate::private::check::HasSide;
use crate::write::delete::rows::{Beneath, DeletedRows, WriteFilter, WriteTable};
use crate::write::delete::statement::{DeleteLinks, DeleteSteps};
use crate::write::delete::tree::Subtree;
use diesel::associations::HasTable;

/// A slot that names what is to be deleted: a relation with those beneath it, or nothing.
#[diagnostic::on_unimplemented(
    message = "a relation is deleted as a whole: without a filter, an order, a limit or a condition",
    label = "expected a relation, such as `User::posts`, or with others beneath it: `User::posts.with(Post::tags)`",
    note = "to delete some of the related rows, load those, and call `.delete()` on them"
)]
pub trait DeletePlan {
    /// The slots `S` themselves. If there is no plan, this resolves to nothing, so that rustc reports no
    /// further errors.
    type Checked<S>;
    /// The slots themselves.
    fn checked<S>(slots: S) -> Self::Checked<S>;
}

#[diagnostic::do_not_recommend]
impl<R> DeletePlan for NotLoaded<R> {
    type Checked<S> = S;

    fn checked<S>(slots: S) -> S {
        slots
    }
}

impl<R, E, How> DeletePlan for Planned<R, Everything, E, Whole, How>
where
    R: DeletedRelation<E>,
    E: Slots<List: DeleteBeneath>,
    How: DeleteHow<R>,
{
    type Checked<S> = S;

    fn checked<S>(slots: S) -> S {
        slots
    }
}

/// At one level, or at every depth of rows that refer to the primary key of others.
#[diagnostic::on_unimplemented(
    message = "a tree is deleted by a relation that refers to the primary key, which `{R}` does not",
    label = "name one level inside the other instead"
)]
pub trait DeleteHow<R> {}

#[diagnostic::do_not_recommend]
impl<R> DeleteHow<R> for Grouped {}

#[diagnostic::do_not_recommend]
impl<R> DeleteHow<R> for Recursive<R> where R: Relation<Keys: Pair<Source = PrimaryKey<Source<R>>>> {}

/// A list of slots, each with what is to be deleted.
pub trait DeleteBeneath {}

impl DeleteBeneath for () {}

impl<A: DeletePlan, B: DeleteBeneath> DeleteBeneath for (A, B) {}

/// A relation whose rows or links can be deleted, with the relations `E` beneath it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be deleted with the rows that it starts from",
    label = "expected a has_many or has_one without a path, or a many_to_many without a filter",
    note = "of a many_to_many, only the links are deleted, and nothing beneath it; what a belongs_to leads to \
            is deleted by itself, and the tables on a path one after the other"
)]
pub trait DeletedRelation<E>: Relation {}

#[diagnostic::do_not_recommend]
impl<R: Relation<Keys: DeletedKeys<R, R::Filter, E>>, E> DeletedRelation<E> for R {}

/// The keys of such a relation.
pub trait DeletedKeys<R, Filter, E> {}

/// Adds what is to be deleted from one level of a plan downwards: by a slot, or by a list of slots.
pub trait DeleteSlots<DB: Database, M: Model> {
    /// The rows of the level: `P`, and those that a recursive relation adds.
    type Level<P: DeletedRows<DB, Model = M>>: DeletedRows<DB, Model = M>;
    /// The rows of the level.
    fn level<P: DeletedRows<DB, Model = M>>(rows: P) -> Self::Level<P>;
    /// Adds the statements about what refers to them.
    fn delete<P: DeletedRows<DB, Model = M>>(rows: &P, steps: &mut DeleteSteps<DB>);
}

/// Adds the statements about some rows and what refers to them, the deepest first.
pub(crate) fn delete<DB, E, P>(rows: P, steps: &mut DeleteSteps<DB>)
where
    DB: Database,
    P: DeletedRows<DB>,
    E: Slots<List: DeleteSlots<DB, P::Model>>,
{
    let rows = E::List::level(rows);
    E::List::delete(&rows, steps);
    rows.delete(steps);
}

impl<DB: Database, M: Model> DeleteSlots<DB, M> for () {
    type Level<P: DeletedRows<DB, Model = M>> = P;

    fn level<P: DeletedRows<DB, Model = M>>(rows: P) -> P {
        rows
    }

    fn delete<P: DeletedRows<DB, Model = M>>(_: &P, _: &mut DeleteSteps<DB>) {}
}

impl<DB, M, A, B> DeleteSlots<DB, M> for (A, B)
where
    DB: Database,
    M: Model,
    A: DeleteSlots<DB, M>,
    B: DeleteSlots<DB, M>,
{
    type Level<P: DeletedRows<DB, Model = M>> = A::Level<B::Level<P>>;

    fn level<P: DeletedRows<DB, Model = M>>(rows: P) -> Self::Level<P> {
        A::level(B::level(rows))
    }

    fn delete<P: DeletedRows<DB, Model = M>>(rows: &P, steps: &mut DeleteSteps<DB>) {
        A::delete(rows, steps);
        B::delete(rows, steps);
    }
}

impl<R, DB: Database, M: Model> DeleteSlots<DB, M> for NotLoaded<R> {
    type Level<P: DeletedRows<DB, Model = M>> = P;

    fn level<P: DeletedRows<DB, Model = M>>(rows: P) -> P {
        rows
    }

    fn delete<P: DeletedRows<DB, Model = M>>(_: &P, _: &mut DeleteSteps<DB>) {}
}

impl<R, E, DB> DeleteSlots<DB, R::Source> for Planned<R, Everything, E>
where
    DB: Database,
    R: Relation<Keys: DeleteByKeys<DB, R, R::Filter, E>>,
{
    type Level<P: DeletedRows<DB, Model = R::Source>> = P;

    fn level<P: DeletedRows<DB, Model = R::Source>>(rows: P) -> P {
        rows
    }

    fn delete<P: DeletedRows<DB, Model = R::Source>>(rows: &P, steps: &mut DeleteSteps<DB>) {
        R::Keys::delete(rows, steps);
    }
}

impl<R, M, E, DB> DeleteSlots<DB, M> for Planned<R, Everything, E, Whole, Recursive<R>>
where
    DB: Database,
    M: Model<Table: WriteTable<DB>, PrimaryKey: WriteColumns<DB>>,
    R: Relation<
            Source = M,
            Keys: Pair<Source = PrimaryKey<M>, Target: WriteColumns<DB>>,
            Filter: WriteFilter<DB>,
        >,
{
    type Level<P: DeletedRows<DB, Model = M>> = Subtree<R, <R::Keys as Pair>::Target, P>;

    fn level<P: DeletedRows<DB, Model = M>>(rows: P) -> Self::Level<P> {
        Subtree::new(rows)
    }

    fn delete<P: DeletedRows<DB, Model = M>>(_: &P, _: &mut DeleteSteps<DB>) {}
}

/// The keys of a relation `R`, as [`DeletedKeys`], by which a database deletes.
pub trait DeleteByKeys<DB: Database, R: Relation, Filter, E> {
    /// Adds the statements about what the relation leads to from some rows.
    fn delete<P: DeletedRows<DB, Model = Source<R>>>(rows: &P, steps: &mut DeleteSteps<DB>);
}

macro_rules! in_the_rows {
    ($([$($parameters:tt)*] $keys:ty;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<R: HasSide, F, E, $($parameters)*> DeletedKeys<R, F, E> for $keys {}

        impl<DB, R, F, E, $($parameters)*> DeleteByKeys<DB, R, F, E> for $keys
        where
            DB: Database,
            Self: Pair<Source: WriteColumns<DB>, Target: WriteColumns<DB>>,
            R: Relation<Target: Model<Table: WriteTable<DB>>, Filter: WriteFilter<DB>>,
            E: Slots<List: DeleteSlots<DB, Target<R>>>,
        {
            fn delete<P: DeletedRows<DB, Model = Source<R>>>(rows: &P, steps: &mut DeleteSteps<DB>) {
                type S<K> = <K as Pair>::Source;
                type T<K> = <K as Pair>::Target;
                let beneath = Beneath::<R, S<Self>, T<Self>, P>::new(rows.clone());
                delete::<DB, E, _>(beneath, steps);
            }
        }
    )+};
}

in_the_rows! {
    [Near, Far] Columns<Near, Far>;
    [B: BelongsTo + Direct] Reversed<B>;
    [Table, Id, Near, Far] Unread<Table, Id, Near, Far>;
}

#[diagnostic::do_not_recommend]
impl<R, E, Through, S, Near, Far, T> DeletedKeys<R, NoClause, E>
    for Association<Through, S, Near, Far, T>
where
    R: Relation<Target: Model<Edges = E>>,
{
}

impl<DB, R, E, Through, S, Near, Far, T> DeleteByKeys<DB, R, NoClause, E>
    for Association<Through, S, Near, Far, T>
where
    DB: Database,
    R: Relation,
    Through: HasTable<Table = Through> + WriteTable<DB>,
    S: WriteColumns<DB>,
    Near: WriteColumns<DB> + KeyColumns,
{
    fn delete<P: DeletedRows<DB, Model = Source<R>>>(rows: &P, steps: &mut DeleteSteps<DB>) {
        let links = |rows| DeleteLinks::<_, S, Near, P>::new(Through::table(), rows);
        steps.push(rows, links, false);
    }
}
