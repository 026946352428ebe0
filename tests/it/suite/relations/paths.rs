//! Relations through a path of other relations, also through one table more than once.

use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::prelude::*;
use conjoin::{Error, Nodes};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

diesel::table! {
    people (id) {
        id -> Integer,
        boss_id -> Nullable<Integer>,
        home_id -> Nullable<Integer>,
    }
}
diesel::table! {
    homes (id) {
        id -> Integer,
        street -> Text,
    }
}
diesel::table! {
    songs (id) {
        id -> Integer,
        singer_id -> Integer,
    }
}
diesel::table! {
    moods (id) {
        id -> Integer,
        name -> Text,
    }
}
diesel::table! {
    song_moods (song_id, mood_id) {
        song_id -> Integer,
        mood_id -> Integer,
    }
}
diesel::table! {
    friends (person_id, friend_id) {
        person_id -> Integer,
        friend_id -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(people, homes, songs, moods, song_moods, friends);

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = people)]
#[relations(
    backend = blog::MultiBackend,
    has_many(songs: Song, back_populates = singer),
    has_many(moods: Mood, through = songs.moods, one_way),
    has_one(favourite: Mood, through = songs.moods, one_way),
    belongs_to(boss: Person, foreign_key = boss_id, back_populates = reports),
    has_many(reports: Person, back_populates = boss),
    has_many(their_reports: Person, through = reports.reports, one_way),
    has_one(top: Person, through = boss.boss, one_way),
    belongs_to(home: Home, foreign_key = home_id, back_populates = people),
    has_one(boss_home: Home, through = boss.home, one_way),
    has_many(housemates: Person, through = home.people, one_way),
    many_to_many(friends: Person, through = friends(person_id, friend_id), back_populates = fans),
    many_to_many(fans: Person, through = friends(friend_id, person_id), back_populates = friends),
    has_many(friends_of_friends: Person, through = friends.friends, one_way),
    has_many(moods_of_friends: Mood, through = friends.songs.moods, one_way),
)]
struct Person {
    id: i32,
    boss_id: Option<i32>,
    home_id: Option<i32>,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = homes)]
#[relations(
    backend = blog::MultiBackend,
    has_many(people: Person, back_populates = home),
    has_many(songs: Song, through = people.songs, one_way),
)]
struct Home {
    id: i32,
    street: String,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = songs)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(singer: Person, foreign_key = singer_id, back_populates = songs),
    many_to_many(moods: Mood, through = song_moods, back_populates = songs),
    has_one(home: Home, through = singer.home, one_way),
)]
struct Song {
    id: i32,
    singer_id: i32,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = moods)]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(songs: Song, through = song_moods, back_populates = moods),
    has_many(singers: Person, through = songs.singer, one_way),
)]
struct Mood {
    id: i32,
    name: String,
}

fn world() -> Conn {
    database(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, boss_id INTEGER, home_id INTEGER);
         CREATE TABLE homes (id INTEGER PRIMARY KEY, street VARCHAR(20) NOT NULL);
         CREATE TABLE songs (id INTEGER PRIMARY KEY, singer_id INTEGER NOT NULL);
         CREATE TABLE moods (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL);
         CREATE TABLE song_moods (song_id INTEGER NOT NULL, mood_id INTEGER NOT NULL);
         CREATE TABLE friends (person_id INTEGER NOT NULL, friend_id INTEGER NOT NULL);
         INSERT INTO homes VALUES (1, 'High Street'), (2, 'Low Lane');
         INSERT INTO people VALUES
             (1, NULL, 1), (2, 1, 2), (3, 1, 1), (4, 2, NULL), (5, 2, 1), (6, 5, 2), (7, 7, NULL);
         INSERT INTO songs VALUES (1, 1), (2, 1), (3, 2), (4, 5), (5, 6);
         INSERT INTO moods VALUES (1, 'calm'), (2, 'wild'), (3, 'blue');
         INSERT INTO song_moods VALUES (1, 1), (1, 2), (2, 1), (3, 3), (4, 2), (5, 2);
         INSERT INTO friends VALUES (1, 2), (2, 1), (1, 3), (3, 5), (2, 5), (5, 1), (5, 1);",
    )
}

fn ids<'g, E: 'static>(people: Nodes<'g, Person, E>) -> Vec<i32> {
    people.rows().map(|person| person.id).collect()
}

