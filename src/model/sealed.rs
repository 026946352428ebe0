//! Keeps traits from being implemented elsewhere.

use crate::model::level::{Borrowed, Owned};
use crate::model::relation::{Part, ToMany, ToMaybeOne, ToOne, Whole};

/// Nobody can name it outside of this crate.
pub trait Sealed {}

impl Sealed for ToMany {}
impl Sealed for ToOne {}
impl Sealed for ToMaybeOne {}
impl Sealed for Whole {}
impl Sealed for Part {}
impl Sealed for Owned {}
impl Sealed for Borrowed<'_> {}
