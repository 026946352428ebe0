//! Functions that are generic over the connection.

use super::pools::pool;
use crate::database::{Blocking, DB};
use crate::place::Place;
use blog::schema::users;
use blog::{User, user};
use conjoin::prelude::*;
use conjoin::{Graph, LoadOn, Loaded, With};
use diesel::connection::LoadConnection;
use diesel::prelude::*;

type WithPosts = user::Edges<Loaded<user::posts>>;

/// Over any connection to this database, by Diesel's own bound.
fn of_one_database<C: LoadConnection<Backend = DB>>(
    conn: &mut C,
) -> QueryResult<Graph<User, WithPosts>> {
    users::table.order_by(users::id).with(User::posts).load(conn)
}

/// Over any connection to any database.
fn of_any<C>(conn: &mut C) -> QueryResult<Graph<User, WithPosts>>
where
    C: LoadConnection,
    With<users::table, user::posts>: LoadOn<'static, C, Graph = Graph<User, WithPosts>>,
{
    users::table.with(User::posts).load(conn)
}

/// A repository that owns its connection.
struct Users<C> {
    conn: C,
}

impl<C: LoadConnection<Backend = DB>> Users<C> {
    fn named(&mut self, name: &str) -> QueryResult<Option<user::One<User, WithPosts>>> {
        let named = users::table.filter(users::username.eq(name.to_owned()));
        named.with(User::posts).first(&mut self.conn).optional()
    }
}

fn posts(users: &Graph<User, WithPosts>) -> usize {
    users.iter().map(|user| user.posts().len()).sum()
}

/// One function, instantiated with whatever is a connection.
fn asks_every_function<C>(mut conn: C)
where
    C: LoadConnection<Backend = DB>,
    With<users::table, user::posts>: LoadOn<'static, C, Graph = Graph<User, WithPosts>>,
{
    let users = of_one_database(&mut conn).unwrap();
    assert_eq!((users.len(), posts(&users)), (3, 3));
    assert_eq!(posts(&of_any(&mut conn).unwrap()), 3);
    let inside = conn.transaction(of_any).unwrap();
    assert_eq!(posts(&inside), 3);
    let mut repository = Users { conn };
    let bob = repository.named("bob").unwrap().expect("bob");
    assert_eq!((bob.id, bob.posts().len()), (2, 1));
    assert!(repository.named("nobody").unwrap().is_none());
}

#[test]
fn functions_can_be_generic_over_the_connection() {
    let place = Place::new();
    asks_every_function::<Blocking>(place.connect());
    asks_every_function(pool(&place, 1).get().unwrap());
}
