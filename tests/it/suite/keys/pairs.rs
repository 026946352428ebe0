//! Keys of two columns, a text and a number, either of which may be `NULL`.

use super::kinds::kinds;

const PAIR: bool = true;

#[path = "pair_models.rs"]
mod models;
#[path = "ways.rs"]
mod ways;
