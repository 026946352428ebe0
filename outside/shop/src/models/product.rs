//! What can be ordered.

use conjoin::prelude::*;
use diesel::prelude::*;
use serde_json::Value;

use super::{Category, Label, Line};
use crate::schema::{product_labels, products};

/// What can be ordered.
#[derive(Debug, Clone, PartialEq, Identifiable, Associations, HasQuery, Relations)]
#[diesel(table_name = products, belongs_to(Category))]
#[relations(belongs_to(category: Category, back_populates = products))]
#[relations(many_to_many(labels: Label, through = product_labels, back_populates = products))]
#[relations(has_many(lines: Line, back_populates = product))]
pub struct Product {
    /// Its key.
    pub id: i32,
    /// Its name.
    pub name: String,
    /// Whatever else is known of it.
    pub attributes: Value,
    /// The category it is in.
    pub category_id: Option<i32>,
}
