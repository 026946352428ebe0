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

fn load(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let folders = folders::table.find(1).with(Folder::children.recursive()).load(conn)?;
    Ok(folders.iter().map(|folder| folder.children().len()).sum())
}
