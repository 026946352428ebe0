//! What to import where relations are used with a blocking connection.
//!
//! ```
//! use conjoin::prelude::*;
//! use diesel::prelude::*;
//! ```

#[doc(no_inline)]
pub use crate::{Has, HasSome, JoinDsl, LoadDsl, RelatedDsl, RelationDsl, Relations, WithDsl};
