use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { categories (id) { id -> Integer, parent_id -> Nullable<Integer>, } }

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = categories)]
#[relations(has_many(children: Category, foreign_key = categories::parent_id, one_way))]
struct Category {
    id: i32,
    parent_id: Option<i32>,
}

#[derive(FromGraph)]
#[from_graph(Category { recursive children })]
struct Branch {
    id: i32,
    children: Vec<Branch>,
}

fn branch(conn: &mut SqliteConnection) -> QueryResult<Branch> {
    Ok(categories::table.with(Category::children).first(conn)?.into_struct())
}

fn main() {}
