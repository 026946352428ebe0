//! The traits whose methods say what to load, join, filter and count. The [prelude](crate::prelude) has
//! them all.

pub use crate::aggregate::RelationAggregateMethods;
pub use crate::filter::RelationExpressionMethods;
pub use crate::graph::values::AggregateValues;
pub use crate::join::JoinDsl;
pub use crate::join::between::BetweenDsl;
pub use crate::join::selected::SelectableFrom;
pub use crate::load::WithDsl;
pub use crate::load::upgrade::WithRowsDsl;
pub use crate::plan::dsl::RelationDsl;
pub use crate::related::RelatedDsl;
