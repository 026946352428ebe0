//! A model with twenty relations, one of them loaded: the message stays short.

use conjoin::Relations;
use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! {
    hubs (id) {
        id -> Integer,
    }
}

diesel::table! {
    spokes (id) {
        id -> Integer,
        hub_id -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(hubs, spokes);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = hubs)]
#[relations(
    has_many(amber: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(blue: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(coral: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(drab: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(ebony: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(fawn: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(gold: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(hazel: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(ivory: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(jade: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(khaki: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(lime: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(mauve: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(navy: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(ochre: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(pink: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(quartz: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(red: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(sand: Spoke, one_way, foreign_key = spokes::hub_id),
    has_many(teal: Spoke, one_way, foreign_key = spokes::hub_id),
)]
struct Hub {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = spokes)]
struct Spoke {
    id: i32,
    hub_id: i32,
}

fn teal(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let hubs = hubs::table.with(Hub::jade).load(conn)?;
    Ok(hubs.iter().map(|hub| hub.teal().len()).sum())
}

fn main() {}
