//! Events in rooms: jsonb, arrays, enums and uuids, in relations over PostgreSQL.
#![deny(warnings, missing_docs, unreachable_pub, missing_debug_implementations)]
#![forbid(unsafe_code)]

mod models;
mod schema;

use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use models::{Event, Kind, Look, Room};
use schema::{events, kinds, rooms};
use uuid::Uuid;

const TABLES: &str = "
    SET search_path TO pg_temp;
    CREATE TYPE kind AS ENUM ('talk', 'workshop');
    CREATE TABLE rooms (id UUID PRIMARY KEY, name TEXT NOT NULL, equipment TEXT[] NOT NULL);
    CREATE TABLE kinds (kind KIND PRIMARY KEY, colours TEXT[] NOT NULL);
    CREATE TABLE events (id UUID PRIMARY KEY, kind KIND NOT NULL REFERENCES kinds,
        details JSONB NOT NULL, starts_at TIMESTAMPTZ NOT NULL, room_id UUID REFERENCES rooms);
    INSERT INTO rooms VALUES ('00000000-0000-0000-0000-000000000001', 'blue', '{screen,board}');
    INSERT INTO kinds VALUES ('talk', '{red,NULL}'), ('workshop', '{}');
    INSERT INTO events VALUES
        ('00000000-0000-0000-0000-00000000000a', 'talk', '{\"seats\": 3}', now(),
            '00000000-0000-0000-0000-000000000001'),
        ('00000000-0000-0000-0000-00000000000b', 'workshop', '{}', now() - INTERVAL '1 hour',
            '00000000-0000-0000-0000-000000000001'),
        ('00000000-0000-0000-0000-00000000000c', 'talk', '{}', now(), NULL);";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let conn = &mut PgConnection::establish(&std::env::var("DATABASE_URL")?)?;
    conn.batch_execute(TABLES)?;

    let rooms = rooms::table.with(Room::events.with(Event::look)).load(conn)?;
    for room in &rooms {
        assert_eq!(
            (room.name.as_str(), room.equipment.as_slice()),
            ("blue", &["screen".to_owned(), "board".to_owned()][..])
        );
        let kinds: Vec<_> = room.events().map(|event| event.kind).collect();
        assert_eq!(kinds, [Kind::Workshop, Kind::Talk]);
        let colours: Vec<_> = room.events().map(|event| event.look().colours.len()).collect();
        assert_eq!(colours, [0, 2]);
    }

    let looks = Look::query().order_by(kinds::kind).with(Look::events.count()).load(conn)?;
    assert_eq!(looks.iter().map(|look| look.count(Look::events)).collect::<Vec<_>>(), [2, 1]);

    let ids = [Uuid::from_u128(10), Uuid::from_u128(12)];
    let events = events::table
        .filter(events::id.eq_any(&ids))
        .order_by(events::id)
        .with(Event::room)
        .load(conn)?;
    let seats: Vec<_> = events
        .iter()
        .map(|event| (event.room().is_some(), event.details["seats"].as_i64()))
        .collect();
    assert_eq!(seats, [(true, Some(3)), (false, None)]);

    let talks: Vec<Room> = rooms::table
        .filter(Room::events.any(events::kind.eq(Kind::Talk)))
        .select(Room::as_select())
        .load(conn)?;
    assert_eq!(talks.len(), 1);
    Ok(())
}
