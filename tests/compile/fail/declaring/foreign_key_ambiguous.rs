use conjoin::Relations;
use diesel::prelude::*;

diesel::table! {
    users (id) {
        id -> Integer,
    }
}

diesel::table! {
    messages (id) {
        id -> Integer,
        sender_id -> Integer,
        user_id -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(users, messages);

#[derive(Queryable, Selectable, Identifiable, Relations)]
#[diesel(table_name = users)]
#[relations(has_many(sent: Message, back_populates = sender))]
struct User {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = messages)]
#[relations(belongs_to(sender: User, back_populates = sent))]
struct Message {
    id: i32,
    sender_id: i32,
    user_id: i32,
}

fn main() {}
