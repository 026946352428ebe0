//! The models, each in a file of its own that is re-exported as a whole. The modules of relations get
//! names that the files do not have.

mod ids;
mod role;
mod team;
mod user;

pub use ids::*;
pub use role::*;
pub use team::*;
pub use user::*;
