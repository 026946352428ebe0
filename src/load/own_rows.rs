//! What a query selects before `.with(…)`: nothing, or the model's own rows. `.with` selects these
//! itself, so anything else would be dropped silently.

use crate::model::from::SelectFrom;
use diesel::backend::Backend;
use diesel::dsl::AsSelect;
use diesel::expression::Selectable;
use diesel::query_builder::AsQuery;
use std::marker::PhantomData;

/// The SQL type of a query of which the rows of `M` can be loaded.
#[diagnostic::on_unimplemented(
    message = "this query selects something other than the rows of `{M}`, which `.with(…)` loads",
    label = "remove `.select(…)`, which would be dropped, or select `{M}::as_select()`",
    note = "to load values beside the rows, call `.also_select(…)` after `.with(…)`"
)]
pub trait SelectsRows<Q, M> {
    /// The query.
    type Query;
    /// The query.
    fn query(query: Q) -> Self::Query;
}

#[diagnostic::do_not_recommend]
impl<Q, M: Selectable<DB>, DB: Backend> SelectsRows<Q, M> for AsSelect<M, DB> {
    type Query = Q;

    fn query(query: Q) -> Q {
        query
    }
}

// With a single implementation rustc would report a type mismatch instead.
#[diagnostic::do_not_recommend]
impl<Q, M: Selectable<DB>, DB: Backend> SelectsRows<Q, PhantomData<M>> for AsSelect<M, DB> {
    type Query = Q;

    fn query(query: Q) -> Q {
        query
    }
}

#[diagnostic::do_not_recommend]
impl<Q, M, ST> SelectsRows<Q, M> for ST
where
    ST: SelectsColumns,
    Q: AsQuery<Query: SelectFrom>,
    UnselectedBy<Q>: Unchanged<SelectionOf<Q>, M>,
{
    type Query = ST::Query<Q>;

    fn query(query: Q) -> Self::Query {
        ST::query(query)
    }
}

type SelectionOf<Q> = <<Q as AsQuery>::Query as SelectFrom>::Selection;
type UnselectedBy<Q> = <<Q as AsQuery>::Query as SelectFrom>::Unselected;

/// The default selection of a query, compared with the actual one. If they differ, rustc reports
/// the error of [`SelectsRows`].
pub trait Unchanged<Selection, M> {}

#[diagnostic::do_not_recommend]
impl<S, M> Unchanged<S, M> for S {}
#[diagnostic::do_not_recommend]
impl<S, M> Unchanged<PhantomData<S>, M> for S {}

/// The SQL type of a query that can be loaded from the database `DB`: `as_select()` names its
/// database; other selections work for that of the connection.
pub trait Over<DB> {}

#[diagnostic::do_not_recommend]
impl<M: Selectable<DB>, DB: Backend> Over<DB> for AsSelect<M, DB> {}

#[diagnostic::do_not_recommend]
impl<ST: SelectsColumns, DB> Over<DB> for ST {}

/// The SQL types of columns; a table has at most 128.
///
/// A trait of our own, so that rustc knows `as_select()` is none of them.
pub trait SelectsColumns {
    /// The query `Q`. If it selects no columns, this resolves to nothing, so that rustc reports no
    /// further errors.
    type Query<Q>;
    /// The query.
    fn query<Q>(query: Q) -> Self::Query<Q>;
}

macro_rules! columns {
    () => {};
    ($first:ident $($rest:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<$first, $($rest),*> SelectsColumns for ($first, $($rest),*) {
            type Query<Q> = Q;

            fn query<Q>(query: Q) -> Q {
                query
            }
        }
        columns! { $($rest)* }
    };
}

columns! {
    T0 T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 T14 T15 T16 T17 T18 T19 T20 T21 T22 T23 T24
    T25 T26 T27 T28 T29 T30 T31 T32 T33 T34 T35 T36 T37 T38 T39 T40 T41 T42 T43 T44 T45 T46 T47
    T48 T49 T50 T51 T52 T53 T54 T55 T56 T57 T58 T59 T60 T61 T62 T63 T64 T65 T66 T67 T68 T69 T70
    T71 T72 T73 T74 T75 T76 T77 T78 T79 T80 T81 T82 T83 T84 T85 T86 T87 T88 T89 T90 T91 T92 T93
    T94 T95 T96 T97 T98 T99 T100 T101 T102 T103 T104 T105 T106 T107 T108 T109 T110 T111 T112
    T113 T114 T115 T116 T117 T118 T119 T120 T121 T122 T123 T124 T125 T126 T127
}
