//! Slots for which nothing is sent: those not to be loaded, and those loaded before.

use crate::aggregate::yields::Yields;
use crate::database::backend::Database;
use crate::graph::aggregated::Values;
use crate::graph::slot::{Loaded, NotLoaded};
use crate::graph::tree::Tree;
#[cfg(feature = "async")]
use crate::load::asynchronous;
use crate::load::blocking::Fill;
use crate::load::statement_tree::Branches;
use crate::model::level::Rows;
use crate::model::relation::{Extent, Relation};
use crate::plan::loadable::Loadable;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
#[cfg(feature = "async")]
use diesel_async::AsyncConnectionCore;

macro_rules! finish {
    ($([$($parameters:tt)*] $slot:ty;)*) => {$(
        impl<$($parameters)*> Loadable for $slot {
            type Loaded = Self;
        }

        impl<'q, DB: Database, M, $($parameters)*> Fill<'q, DB, M> for $slot {
            fn fill<C>(self, _: &Rows<'_, M>, _: &mut C) -> QueryResult<Self>
            where
                C: LoadConnection<Backend = DB>,
            {
                Ok(self)
            }

            fn describe(self, _: &mut Branches) -> QueryResult<()> {
                Ok(())
            }
        }

        #[cfg(feature = "async")]
        impl<'q, DB, M, $($parameters)*> asynchronous::Fill<'q, DB, M> for $slot
        where
            Self: Send,
            DB: Database,
            M: Send + Sync,
        {
            async fn fill<C>(self, _: &Rows<'_, M>, _: &mut C) -> QueryResult<Self>
            where
                C: AsyncConnectionCore<Backend = DB>,
            {
                Ok(self)
            }
        }
    )*};
}

finish! {
    [R: 'static] NotLoaded<R>;
    [R: Relation, E: 'static, X: Extent] Loaded<R, E, X>;
    [R: Relation, X: Extent] Tree<R, X>;
    [R: 'static, F: Yields<R, A> + 'static, A: 'static, X: Extent] Values<R, F, A, X>;
    // An aggregate that is not loaded.
    [] ();
}
