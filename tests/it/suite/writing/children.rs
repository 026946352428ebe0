//! Rows that are created for a parent, given another one, or none.

use crate::suite::conn::Conn;
use crate::suite::world::{database, sent, world};
use blog::schema::{posts, profiles, users};
use blog::{Post, Profile, User};
use conjoin::prelude::*;
use diesel::prelude::*;
use diesel::result::DatabaseErrorKind::UniqueViolation;
use diesel::result::Error::DatabaseError;

#[derive(Insertable, Clone)]
#[diesel(table_name = posts)]
struct NewPost<'t> {
    id: i32,
    title: &'t str,
    content: Option<&'t str>,
}

/// All posts with the keys of their authors, in order.
fn authors(conn: &mut Conn) -> Vec<(i32, Option<i32>)> {
    let all = posts::table.order_by(posts::id).select((posts::id, posts::user_id));
    all.load(conn.diesel()).unwrap()
}

/// The same with some of them changed.
fn changed(
    before: &[(i32, Option<i32>)],
    ids: &[i32],
    author: Option<i32>,
) -> Vec<(i32, Option<i32>)> {
    let change = |&(id, old)| (id, if ids.contains(&id) { author } else { old });
    before.iter().map(change).collect()
}

#[test]
fn a_row_is_created_with_the_key_of_its_parent() {
    let (mut conn, world) = world();
    let bob = &world.users[1];
    let new = NewPost { id: 100, title: "Writing", content: None };
    let (created, statements) = sent(&mut conn, |conn| bob.create(User::posts, &new).execute(conn));
    assert_eq!((created, statements.len()), (1, 1), "{statements:#?}");
    assert!(
        statements[0].starts_with("INSERT INTO `posts` (`user_id`, `id`, `title`"),
        "{statements:?}"
    );
    bob.create(User::posts, (posts::id.eq(101), posts::title.eq("More")))
        .execute(&mut conn)
        .unwrap();
    bob.create(User::posts, NewPost { id: 102, ..new }).execute(&mut conn).unwrap();

    let by_hand = (posts::id.eq(103), posts::title.eq("Writing"), posts::user_id.eq(bob.id));
    diesel::insert_into(posts::table).values(by_hand).execute(&mut conn).unwrap();
    let new: Vec<Post> =
        posts::table.filter(posts::id.ge(100)).order_by(posts::id).load(conn.diesel()).unwrap();
    let post = |id, title: &str| Post {
        id,
        title: title.to_owned(),
        content: None,
        user_id: Some(bob.id),
    };
    let expected = [(100, "Writing"), (101, "More"), (102, "Writing"), (103, "Writing")];
    assert_eq!(new, expected.map(|(id, title)| post(id, title)));
}

#[test]
fn nodes_and_rows_with_relations_are_parents_as_well() {
    let (mut conn, world) = world();
    let users = users::table.order_by(users::id).with(User::posts).load(&mut conn).unwrap();
    let one = users::table.find(3).with(User::posts).first(&mut conn).unwrap();
    let new = |id| (posts::id.eq(id), posts::title.eq("new"));
    users.get(1).unwrap().create(User::posts, new(100)).execute(&mut conn).unwrap();
    one.create(User::posts, new(101)).execute(&mut conn).unwrap();
    let all = authors(&mut conn);
    assert_eq!(all[world.posts.len()..], [(100, Some(2)), (101, Some(3))]);
}

#[test]
fn a_second_row_of_a_has_one_is_an_error_if_the_table_says_so() {
    let (mut conn, world) = world();
    let user = world.users.iter().find(|user| world.profile_of(user).is_none()).unwrap();
    let new = |id| (profiles::id.eq(id), profiles::bio.eq("new"));
    user.create(User::profile, new(100)).execute(&mut conn).unwrap();
    let again = user.create(User::profile, new(101)).execute(&mut conn);
    assert!(matches!(again, Err(DatabaseError(UniqueViolation, _))), "{again:?}");
    let profile: Profile = user.related(User::profile).first(conn.diesel()).unwrap();
    assert_eq!((profile.id, profile.user_id), (100, user.id));
}

