//! The kinds of connection, and bounds for functions that are generic over a connection.
//!
//! [`LoadOn`](crate::LoadOn) is the bound for [`Load`](crate::Load), and [`FirstOn`] for its first row
//! alone. The other types that send statements have their own: [`UpgradeOn`] for loaded rows, [`NextOn`] for batches, [`PairsOn`]
//! for [`also_select`](crate::Load::also_select).

pub use crate::create::SaveOn;
pub use crate::load::FirstOn;
pub use crate::load::also_select::PairsOn;
pub use crate::load::batches::next::NextOn;
#[cfg(feature = "async")]
pub use crate::load::mode::Async;
pub use crate::load::mode::{Blocking, Connected, Mode};
pub use crate::load::upgrade::UpgradeOn;
pub use crate::write::change::WriteOn;