#[test]
fn a_path_leads_to_each_target_once() {
    let mut conn = world();
    let plan = Person::moods.order_by(moods::id);
    let (people, statements) =
        sent(&mut conn, |conn| people::table.order(people::id).with(plan).load(conn));
    let moods = people.iter().map(|person| person.moods().map(|it| it.id).collect::<Vec<_>>());
    assert_eq!(
        moods.collect::<Vec<_>>(),
        [vec![1, 2], vec![3], vec![], vec![], vec![2], vec![2], vec![]]
    );
    let (columns, condition) = statements[1].split_once(" WHERE ").unwrap();
    assert_eq!(
        columns,
        "SELECT `songs`.`singer_id`, `moods`.`id`, `moods`.`id`, `moods`.`name` FROM `moods` \
         INNER JOIN `song_moods` ON `song_moods`.`mood_id` = `moods`.`id` \
         INNER JOIN `songs` ON `song_moods`.`song_id` = `songs`.`id`"
    );
    assert!(condition.starts_with("`songs`.`singer_id` "), "{condition}");
}

#[test]
fn a_path_can_end_with_a_belongs_to() {
    let mut conn = world();
    let plan = Mood::singers.order_by(people::id);
    let moods = moods::table.order(moods::id).with(plan).load(&mut conn).unwrap();
    let singers: Vec<_> = moods.iter().map(|mood| ids(mood.singers())).collect();
    assert_eq!(singers, [vec![1], vec![1, 5, 6], vec![2]]);
    let songs = songs::table.order(songs::id).with(Song::home).load(&mut conn).unwrap();
    let homes = songs.iter().map(|song| song.home().map(|home| home.id));
    assert_eq!(homes.collect::<Vec<_>>(), [Some(1), Some(1), Some(2), Some(1), Some(2)]);
}

#[test]
fn a_path_can_start_with_a_belongs_to_and_come_back() {
    let mut conn = world();
    let plan = Person::housemates.order_by(people::id);
    let people = people::table.order(people::id).with(plan).with(Person::boss_home).load(&mut conn);
    let people = people.unwrap();
    let housemates: Vec<_> = people.iter().map(|person| ids(person.housemates())).collect();
    let (high, low) = (vec![1, 3, 5], vec![2, 6]);
    assert_eq!(housemates, [high.clone(), low.clone(), high.clone(), vec![], high, low, vec![]]);
    let homes = people.iter().map(|person| person.boss_home().map(|home| home.id));
    assert_eq!(
        homes.collect::<Vec<_>>(),
        [None, Some(1), Some(1), Some(2), Some(2), Some(1), None]
    );
}

#[test]
fn a_table_that_is_passed_twice_has_another_name() {
    let mut conn = world();
    let people = people::table.order(people::id);
    let plan = Person::their_reports.order_by(people::id);
    let (people, statements) =
        sent(&mut conn, |conn| people.with(plan).with(Person::top).load(conn));
    let theirs: Vec<_> = people.iter().map(|person| ids(person.their_reports())).collect();
    assert_eq!(theirs, [vec![4, 5], vec![6], vec![], vec![], vec![], vec![], vec![7]]);
    let top = people.iter().map(|person| person.top().map(|it| it.id));
    let expected = [None, None, None, Some(1), Some(1), Some(2), Some(7)];
    assert_eq!(top.collect::<Vec<_>>(), expected);
    let (columns, condition) = statements[1].split_once(" WHERE ").unwrap();
    assert_eq!(
        columns,
        "SELECT `conjoin:through_1`.`boss_id`, `people`.`id`, `people`.`id`, `people`.`boss_id`, \
         `people`.`home_id` FROM `people` \
         INNER JOIN `people` AS `conjoin:through_1` ON `people`.`boss_id` = `conjoin:through_1`.`id`"
    );
    assert!(condition.starts_with("`conjoin:through_1`.`boss_id` "), "{condition}");
}

#[test]
fn an_association_that_is_passed_twice_has_another_name() {
    let mut conn = world();
    let plan = Person::friends_of_friends.order_by(people::id);
    let people = people::table.order(people::id).with(plan).with(Person::friends).load(&mut conn);
    let people = people.unwrap();
    let friends: Vec<_> = people.iter().map(|person| ids(person.friends_of_friends())).collect();
    assert_eq!(friends, [vec![1, 5], vec![1, 2, 3], vec![1], vec![], vec![2, 3], vec![], vec![]]);
    assert!(people.iter().map(|it| it.friends().len()).eq([2, 2, 1, 0, 1, 0, 0]));
}

#[test]
fn a_path_has_as_many_relations_as_it_needs() {
    let mut conn = world();
    let plan = Person::moods_of_friends.order_by(moods::id);
    let (people, statements) =
        sent(&mut conn, |conn| people::table.order(people::id).with(plan).load(conn));
    assert_eq!(statements.len(), 2);
    let moods = people.iter().map(|it| it.moods_of_friends().map(|it| it.id).collect::<Vec<_>>());
    assert_eq!(
        moods.collect::<Vec<_>>(),
        [vec![3], vec![1, 2], vec![2], vec![], vec![1, 2], vec![], vec![]]
    );
}

