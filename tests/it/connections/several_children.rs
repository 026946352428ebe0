//! Several new rows at a time, by one insert of Diesel's.

use crate::suite::world::world;
use blog::User;
use blog::schema::{posts, profiles};
use conjoin::Error;
use conjoin::prelude::*;
use conjoin::testing::record;
use diesel::prelude::*;

#[derive(Insertable, Clone)]
#[diesel(table_name = posts)]
struct NewPost {
    id: i32,
    title: String,
}

fn new(ids: std::ops::Range<i32>) -> Vec<NewPost> {
    ids.map(|id| NewPost { id, title: format!("New {id}") }).collect()
}

#[test]
fn several_rows_are_created_in_every_form_with_the_key_of_their_parent() {
    let (mut conn, world) = world();
    let (conn, bob) = (conn.diesel(), &world.users[1]);
    let all = new(100..110);
    let two = [all[8].clone(), all[9].clone()];
    let (created, statements) = record(conn, |conn| {
        Ok::<_, diesel::result::Error>([
            bob.create(User::posts, &all[..2].to_vec()).execute(conn)?,
            bob.create(User::posts, &all[2..5]).execute(conn)?,
            bob.create(User::posts, all[5..8].to_vec()).execute(conn)?,
            bob.create(User::posts, &two).execute(conn)?,
            bob.create(User::posts, [(posts::id.eq(110), posts::title.eq("New"))]).execute(conn)?,
            bob.create(User::posts, &[] as &[NewPost]).execute(conn)?,
        ])
    });
    assert_eq!(created, Ok([2, 3, 3, 2, 1, 0]));
    // On SQLite, Diesel inserts structs one by one; elsewhere, it makes a query that finds nothing of no rows.
    let expected = if crate::database::NAME == "sqlite" { 11 } else { 6 };
    assert_eq!(statements.sent.len(), expected, "{statements:#?}");
    let of_bob = posts::table.filter(posts::id.ge(100)).filter(posts::user_id.eq(bob.id));
    assert_eq!(of_bob.count().get_result(conn), Ok(11_i64));
}

#[test]
fn each_parent_is_given_its_own_rows() {
    let (mut conn, world) = world();
    let conn = conn.diesel();
    let rows = |user: &User| {
        let ids = (0..user.id % 3).map(move |place| 100 + user.id * 10 + place);
        ids.map(|id| NewPost { id, title: format!("New {id}") }).collect::<Vec<_>>()
    };
    let expected: Vec<(i32, Option<i32>)> = world
        .users
        .iter()
        .flat_map(|user| rows(user).into_iter().map(|new| (new.id, Some(user.id))))
        .collect();
    let created = world.users.create_each(User::posts, rows).execute(conn);
    assert_eq!(created, Ok(expected.len()));
    let found = posts::table.filter(posts::id.ge(100)).order_by(posts::id);
    assert_eq!(found.select((posts::id, posts::user_id)).load(conn), Ok(expected));

    let without: Vec<&User> =
        world.users.iter().filter(|user| world.profile_of(user).is_none()).collect();
    let profile = |user: &User| {
        let new = (profiles::id.eq(100 + user.id), profiles::bio.eq(user.username.clone()));
        (user.id % 2 == 0).then_some(new)
    };
    let expected: Vec<(i32, String)> = without
        .iter()
        .filter(|user| user.id % 2 == 0)
        .map(|user| (user.id, user.username.clone()))
        .collect();
    assert_eq!(without.create_each(User::profile, profile).execute(conn), Ok(expected.len()));
    let found = profiles::table.filter(profiles::id.ge(100)).order_by(profiles::user_id);
    assert_eq!(found.select((profiles::user_id, profiles::bio)).load(conn), Ok(expected));
}

#[test]
fn a_foreign_key_that_is_there_already_is_an_error_and_nothing_is_created() {
    let (mut conn, world) = world();
    let (conn, bob) = (conn.diesel(), &world.users[1]);
    let rows =
        || [100, 101].map(|id| (posts::id.eq(id), posts::title.eq("New"), posts::user_id.eq(1)));
    let outcomes = [
        bob.create(User::posts, rows()).execute(conn),
        [bob].create_each(User::posts, |_| rows()).execute(conn),
    ];
    for outcome in outcomes {
        let expected = Error::ColumnTwice { relation: "User::posts", column: "user_id" };
        assert_eq!(outcome.err().as_ref().and_then(Error::of), Some(&expected));
    }
    let created = posts::table.filter(posts::id.ge(100)).count().get_result(conn);
    assert_eq!(created, Ok(0_i64));
}
