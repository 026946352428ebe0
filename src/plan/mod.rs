// Uses `graph`, `filter`, `aggregate` and what those use.

//! The types of plans, for functions that return one.
//!
//! ```
//! use blog::{User, post, schema::{posts, users}, user};
//! use conjoin::plan::{Everything, Ordered, Planned};
//! use conjoin::prelude::*;
//! use diesel::{dsl::Desc, prelude::*};
//!
//! type Newest = Planned<user::posts, Ordered<Everything, Desc<posts::id>>, post::Edges>;
//!
//! fn newest() -> Newest {
//!     User::posts.order_by(posts::id.desc())
//! }
//!
//! # let conn = &mut blog::database()?;
//! let users = users::table.with(newest()).load(conn)?;
//! // SELECT … FROM posts WHERE posts.user_id IN (?, ?, ?)
//! //   ORDER BY posts.user_id, posts.id DESC
//! # assert_eq!(users.get(0).unwrap().posts().next().unwrap().id, 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(crate) mod as_model;
pub(crate) mod condition;
pub(crate) mod dsl;
pub(crate) mod fits;
pub(crate) mod given;
pub(crate) mod how;
pub(crate) mod joined;
pub(crate) mod loadable;
pub(crate) mod per_parent;
pub(crate) mod planned;
pub(crate) mod recursive;
pub(crate) mod slots;
pub(crate) mod values;

pub use crate::clause::filter_order::{Everything, Filtered, OrFiltered, Ordered, ThenOrdered};
pub use crate::plan::as_model::AsModel;
pub use crate::plan::dsl::Plan;
pub use crate::plan::fits::{Alone, FitsIn};
pub use crate::plan::given::{ByHand, ByKeys, ByLinks, GivenRows, GivenValues, RecursiveByHand};
pub use crate::plan::how::{Grouped, Joined, PerParent, Recursive};
pub use crate::plan::joined::{And, JoinedRelation, NotJoined};
pub use crate::plan::planned::Planned;
pub use crate::plan::values::PlannedValues;
