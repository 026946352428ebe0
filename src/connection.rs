//! How connections answer, and the bounds of functions that are generic over one.
//!
//! [`LoadOn`](crate::LoadOn) is the bound for [`Load`](crate::Load), and the others for what else has verbs:
//! [`UpgradeOn`] for rows in hand, [`NextOn`] for batches, [`PairsOn`] for
//! [`also_select`](crate::Load::also_select).

pub use crate::load::also_select::PairsOn;
pub use crate::load::batches::next::NextOn;
#[cfg(feature = "async")]
pub use crate::load::mode::Async;
pub use crate::load::mode::{Blocking, Connected, Mode};
pub use crate::load::upgrade::UpgradeOn;