#[test]
fn a_parent_that_is_gone_is_an_error() {
    let mut conn = world().0;
    let gone = User { id: 99, username: String::new() };
    let before = authors(&mut conn);
    let created =
        gone.create(User::posts, (posts::id.eq(100), posts::title.eq(""))).execute(&mut conn);
    assert!(super::sets::is_missing(&created), "{created:?}");
    let post: Post = posts::table.find(1).first(conn.diesel()).unwrap();
    let assigned = post.assign(Post::author, &gone).execute(&mut conn);
    assert!(super::sets::is_missing(&assigned), "{assigned:?}");
    assert_eq!(authors(&mut conn), before);
}

#[test]
fn rows_are_given_another_parent_or_none() {
    let (mut conn, world) = world();
    let (alice, bob) = (&world.users[0], &world.users[1]);
    let before = authors(&mut conn);
    let (assigned, statements) =
        sent(&mut conn, |conn| world.posts[4].assign(Post::author, bob).execute(conn));
    assert_eq!((assigned, statements.len()), (1, 1));
    let update = "UPDATE `posts` SET `user_id` = ? WHERE (`posts`.`id` = ?)";
    assert_eq!(statements[0].replace("WHERE `posts`.`id` = ?", "WHERE (`posts`.`id` = ?)"), update);
    let after = changed(&before, &[world.posts[4].id], Some(2));
    assert_eq!(authors(&mut conn), after);

    // By hand, by Diesel.
    let some = &world.posts[6..11];
    let ids: Vec<i32> = some.iter().map(|post| post.id).collect();
    assert_eq!(some.assign(Post::author, alice).execute(&mut conn), Ok(5));
    let mut other = self::world().0;
    world.posts[4].assign(Post::author, bob).execute(&mut other).unwrap();
    diesel::update(posts::table.filter(posts::id.eq_any(&ids)))
        .set(posts::user_id.eq(1))
        .execute(&mut other)
        .unwrap();
    assert_eq!(authors(&mut conn), authors(&mut other));

    assert_eq!(some[..2].unassign(Post::author).execute(&mut conn), Ok(2));
    assert_eq!(authors(&mut conn), changed(&changed(&after, &ids, Some(1)), &ids[..2], None));
    // Those that are not there are nobody's.
    let gone = Post { id: 99, ..some[0].clone() };
    assert_eq!(gone.unassign(Post::author).execute(&mut conn), Ok(0));
    let none: &[Post] = &[];
    assert_eq!(none.assign(Post::author, alice).execute(&mut conn), Ok(0));
}

#[test]
fn graphs_and_references_are_moved_as_wholes() {
    let (mut conn, world) = world();
    let carol = users::table.find(3).with(User::profile).first(&mut conn).unwrap();
    let graph = users::table.order_by(users::id).with(User::posts).load(&mut conn).unwrap();
    let alice = graph.get(0).unwrap();
    let before = authors(&mut conn);
    let ids: Vec<i32> = alice.posts().map(|post| post.id).collect();
    assert_eq!(alice.posts().assign(Post::author, &carol).execute(&mut conn), Ok(ids.len()));
    assert_eq!(authors(&mut conn), changed(&before, &ids, Some(3)));
    let references: Vec<&Post> = world.posts.iter().filter(|post| ids.contains(&post.id)).collect();
    references.assign(Post::author, &alice).execute(&mut conn).unwrap();
    assert_eq!(authors(&mut conn), before);
    let posts = posts::table.filter(posts::id.le(3)).with(Post::author).load(&mut conn).unwrap();
    assert_eq!(posts.unassign(Post::author).execute(&mut conn), Ok(posts.len()));
    assert_eq!(authors(&mut conn), changed(&before, &[1, 2, 3], None));
}

