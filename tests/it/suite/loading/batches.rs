//! Large results, a batch at a time.

use crate::suite::conn::Conn;
use crate::suite::world::{blog, database, sent, world};
use blog::schema::{posts, tags, users};
use blog::{Post, User};
use conjoin::Error;
use conjoin::prelude::*;
use conjoin::query::Progress;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

#[test]
fn batches_of_any_length_are_the_whole_load() {
    let (mut conn, world) = world();
    let plan = || User::posts.order_by(posts::id).with(Post::tags.order_by(tags::id));
    let whole = users::table.order_by(users::id).with(plan()).load(&mut conn).unwrap();
    for length in 1..=13_usize {
        let mut batches =
            users::table.with(plan()).with_if(true, User::profile).batches(length as i64);
        let mut place = 0;
        while let Some(users) = batches.next(&mut conn).unwrap() {
            assert!(users.len() <= length);
            for user in &users {
                let expected = whole.get(place).unwrap();
                place += 1;
                assert_eq!(user.row(), expected.row());
                assert!(user.posts().rows().eq(expected.posts().rows()));
                for (post, expected) in user.posts().zip(expected.posts()) {
                    assert!(post.tags().rows().eq(expected.tags().rows()));
                }
                let profile = user.profile().unwrap();
                assert_eq!(profile.map(|it| it.row().clone()), world.profile_of(&user));
            }
        }
        assert_eq!(place, whole.len());
        assert_eq!(batches.so_far().rows, 12);
        assert_eq!(batches.so_far().batches, 12_u64.div_ceil(length as u64));
    }
}

#[test]
fn a_batch_that_is_not_full_is_the_last() {
    let (mut conn, _) = world();
    let mut batches = users::table.with(User::posts).batches(5);
    for (length, statements) in [(Some(5), 2), (Some(5), 2), (Some(2), 2), (None, 0), (None, 0)] {
        let (users, sent) = sent(&mut conn, |conn| batches.next(conn));
        assert_eq!((users.map(|users| users.len()), sent.len()), (length, statements));
    }
    let mut batches = users::table.with(User::posts).batches(12);
    for (length, statements) in [(Some(12), 2), (None, 1), (None, 0)] {
        let (users, sent) = sent(&mut conn, |conn| batches.next(conn));
        assert_eq!((users.map(|users| users.len()), sent.len()), (length, statements));
    }
}

#[test]
fn a_boxed_query_is_asked_again_and_again() {
    let (mut conn, world) = world();
    let mut query = posts::table.filter(posts::id.gt(5)).into_boxed();
    query = query.filter(posts::user_id.is_not_null().or(posts::title.ne("")));
    let mut batches = query.with(Post::author).batches(7);
    let mut found = Vec::new();
    while let Some(posts) = batches.next(&mut conn).unwrap() {
        found.extend(posts.into_rows());
    }
    let expected: Vec<Post> = world.posts.iter().filter(|post| post.id > 5).cloned().collect();
    assert_eq!(found, expected);
}

#[test]
fn equal_rows_are_in_the_order_of_the_primary_key() {
    let (mut conn, world) = world();
    conn.batch_execute("UPDATE posts SET title = 'the same' WHERE id > 10 AND id < 30").unwrap();
    let mut expected: Vec<Post> = posts::table.load(conn.diesel()).unwrap();
    assert_eq!(expected.len(), world.posts.len());
    expected.sort_by_key(|post| (post.title.clone(), post.id));
    for length in [1, 4, 11, 40] {
        let mut batches = posts::table.with(Post::tags).batches_by(posts::title, length);
        let mut found = Vec::new();
        while let Some(posts) = batches.next(&mut conn).unwrap() {
            found.extend(posts.into_rows());
        }
        assert_eq!(found, expected);
        let mut batches =
            posts::table.with(Post::tags).batches_by(posts::title, length).descending();
        while let Some(posts) = batches.next(&mut conn).unwrap() {
            for post in posts.into_rows() {
                assert_eq!(Some(post), found.pop());
            }
        }
        assert!(found.is_empty());
    }
}

#[test]
fn rows_are_written_between_batches_over_the_same_connection() {
    let (mut conn, _) = world();
    let mut batches = users::table.with(User::posts).batches(5);
    let mut seen = Vec::new();
    while let Some(users) = batches.next(&mut conn).unwrap() {
        let last = users.rows().last().unwrap().id;
        seen.extend(users.iter().map(|user| (user.id, user.posts().len())));
        // The next user has no posts any more, and those before it do not come again.
        diesel::update(posts::table.filter(posts::user_id.eq(last + 1)))
            .set(posts::user_id.eq(None::<i32>))
            .execute(&mut conn)
            .unwrap();
        diesel::update(users::table.find(last))
            .set(users::username.eq(format!("was {last}")))
            .execute(&mut conn)
            .unwrap();
        if last < 20 {
            let new = (users::id.eq(last + 20), users::username.eq(format!("new {last}")));
            diesel::insert_into(users::table).values(new).execute(&mut conn).unwrap();
        }
    }
    let ids: Vec<i32> = seen.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, (1..=12).chain([25, 30]).collect::<Vec<i32>>());
    assert_eq!(seen[5].1 + seen[10].1, 0);
}

