use conjoin::Relations;
use diesel::prelude::*;

diesel::table! {
    halls (city, number) {
        city -> Text,
        number -> Integer,
    }
}

diesel::table! {
    guests (id) {
        id -> Integer,
    }
}

diesel::table! {
    seats (id) {
        id -> Integer,
        city -> Text,
        hall -> Integer,
        guest_id -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(halls, guests, seats);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = halls, primary_key(city, number))]
#[relations(many_to_many(guests: Guest, through = seats(hall, guest_id), one_way))]
struct Hall {
    city: String,
    number: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = guests)]
struct Guest {
    id: i32,
}

fn main() {}
