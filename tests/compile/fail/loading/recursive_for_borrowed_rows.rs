use conjoin::prelude::*;
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
    belongs_to(parent: Folder, foreign_key = parent_id, back_populates = children),
    has_many(children: Folder, back_populates = parent),
)]
struct Folder {
    id: i32,
    parent_id: Option<i32>,
}

fn beneath(folders: &[Folder], conn: &mut SqliteConnection) {
    let _ = folders.with(Folder::children.recursive()).load(conn);
}

fn main() {}
