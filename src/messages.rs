//! The internal traits that errors of the compiler name.
//!
//! rustc prints below an error which trait is not implemented for which type. Where that is one of
//! conjoin's internal traits, the lines above it say what is wrong and what to do. The page *What the
//! compiler tells you* of the book has all of these messages.
//!
//! Nothing here is to be used in code, and all of it may change.

// rustc prints the bare names of what a module that is not hidden exports, and otherwise whole paths.
#[doc(hidden)]
pub use crate::by_hand::link::{LinkGiven, ThroughOtherTables};
#[doc(hidden)]
pub use crate::by_hand::settled::IsGiven;
#[doc(hidden)]
pub use crate::create::batch::NewRow;
#[doc(hidden)]
pub use crate::create::given::Given;
#[doc(hidden)]
pub use crate::create::nested::{Below, IsModel, Linked, Nested, RowOf};
#[doc(hidden)]
pub use crate::create::relations::{Across, Down, Nests, Up};
#[doc(hidden)]
pub use crate::create::slots::{LinkedAndNew, OnlyLinked, TakesLinks, TakesRows};
#[doc(hidden)]
pub use crate::filter::outer::PredicateOf;
#[doc(hidden)]
pub use crate::graph::depth::{HasDepth, IsTree};
#[doc(hidden)]
pub use crate::graph::rows_mut::HoldsMut;
#[doc(hidden)]
pub use crate::load::FitsQuery;
#[doc(hidden)]
pub use crate::load::batches::plain::OneRowEach;
#[doc(hidden)]
pub use crate::load::refused::BeforeLoad;
#[doc(hidden)]
pub use crate::load::upgrade::{Row, Several, Takes};
#[doc(hidden)]
pub use crate::plan::fits::{FitsBeside, NestsIn, Undecided};
#[doc(hidden)]
pub use crate::private::check::{
    Agree, Back, FieldsChecked, HasSide, ManyToMany, Opposite, Paired, PathTo, SameKey, SameModel,
    SameSql, SameTable, Step, column_of, is_model, nullable_alike, pairs_through_one_table,
    pairs_with_belongs_to, pairs_with_has, pairs_with_many_to_many, path_leads_to, right_way,
    same_key, same_sql,
};
#[doc(hidden)]
pub use crate::private::{
    Access, AllowedIn, AsFilter, AsOrder, AsRows, Assemble, Associates, Association, At, BelongsTo,
    Columns, Connected, DeclaredClause, EnoughValues, Field, FillsField, FillsIf, FillsTree,
    FillsValue, FillsValueIf, FilterOrder, HasEnough, HasRows, HoldsAll, HoldsRows, HoldsSome,
    HoldsTree, InOneTable, IsLoaded, IsValue, IsWhole, IsWholeValue, JoinOthers, JoinTarget,
    JoinThrough, JoinsTo, Keyed, KeysEqual, Limit, Loadable, LoadedTree, MayBeLoaded, MayHold,
    Named, NoClause, NoOtherRelation, NodeOf, Of, Readable, ReadsRelation, ReadsValue, Reversed,
    Single, Slot, StartsHere, Unconditional, Vacant, hold_filter, hold_order, holds_rows,
    holds_tree, named,
};
#[doc(hidden)]
pub use crate::private::{DeletePlan, LoadedFrom};
#[doc(hidden)]
pub use crate::related::RowOrKey;
#[doc(hidden)]
pub use crate::write::children::OneParent;
#[doc(hidden)]
pub use crate::write::delete::plan::{DeleteBeneath, DeleteHow, DeletedRelation};
#[doc(hidden)]
pub use crate::write::many_to_many::Targets;
#[doc(hidden)]
pub use crate::write::once::Once;
