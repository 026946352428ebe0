//! What a load tells `tracing`.

use blog::schema::users;
use blog::{Post, User};
use conjoin::prelude::*;
use diesel::prelude::*;
use std::fmt::{Debug, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Writes down spans and events, and what is in them but the time.
#[derive(Clone, Default)]
struct Notes {
    lines: Arc<Mutex<Vec<String>>>,
    /// How many spans are entered.
    depth: Arc<AtomicUsize>,
}

impl Notes {
    fn note(&self, line: String) {
        self.lines.lock().unwrap().push(line);
    }

    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }
}

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() != "micros" {
            write!(self.0, " {field}={value:?}").unwrap();
        }
    }
}

impl Subscriber for Notes {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "conjoin"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields(format!("span {}", span.metadata().name()));
        span.record(&mut fields);
        self.note(fields.0);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        assert_eq!(*event.metadata().level(), Level::DEBUG);
        assert_eq!(
            self.depth.load(Ordering::Relaxed),
            1,
            "an event is within the span of its load"
        );
        let mut fields = Fields("event".to_owned());
        event.record(&mut fields);
        self.note(fields.0);
    }

    fn enter(&self, _: &Id) {
        self.depth.fetch_add(1, Ordering::Relaxed);
    }

    fn exit(&self, _: &Id) {
        self.depth.fetch_sub(1, Ordering::Relaxed);
    }
}

const EXPECTED: [&str; 4] = [
    "span load model=\"test_blog::models::User\"",
    "event relation=\"User::posts\" statements=1 rows=3",
    "event relation=\"Post::tags\" statements=1 rows=3",
    "event relation=\"User::profile\" statements=1 rows=1",
];

#[test]
fn a_load_is_a_span_and_each_relation_an_event() {
    let mut conn = blog::database().unwrap();
    let notes = Notes::default();
    tracing::subscriber::with_default(notes.clone(), || {
        let query = users::table.with(User::posts.with(Post::tags)).with(User::profile);
        query.load(&mut conn).unwrap();
    });
    assert_eq!(notes.lines(), EXPECTED);
}

#[test]
fn a_relation_without_keys_says_that_nothing_was_sent() {
    let mut conn = blog::database().unwrap();
    let notes = Notes::default();
    tracing::subscriber::with_default(notes.clone(), || {
        users::table.find(99).with(User::posts).load(&mut conn).unwrap();
    });
    assert_eq!(notes.lines()[1], "event relation=\"User::posts\" statements=0 rows=0");
}

#[test]
fn an_aggregate_is_an_event_of_its_own() {
    let mut conn = blog::database().unwrap();
    let notes = Notes::default();
    tracing::subscriber::with_default(notes.clone(), || {
        users::table.with(User::posts).with(User::posts.count()).load(&mut conn).unwrap();
    });
    let expected = [
        EXPECTED[0],
        EXPECTED[1],
        "event relation=\"User::posts\" aggregate=\"count\" statements=1 values=2",
    ];
    assert_eq!(notes.lines(), expected);
}

#[cfg(feature = "async")]
#[test]
fn an_async_load_says_the_same() {
    let mut conn = blog::async_database().unwrap();
    let notes = Notes::default();
    let runtime = blog::tokio::runtime::Builder::new_current_thread().build().unwrap();
    tracing::subscriber::with_default(notes.clone(), || {
        let query = users::table.with(User::posts.with(Post::tags)).with(User::profile);
        runtime.block_on(query.load(&mut conn)).unwrap();
    });
    assert_eq!(notes.lines(), EXPECTED);
}
