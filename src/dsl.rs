//! The traits whose methods load, join, filter by and aggregate relations. The
//! [prelude](crate::prelude) contains all of them.

pub use crate::aggregate::RelationAggregateMethods;
pub use crate::filter::RelationExpressionMethods;
pub use crate::graph::in_graph::NodesDsl;
pub use crate::graph::values::AggregateValues;
pub use crate::join::JoinDsl;
pub use crate::join::between::BetweenDsl;
pub use crate::join::selected::SelectableFrom;
pub use crate::load::WithDsl;
#[doc(hidden)]
pub use crate::load::refused::WithResultDsl;
pub use crate::load::upgrade::WithRowsDsl;
pub use crate::plan::dsl::RelationDsl;
pub use crate::plan::given::GivenDsl;
pub use crate::related::RelatedDsl;
pub use crate::structs::StructDsl;
pub use crate::write::WriteDsl;
