use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { categories (id) { id -> Integer, parent_id -> Nullable<Integer>, } }

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = categories)]
#[relations(
    belongs_to(parent: Category, back_populates = children),
    has_many(children: Category, back_populates = parent),
)]
struct Category {
    id: i32,
    parent_id: Option<i32>,
}

fn count(category: impl Has<category::children>) -> usize {
    category.children().map(|child| 1 + count(child)).sum()
}

fn main() {}