#[test]
fn rows_move_and_go_by_related_queries() {
    let (mut conn, world) = world();
    let (alice, bob) = (&world.users[0], &world.users[1]);
    let before = authors(&mut conn);
    let moved = diesel::update(alice.related(User::posts)).set(posts::user_id.eq(bob.id));
    moved.execute(&mut conn).unwrap();
    let ids: Vec<i32> = world.posts_of(alice).iter().map(|post| post.id).collect();
    assert_eq!(authors(&mut conn), changed(&before, &ids, Some(2)));
}

diesel::table! {
    halls (city, number) {
        city -> Text,
        number -> Integer,
        code -> Integer,
    }
}
diesel::table! {
    concerts (id) {
        id -> Integer,
        city -> Nullable<Text>,
        hall -> Nullable<Integer>,
    }
}
diesel::table! {
    doors (id) {
        id -> Integer,
        code -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(halls, concerts, doors);

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = halls, primary_key(city, number))]
#[relations(
    backend = blog::MultiBackend,
    has_many(concerts: Concert, back_populates = hall_of),
    has_many(doors: Door, back_populates = into),
)]
struct Hall {
    city: String,
    number: i32,
    code: i32,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = concerts)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(hall_of: Hall, foreign_key = (city, hall), back_populates = concerts),
)]
struct Concert {
    id: i32,
    city: Option<String>,
    hall: Option<i32>,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = doors)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(into: Hall, foreign_key = code, references = halls::code, back_populates = doors),
)]
struct Door {
    id: i32,
    code: i32,
}

#[test]
fn keys_of_several_columns_and_keys_that_are_not_primary_are_written() {
    let mut conn = database(
        "CREATE TABLE halls (city VARCHAR(9) NOT NULL, number INTEGER NOT NULL, code INTEGER NOT NULL,
            PRIMARY KEY (city, number));
         CREATE TABLE concerts (id INTEGER PRIMARY KEY, city VARCHAR(9), hall INTEGER);
         CREATE TABLE doors (id INTEGER PRIMARY KEY, code INTEGER NOT NULL);",
    );
    let hall = |city: &str, number, code| Hall { city: city.to_owned(), number, code };
    let (oslo, rome) = (hall("Oslo", 1, 11), hall("Rome", 2, 22));
    oslo.create(Hall::concerts, concerts::id.eq(1)).execute(&mut conn).unwrap();
    rome.create(Hall::concerts, concerts::id.eq(2)).execute(&mut conn).unwrap();
    oslo.create(Hall::doors, (doors::id.eq(1),)).execute(&mut conn).unwrap();
    let concert = |id, hall: Option<&Hall>| Concert {
        id,
        city: hall.map(|hall| hall.city.clone()),
        hall: hall.map(|hall| hall.number),
    };
    let concerts = |conn: &mut Conn| -> Vec<Concert> {
        concerts::table.order_by(concerts::id).load(conn.diesel()).unwrap()
    };
    let doors = |conn: &mut Conn| -> Vec<Door> { doors::table.load(conn.diesel()).unwrap() };
    let found = concerts(&mut conn);
    assert_eq!(found, [concert(1, Some(&oslo)), concert(2, Some(&rome))]);
    assert_eq!(doors(&mut conn), [Door { id: 1, code: 11 }]);

    found.assign(Concert::hall_of, &rome).execute(&mut conn).unwrap();
    assert_eq!(concerts(&mut conn), [concert(1, Some(&rome)), concert(2, Some(&rome))]);
    found[0].unassign(Concert::hall_of).execute(&mut conn).unwrap();
    assert_eq!(concerts(&mut conn), [concert(1, None), concert(2, Some(&rome))]);
    doors(&mut conn).assign(Door::into, &rome).execute(&mut conn).unwrap();
    assert_eq!(doors(&mut conn), [Door { id: 1, code: 22 }]);
}
