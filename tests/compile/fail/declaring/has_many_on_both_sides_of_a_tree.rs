use conjoin::Relations;
use diesel::prelude::*;

diesel::table! {
    folders (id) {
        id -> Integer,
        parent_id -> Nullable<Integer>,
    }
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = folders)]
#[relations(
    has_many(children: Folder, back_populates = parents),
    has_many(parents: Folder, back_populates = children),
)]
struct Folder {
    id: i32,
    parent_id: Option<i32>,
}

fn main() {}
