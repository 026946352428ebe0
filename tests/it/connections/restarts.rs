//! A pool whose connections the server has ended, as it does when it is restarted. The server of
//! the tests stays up, since others are on it: only the connections of the pool are ended.

use super::connections::pools::pool;
use super::connections::{SEEDED, counts};
use crate::place::Place;
use crate::server;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

#[test]
fn a_pool_replaces_the_connections_that_graphs_have_lost() {
    let place = Place::new();
    let pool = pool(&place, 2);
    let mut conns = [pool.get().unwrap(), pool.get().unwrap()];
    let admin = &mut server::admin();
    for conn in &mut conns {
        let id = diesel::select(sql::<BigInt>(server::ID)).get_result(conn).unwrap();
        server::kill(admin, id);
        assert!(counts(conn).is_err());
    }
    drop(conns);
    for _ in 0..3 {
        assert_eq!(counts(&mut pool.get().unwrap()).unwrap(), SEEDED);
    }
}
