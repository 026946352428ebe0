use conjoin::Relations;
use diesel::prelude::*;

diesel::table! {
    halls (city, number) {
        city -> Text,
        number -> Integer,
    }
}

diesel::table! {
    doors (id) {
        id -> Integer,
        hall -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(halls, doors);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = halls, primary_key(city, number))]
#[relations(has_many(doors: Door, back_populates = into))]
struct Hall {
    city: String,
    number: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = doors)]
#[relations(belongs_to(into: Hall, foreign_key = hall, back_populates = doors))]
struct Door {
    id: i32,
    hall: i32,
}

fn main() {}
