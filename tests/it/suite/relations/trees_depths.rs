//! How deep the rows of a tree are.

use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::prelude::*;
use conjoin::{Graph, InTree};
use diesel::prelude::*;

diesel::table! { people (id) { id -> Integer, boss_id -> Nullable<Integer>, } }
diesel::table! { teams (id) { id -> Integer, head_id -> Integer, } }
diesel::table! { follows (follower_id, followed_id) { follower_id -> Integer, followed_id -> Integer, } }
diesel::allow_tables_to_appear_in_same_query!(people, teams, follows);

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[diesel(table_name = people)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(boss: Person, back_populates = reports),
    has_many(reports: Person, back_populates = boss, order_by = people::id),
    many_to_many(follows: Person, through = follows(follower_id, followed_id), one_way),
)]
struct Person {
    id: i32,
    boss_id: Option<i32>,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq, Clone)]
#[diesel(table_name = teams)]
#[relations(backend = blog::MultiBackend, belongs_to(head: Person, one_way))]
struct Team {
    id: i32,
    head_id: i32,
}

/// 1 is above 2 and 3, 2 above 4, 4 above 5. These follow each other in a ring, in both directions.
fn world() -> Conn {
    database(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, boss_id INTEGER);
         CREATE TABLE teams (id INTEGER PRIMARY KEY, head_id INTEGER NOT NULL);
         CREATE TABLE follows (follower_id INTEGER, followed_id INTEGER,
             PRIMARY KEY (follower_id, followed_id));
         INSERT INTO people VALUES (1, NULL), (2, 1), (3, 1), (4, 2), (5, 4), (6, NULL);
         INSERT INTO teams VALUES (1, 2), (2, 3), (3, 2);
         INSERT INTO follows VALUES (1, 2), (2, 3), (3, 4), (4, 5), (5, 1), (2, 1), (3, 2), (4, 3),
             (5, 4), (1, 5), (6, 6);",
    )
}

/// Each row beneath, and how deep it is.
fn depths<P>(person: P) -> Vec<(i32, usize)>
where
    P: Has<person::reports, Child = P> + InTree<person::reports>,
{
    let own = (person.id, person.depth(Person::reports));
    let beneath = person.reports().flat_map(depths);
    [own].into_iter().chain(beneath).collect()
}

#[test]
fn rows_of_a_tree_know_how_deep_they_are() {
    let mut conn = world();
    let (people, statements) = sent(&mut conn, |conn| {
        let top = people::table.filter(people::boss_id.is_null()).order_by(people::id);
        top.with(Person::reports.recursive()).load(conn)
    });
    let found: Vec<_> = people.iter().flat_map(depths).collect();
    assert_eq!(found, [(1, 0), (2, 1), (4, 2), (5, 3), (3, 1), (6, 0)]);
    assert_eq!(statements.len(), 2);
}

#[test]
fn the_shortest_way_counts() {
    let mut conn = world();
    let start = people::table.filter(people::id.eq_any([1, 6])).order_by(people::id);
    let people = start.with(Person::follows.recursive()).load(&mut conn).unwrap();
    let one = people.get(0).unwrap();
    let followed = |id| move |person: &person::Node<'_, Person, _>| person.id == id;
    for way in [[2, 3, 4, 5, 1], [5, 4, 3, 2, 1]] {
        let (mut person, mut found) = (one, Vec::new());
        for id in way {
            person = person.follows().find(followed(id)).unwrap();
            found.push(person.depth(Person::follows));
        }
        assert_eq!(found, [1, 2, 2, 1, 0]);
    }
    let six = people.get(1).unwrap();
    assert_eq!(six.follows().next().map(|six| six.depth(Person::follows)), Some(0));
}

#[test]
fn a_row_of_the_query_is_at_the_start_though_another_one_leads_to_it() {
    let mut conn = world();
    let start = people::table.filter(people::id.eq_any([2, 4])).order_by(people::id);
    let people = start.with(Person::reports.recursive()).load(&mut conn).unwrap();
    let found: Vec<_> = people.iter().flat_map(depths).collect();
    assert_eq!(found, [(2, 0), (4, 0), (5, 1), (4, 0), (5, 1)]);
}

#[test]
fn ancestors_are_as_deep_as_they_are_far_away() {
    let mut conn = world();
    let five = people::table.find(5).with(Person::boss.recursive()).first(&mut conn).unwrap();
    let mut above = vec![(five.id, five.node().depth(Person::boss))];
    let mut next = five.boss();
    while let Some(boss) = next {
        above.push((boss.id, boss.depth(Person::boss)));
        next = boss.boss();
    }
    assert_eq!(above, [(5, 0), (4, 1), (2, 2), (1, 3)]);
}

#[test]
fn trees_beneath_others_limited_or_beside_aggregates_have_depths() {
    let mut conn = world();
    let tree = Person::reports.recursive();
    let teams = teams::table.order_by(teams::id).with(Team::head.with(tree));
    let heads = teams.load(&mut conn).unwrap();
    let found: Vec<_> = heads.iter().map(|team| depths(team.head())).collect();
    assert_eq!(found, [vec![(2, 0), (4, 1), (5, 2)], vec![(3, 0)], vec![(2, 0), (4, 1), (5, 2)]]);

    let tree = Person::reports.recursive().depth(1);
    let one = people::table.find(1).with(tree).with(Person::reports.count());
    let one = one.first(&mut conn).unwrap();
    assert!(one.reports().map(|it| it.depth(Person::reports)).eq([1, 1]));
}

#[test]
fn what_was_not_loaded_is_as_deep_as_the_query() {
    let mut conn = world();
    for loaded in [true, false] {
        let one = people::table.find(1).with_if(loaded, Person::reports.recursive());
        let one = one.first(&mut conn).unwrap();
        assert_eq!(one.node().depth(Person::reports), 0);
        let beneath = one.reports().and_then(|mut people| people.next());
        assert_eq!(beneath.map(|it| it.depth(Person::reports)), loaded.then_some(1));
    }
}

#[test]
fn a_graph_whose_depths_were_read_is_the_same() {
    let mut conn = world();
    let load = || people::table.find(1).with(Person::reports.recursive());
    let (one, same) = (load().load(&mut conn).unwrap(), load().load(&mut conn).unwrap());
    let printed = format!("{one:?}");
    assert_eq!(one.iter().flat_map(depths).count(), 5);
    assert!(one == same && one.clone() == same);
    assert_eq!(format!("{one:?}"), printed);
    #[cfg(feature = "serde")]
    assert_eq!(serde_json::to_value(&one).unwrap(), serde_json::to_value(&same).unwrap());
    fn sent<M: Send + Sync, E: Send + Sync>(_: &Graph<M, E>) {}
    sent(&one);
}
