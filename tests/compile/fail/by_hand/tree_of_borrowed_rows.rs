use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { categories (id) { id -> Integer, parent_id -> Nullable<Integer>, } }

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = categories)]
#[relations(
    belongs_to(parent: Category, foreign_key = parent_id, back_populates = children),
    has_many(children: Category, back_populates = parent),
)]
struct Category {
    id: i32,
    parent_id: Option<i32>,
}

fn main() {
    let root = Category { id: 1, parent_id: None };
    let tree = root.with(Category::children.recursive().rows([])).build();
    let _ = tree.unwrap();
}
