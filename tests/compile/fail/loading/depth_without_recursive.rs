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

fn load(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let all = categories::table.with(Category::children).load(conn)?;
    Ok(all.iter().map(|category| category.depth(Category::children)).sum())
}

fn main() {}
