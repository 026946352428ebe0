//! What to import where relations are used, over a blocking or an async connection.
//!
//! The derive, and the traits whose methods are called; it goes together with Diesel's own prelude:
//!
//! ```
//! use conjoin::prelude::*;
//! use diesel::prelude::*;
//! # use blog::{User, schema::users};
//!
//! # let conn = &mut blog::database()?;
//! let users = users::table.with(User::posts).load(conn)?;
//! # assert_eq!(users.len(), 3);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[doc(no_inline)]
pub use crate::Relations;
pub use crate::aggregate::RelationAggregateMethods;
pub use crate::filter::RelationExpressionMethods;
pub use crate::graph::condition::MayHave;
pub use crate::graph::has::{Has, HasSome};
pub use crate::graph::values::{AggregateValues, HasSomeValue, HasValue};
pub use crate::join::JoinDsl;
pub use crate::join::between::BetweenDsl;
pub use crate::join::selected::SelectableFrom;
pub use crate::load::WithDsl;
pub use crate::load::upgrade::WithRowsDsl;
pub use crate::plan::dsl::RelationDsl;
pub use crate::related::RelatedDsl;
