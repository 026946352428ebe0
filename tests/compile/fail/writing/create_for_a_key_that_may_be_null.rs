use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { users (id) { id -> Integer, email -> Nullable<Text>, } }
diesel::table! { letters (id) { id -> Integer, email -> Nullable<Text>, } }
diesel::allow_tables_to_appear_in_same_query!(users, letters);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = users)]
#[relations(has_many(letters: Letter, foreign_key = letters::email, references = email, one_way))]
struct User { id: i32, email: Option<String> }

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = letters)]
struct Letter { id: i32, email: Option<String> }

fn main() {
    let conn = &mut SqliteConnection::establish(":memory:").unwrap();
    let user = User { id: 1, email: None };
    user.create(User::letters, letters::id.eq(1)).execute(conn).unwrap();
}
