//! Categories of products.

use conjoin::prelude::*;
use diesel::prelude::*;

use super::Product;
use crate::schema::categories;

/// A category of products, within another.
#[derive(Debug, Clone, PartialEq, Identifiable, HasQuery, Relations)]
#[diesel(table_name = categories)]
#[relations(
    belongs_to(parent: Category, foreign_key = parent_id, back_populates = children),
    has_many(children: Category, back_populates = parent),
    has_many(products: Product, back_populates = category),
)]
pub struct Category {
    /// Its key.
    pub id: i32,
    /// Its name.
    pub name: String,
    /// The category it is in.
    pub parent_id: Option<i32>,
}