#[test]
fn a_path_is_filtered_by_its_targets_columns_and_loads_on() {
    let mut conn = world();
    let plan = Home::songs.filter(songs::id.gt(1)).order_by(songs::id.desc()).with(Song::moods);
    let homes = homes::table.order(homes::id).with(plan).load(&mut conn).unwrap();
    let songs = homes.iter().map(|home| home.songs().map(|it| it.id).collect::<Vec<_>>());
    assert_eq!(songs.collect::<Vec<_>>(), [vec![4, 2], vec![5, 3]]);
    let home = homes.get(0).unwrap();
    assert_eq!(home.street, "High Street");
    let names = home.songs().next().unwrap().moods().rows().map(|mood| mood.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["wild"]);
}

#[test]
fn related_rows_are_found_through_a_path() {
    let mut conn = world();
    let person = |id, boss_id, home_id| Person { id, boss_id, home_id };
    let alice = person(1, None, Some(1));
    let found = |query: QueryResult<Vec<i32>>| query.unwrap();
    let moods = alice.related(Person::moods).order(moods::id).select(moods::id);
    assert_eq!(found(moods.load(conn.diesel())), [1, 2]);
    let theirs = alice.related(Person::their_reports).order(people::id).select(people::id);
    assert_eq!(found(theirs.load(conn.diesel())), [4, 5]);
    let housemates = alice.related(Person::housemates).order(people::id).select(people::id);
    assert_eq!(found(housemates.load(conn.diesel())), [1, 3, 5]);
    let top = person(6, Some(5), None).related(Person::top).select(people::id);
    assert_eq!(found(top.load(conn.diesel())), [2]);
    let nobody = person(1, None, None).related(Person::top).select(people::id);
    assert_eq!(found(nobody.load(conn.diesel())), Vec::<i32>::new());
    let moods = alice.related(Person::moods_of_friends).select(moods::id);
    assert_eq!(found(moods.load(conn.diesel())), [3]);
}

#[test]
fn a_path_is_joined_as_often_as_it_leads_there() {
    let mut conn = world();
    let moods = people::table.join(Person::moods).order((people::id, moods::id));
    let moods: Vec<(i32, i32)> = moods.select((people::id, moods::id)).load(conn.diesel()).unwrap();
    assert_eq!(moods, [(1, 1), (1, 1), (1, 2), (2, 3), (5, 2), (6, 2)]);
    let homes = songs::table.outer_join(Song::home).order(songs::id);
    let homes: Vec<(i32, Option<String>)> =
        homes.select((songs::id, homes::street.nullable())).load(conn.diesel()).unwrap();
    let (high, low) = (Some("High Street".to_owned()), Some("Low Lane".to_owned()));
    assert_eq!(
        homes,
        [(1, high.clone()), (2, high.clone()), (3, low.clone()), (4, high), (5, low)]
    );
}

#[test]
fn a_path_to_one_row_that_finds_two_is_an_error() {
    let mut conn = world();
    let singer = people::table.find(1).with(Person::favourite).first(&mut conn).err().unwrap();
    let (relation, key) = ("Person::favourite", "1".to_owned());
    assert_eq!(Error::of(&singer), Some(&Error::SecondRow { relation, key }));
    conn.batch_execute("DELETE FROM song_moods WHERE song_id = 1").unwrap();
    let singer = people::table.find(1).with(Person::favourite).first(&mut conn).unwrap();
    assert_eq!(singer.favourite().map(|mood| mood.id), Some(1));
}

#[test]
fn a_path_comes_in_the_statement_of_the_query() {
    let mut conn = world();
    let query = || people::table.order_by(people::id);
    let moods = || Person::moods.filter(moods::id.gt(0)).order_by(moods::id);
    let (joined, statements) = sent(&mut conn, |conn| query().with(moods().joined()).load(conn));
    assert_eq!(statements.len(), 1);
    let grouped = query().with(moods()).load(&mut conn).unwrap();
    for (joined, grouped) in joined.iter().zip(&grouped) {
        assert!(joined.moods().map(|it| it.id).eq(grouped.moods().map(|it| it.id)));
    }
    assert!(joined.iter().any(|person| person.moods().len() > 1));

    let query = || songs::table.order_by(songs::id);
    let (joined, statements) = sent(&mut conn, |conn| query().with(Song::home.joined()).load(conn));
    assert_eq!(statements.len(), 1);
    let grouped = query().with(Song::home).load(&mut conn).unwrap();
    for (joined, grouped) in joined.iter().zip(&grouped) {
        assert_eq!(joined.home().map(|home| home.id), grouped.home().map(|home| home.id));
    }
    assert!(joined.iter().any(|song| song.home().is_some()));
}
