use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { people (id) { id -> Integer, boss_id -> Nullable<Integer>, } }

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = people)]
#[relations(belongs_to(boss: Person, one_way))]
struct Person {
    id: i32,
    boss_id: Option<i32>,
}

#[derive(FromGraph)]
#[from_graph(Person { recursive boss })]
struct Report {
    id: i32,
    boss: Vec<Report>,
}

fn main() {}
