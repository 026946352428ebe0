//! An application's own type around a connection, which it lends by `DerefMut`.

use super::pools::{Manager, pool};
use super::{SEEDED, counts};
use crate::place::Place;
use blog::User;
use blog::schema::users;
use conjoin::prelude::*;
use diesel::prelude::*;
use diesel::r2d2::PooledConnection;
use std::ops::{Deref, DerefMut};

struct Session {
    conn: PooledConnection<Manager>,
}

impl Deref for Session {
    type Target = PooledConnection<Manager>;

    fn deref(&self) -> &Self::Target {
        &self.conn
    }
}

impl DerefMut for Session {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.conn
    }
}

#[test]
fn relations_load_over_an_applications_own_connection_type() {
    let place = Place::new();
    let mut session = Session { conn: pool(&place, 1).get().unwrap() };
    assert_eq!(counts(&mut *session).unwrap(), SEEDED);
    let users = users::table.with(User::posts).load(&mut *session).unwrap();
    assert_eq!(users.len(), 3);
    let alice = users::table.find(1).with(User::posts).first(&mut *session).unwrap();
    assert_eq!(alice.posts().len(), 2);
}

#[test]
fn relations_load_in_a_transaction_of_an_applications_own_connection_type() {
    let place = Place::new();
    let mut session = Session { conn: pool(&place, 1).get().unwrap() };
    let counts = session.transaction(counts).unwrap();
    assert_eq!(counts, SEEDED);
}
