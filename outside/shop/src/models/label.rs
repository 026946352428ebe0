//! Words about products.

use conjoin::prelude::*;
use diesel::prelude::*;

use super::Product;
use crate::schema::{labels, product_labels};

/// A word about products.
#[derive(Debug, Clone, PartialEq, Identifiable, HasQuery, Relations)]
#[diesel(table_name = labels)]
#[relations(many_to_many(products: Product, through = product_labels, back_populates = labels))]
pub struct Label {
    /// Its key.
    pub id: i32,
    /// The word.
    pub name: String,
}
