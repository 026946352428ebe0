//! Import this to use relations, over blocking and async connections.
//!
//! It contains the derive, and the traits whose methods are called. Import it together with
//! Diesel's own prelude:
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

#[doc(hidden)]
pub use crate::dsl::WithResultDsl;
#[doc(no_inline)]
pub use crate::dsl::{
    AggregateValues, BetweenDsl, GivenDsl, JoinDsl, NodesDsl, RelatedDsl, RelationAggregateMethods,
    RelationDsl, RelationExpressionMethods, SelectableFrom, StructDsl, WithDsl, WithRowsDsl,
    WriteDsl,
};
#[doc(no_inline)]
pub use crate::{
    FromGraph, Has, HasSome, HasSomeValue, HasValue, InGraph, InTree, MayHave, Relations,
};