#[test]
fn the_rest_is_loaded_from_a_key() {
    let (mut conn, _) = world();
    let mut batches = users::table.with(User::posts).batches(5);
    assert_eq!(batches.last_key(), None);
    batches.next(&mut conn).unwrap();
    assert_eq!(batches.last_key(), Some(&5));
    let mut rest = users::table.with(User::posts).batches(50).after(5);
    let rest = rest.next(&mut conn).unwrap().unwrap();
    assert_eq!(
        rest.rows().iter().map(|user| user.id).collect::<Vec<_>>(),
        [6, 7, 8, 9, 10, 11, 12]
    );
    let mut before = users::table
        .with(User::posts)
        .batches_by(users::username, 50)
        .descending()
        .after(("carol".to_owned(), 3));
    let before = before.next(&mut conn).unwrap().unwrap();
    assert_eq!(before.rows().iter().map(|user| user.id).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn progress_is_told_after_each_batch() {
    let (mut conn, _) = world();
    let mut told = Vec::new();
    let mut batches =
        users::table.with(User::posts).batches(5).progress(|so_far| told.push(so_far.rows));
    while batches.next(&mut conn).unwrap().is_some() {}
    let Progress { batches: 3, rows: 12, .. } = batches.so_far() else {
        panic!("{:?}", batches.so_far())
    };
    drop(batches);
    assert_eq!(told, [5, 10, 12]);
}

#[test]
fn a_batch_that_failed_is_loaded_again() {
    let mut conn = blog();
    let mut batches = users::table.with(User::posts).batches(2);
    conn.batch_execute("ALTER TABLE posts RENAME TO elsewhere").unwrap();
    assert!(batches.next(&mut conn).is_err());
    conn.batch_execute("ALTER TABLE elsewhere RENAME TO posts").unwrap();
    let users = batches.next(&mut conn).unwrap().unwrap();
    assert_eq!(users.rows().iter().map(|user| user.id).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(batches.so_far().rows, 2);
}

#[test]
fn what_the_query_says_of_its_length_is_an_error() {
    let mut conn = blog();
    let mut refused = |query: users::BoxedQuery<'static, crate::database::DB>, rows| {
        let error = query.with(User::posts).batches(rows).next(&mut conn).unwrap_err();
        error.to_string()
    };
    for query in [
        users::table.order_by(users::username).into_boxed(),
        users::table.limit(2).into_boxed(),
        users::table.into_boxed().limit(2).offset(1),
    ] {
        assert!(refused(query, 2).contains("`.batches(…)` orders and limits the query itself"));
    }
    let error = refused(users::table.into_boxed(), 0);
    assert!(error.contains("a batch cannot have 0 rows"), "{error}");
}

diesel::table! {
    halls (city, number) {
        city -> Text,
        number -> Integer,
        seats -> BigInt,
    }
}
diesel::table! {
    concerts (id) {
        id -> Integer,
        city -> Text,
        hall -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(halls, concerts);

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = halls, primary_key(city, number))]
#[relations(
    backend = blog::MultiBackend,
    has_many(concerts: Concert, back_populates = place),
)]
struct Hall {
    city: String,
    number: i32,
    seats: i64,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = concerts)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(place: Hall, foreign_key = (city, hall), back_populates = concerts),
)]
struct Concert {
    id: i32,
    city: String,
    hall: i32,
}

fn halls() -> (Conn, Vec<Hall>) {
    let mut conn = database(
        "CREATE TABLE halls (city VARCHAR(20) NOT NULL, number INTEGER NOT NULL, \
             seats BIGINT NOT NULL, PRIMARY KEY (city, number)); \
         CREATE TABLE concerts (id INTEGER PRIMARY KEY, city VARCHAR(20) NOT NULL, \
             hall INTEGER NOT NULL);",
    );
    for (place, city) in ["Berlin", "Lagos", "Quito"].into_iter().enumerate() {
        for number in 1..=4 {
            conn.batch_execute(&format!(
                "INSERT INTO halls VALUES ('{city}', {number}, {}); \
                 INSERT INTO concerts VALUES ({}, '{city}', {number});",
                100 * (number % 2),
                10 * place as i32 + number,
            ))
            .unwrap();
        }
    }
    let halls = halls::table.order_by((halls::city, halls::number)).load(conn.diesel()).unwrap();
    (conn, halls)
}

#[test]
fn a_primary_key_of_several_columns_orders_batches() {
    let (mut conn, halls) = halls();
    for length in [1, 3, 5, 12] {
        let mut batches = halls::table.with(Hall::concerts).batches(length);
        let mut found = Vec::new();
        while let Some(halls) = batches.next(&mut conn).unwrap() {
            assert!(halls.iter().all(|hall| hall.concerts().len() == 1));
            found.extend(halls.into_rows());
        }
        assert_eq!(found, halls);
        let key = batches.last_key().unwrap();
        assert_eq!((key.0.as_str(), key.1), ("Quito", 4));
    }
}

#[test]
fn a_column_before_a_primary_key_of_several_orders_batches() {
    let (mut conn, mut expected) = halls();
    expected.sort_by_key(|hall| (hall.seats, hall.city.clone(), hall.number));
    for length in [1, 4, 7] {
        let mut batches = halls::table.with(Hall::concerts).batches_by(halls::seats, length);
        let mut found = Vec::new();
        while let Some(halls) = batches.next(&mut conn).unwrap() {
            found.extend(halls.into_rows());
        }
        assert_eq!(found, expected);
    }
}

#[test]
fn a_row_that_is_missing_is_an_error_of_its_batch() {
    let (mut conn, _) = halls();
    conn.batch_execute("INSERT INTO concerts VALUES (99, 'Oslo', 1)").unwrap();
    let mut batches = concerts::table.with(Concert::place).batches(5);
    for _ in 0..2 {
        assert_eq!(batches.next(&mut conn).unwrap().map(|batch| batch.len()), Some(5));
    }
    let error = batches.next(&mut conn).unwrap_err();
    assert!(matches!(Error::of(&error), Some(Error::MissingRow { .. })), "{error}");
}
