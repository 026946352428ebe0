//! A place for the blog that several connections see at a time.

use crate::database::{self, Blocking};
use crate::server;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The blog with the rows of its seed. Made before its connections, and hence dropped after them.
pub(crate) struct Place {
    name: String,
    /// What a connection is established with, to find the tables there.
    pub(crate) url: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        static PLACES: AtomicUsize = AtomicUsize::new(0);
        let number = PLACES.fetch_add(1, Ordering::Relaxed);
        let name = format!("conjoin_place_{}_{number}", std::process::id());
        let place = Place { url: server::make(&name), name };
        let conn = &mut place.connect();
        let sql = include_str!("../../migrations/2026-01-01-000000_create_blog/up.sql");
        conn.batch_execute(&database::dialect(sql)).unwrap();
        blog::seed(conn).unwrap();
        place
    }

    /// A blocking connection, whichever kind is tested.
    pub(crate) fn connect(&self) -> Blocking {
        Blocking::establish(&self.url).unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        server::remove(&self.name, &self.url);
    }
}
