//! Keys of text, under the collations that each database has.

use super::kinds::kinds;

type Key = diesel::sql_types::Text;
type Value = String;
const PAIR: bool = false;

#[path = "models.rs"]
pub(crate) mod models;
#[path = "ways.rs"]
mod ways;
