//! The order in which PostgreSQL returns new rows, which it does not promise: by it they are matched with
//! what is created with them. It is that of the `VALUES`, whatever the table and the planner are like.

use crate::database::Blocking;
use crate::place::Place;
use conjoin::{create, create_all, prelude::*};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

diesel::table! { events (id, kind) { id -> Integer, kind -> Integer, text -> Text, } }
diesel::table! { parts (id) { id -> Integer, event_id -> Integer, event_kind -> Integer, text -> Text, } }
diesel::allow_tables_to_appear_in_same_query!(events, parts);

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = events, primary_key(id, kind))]
#[relations(has_many(parts: Part, back_populates = event))]
struct Event {
    id: i32,
    kind: i32,
    text: String,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = parts)]
#[relations(belongs_to(
    event: Event, foreign_key = (event_id, event_kind), references = (events::id, events::kind),
    back_populates = parts
))]
struct Part {
    id: i32,
    event_id: i32,
    event_kind: i32,
    text: String,
}

const ROWS: i32 = 5_000;

/// Texts from one byte to some that PostgreSQL stores elsewhere, neither ascending nor descending.
fn text(row: i32) -> String {
    let length = if row % 500 == 0 { 20_000 } else { row * 7_919 % 300 };
    format!("{row} {}", "x".repeat(length as usize))
}

/// Creates events with two parts each, and compares what each of them got.
fn check(tables: &str) {
    let place = Place::new();
    let conn: &mut Blocking = &mut place.connect();
    conn.batch_execute(tables).unwrap();
    conn.batch_execute(
        "CREATE TABLE parts (id INTEGER PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
            event_id INTEGER NOT NULL, event_kind INTEGER NOT NULL, text TEXT NOT NULL,
            FOREIGN KEY (event_id, event_kind) REFERENCES events (id, kind));",
    )
    .unwrap();
    let rows = (0..ROWS).map(|row| {
        let parts = [0, 1].map(|part| create(parts::text.eq(format!("{part} of {}", text(row)))));
        create((events::kind.eq(row * 31 % 7), events::text.eq(text(row))))
            .with(Event::parts, parts)
    });
    let created = create_all(rows).save(conn).unwrap();
    for (event, row) in created.iter().zip(0..) {
        assert_eq!((event.kind, &event.text), (row * 31 % 7, &text(row)));
    }
    for event in &events::table.with(Event::parts).load(conn).unwrap() {
        assert_eq!(event.parts().len(), 2);
        assert!(event.parts().all(|part| part.text.ends_with(&format!(" of {}", event.text))));
    }
}

/// Keys that a sequence generates.
const EVENTS: &str = "CREATE TABLE events (
    id INTEGER NOT NULL GENERATED ALWAYS AS IDENTITY, kind INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (id, kind))";

#[test]
fn five_thousand_rows() {
    check(EVENTS);
}

#[test]
fn a_partitioned_table() {
    let partitions = (0..7).map(|kind| {
        format!("; CREATE TABLE events_{kind} PARTITION OF events FOR VALUES IN ({kind})")
    });
    let key = "id INTEGER NOT NULL DEFAULT nextval('numbers')";
    let events = EVENTS.replace("id INTEGER NOT NULL GENERATED ALWAYS AS IDENTITY", key);
    let sequence = "CREATE SEQUENCE numbers; ";
    check(&format!(
        "{sequence}{events} PARTITION BY LIST (kind){}",
        partitions.collect::<String>()
    ));
}

#[test]
fn keys_in_no_order_from_a_trigger() {
    let trigger = "CREATE FUNCTION scatter() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN NEW.id := NEW.id * 7919 % 10007; RETURN NEW; END $$;
        CREATE TRIGGER scatter BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION scatter()";
    check(&format!("{EVENTS}; {trigger}"));
}

#[test]
fn a_planner_that_prefers_parallel_plans() {
    // The first has another name since PostgreSQL 16.
    let settings = "SELECT set_config(name, 'on', false) FROM pg_settings
            WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
        SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
        SET min_parallel_table_scan_size = 0; SET min_parallel_index_scan_size = 0;
        SET max_parallel_workers_per_gather = 4; SET parallel_leader_participation = off";
    check(&format!("{EVENTS}; {settings}"));
}
