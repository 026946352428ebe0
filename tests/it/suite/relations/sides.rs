//! Several relations between the same tables, and of a table with itself.

use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::prelude::*;
use conjoin::{Error, assert_statements};
use diesel::prelude::*;

mod letters {
    use super::*;

    diesel::table! {
        people (id) {
            id -> Integer,
        }
    }
    diesel::table! {
        letters (id) {
            id -> Integer,
            sender_id -> Integer,
            recipient_id -> Integer,
            carrier_id -> Nullable<Integer>,
        }
    }
    diesel::table! {
        follows (follower_id, followed_id) {
            follower_id -> Integer,
            followed_id -> Integer,
        }
    }
    diesel::allow_tables_to_appear_in_same_query!(people, letters, follows);

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = people)]
    #[relations(
        has_many(sent: Letter, back_populates = sender),
        has_many(received: Letter, back_populates = recipient),
        has_many(carried: Letter, back_populates = carrier),
        many_to_many(followed: Person, through = follows(follower_id, followed_id), back_populates = followers),
        many_to_many(followers: Person, through = follows(followed_id, follower_id), back_populates = followed),
    )]
    struct Person {
        id: i32,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = letters)]
    #[relations(
        belongs_to(sender: Person, foreign_key = sender_id, back_populates = sent),
        belongs_to(recipient: Person, foreign_key = recipient_id, back_populates = received),
        belongs_to(carrier: Person, foreign_key = carrier_id, back_populates = carried),
    )]
    struct Letter {
        id: i32,
        sender_id: i32,
        recipient_id: i32,
        carrier_id: Option<i32>,
    }

    fn world() -> Conn {
        database(
            "CREATE TABLE people (id INTEGER PRIMARY KEY);
             CREATE TABLE letters (id INTEGER PRIMARY KEY, sender_id INTEGER NOT NULL,
                recipient_id INTEGER NOT NULL, carrier_id INTEGER);
             CREATE TABLE follows (follower_id INTEGER, followed_id INTEGER);
             INSERT INTO people VALUES (1), (2), (3);
             INSERT INTO letters VALUES (1, 1, 2, 3), (2, 1, 3, NULL), (3, 2, 1, 3), (4, 3, 3, 1);
             INSERT INTO follows VALUES (1, 2), (1, 3), (2, 1), (3, 3);",
        )
    }

    #[test]
    fn two_keys_to_one_table_are_two_relations() {
        let mut conn = world();
        let letters = assert_statements!(4, &mut conn, |conn| {
            let query = letters::table.with(Letter::sender).with(Letter::recipient);
            query.with(Letter::carrier).load(conn)
        })
        .unwrap();
        assert_eq!(letters.len(), 4);
        for letter in &letters {
            assert_eq!(letter.sender().id, letter.sender_id);
            assert_eq!(letter.recipient().id, letter.recipient_id);
            assert_eq!(letter.carrier().map(|carrier| carrier.id), letter.carrier_id);
        }
    }

    #[test]
    fn each_side_collects_by_its_own_key() {
        let mut conn = world();
        let query = people::table.order_by(people::id).with(Person::sent.order_by(letters::id));
        let query = query.with(Person::carried).with(Person::received.order_by(letters::id));
        let people = query.load(&mut conn).unwrap();
        let ids: Vec<[Vec<i32>; 2]> = people
            .iter()
            .map(|person| {
                [person.sent(), person.received()].map(|of| of.map(|letter| letter.id).collect())
            })
            .collect();
        assert_eq!(ids, [[vec![1, 2], vec![3]], [vec![3], vec![1]], [vec![4], vec![2, 4]]]);
        assert!(people.iter().map(|person| person.carried().len()).eq([1, 0, 2]));
    }

    #[test]
    fn each_key_joins_on_its_own_column() {
        let mut conn = world();
        let mut pairs = |received: bool| -> Vec<(i32, i32)> {
            let columns = (people::id, letters::id);
            if received {
                people::table
                    .join(Person::received)
                    .select(columns)
                    .order_by(columns)
                    .load(conn.diesel())
            } else {
                people::table
                    .join(Person::sent)
                    .select(columns)
                    .order_by(columns)
                    .load(conn.diesel())
            }
            .unwrap()
        };
        assert_eq!(pairs(false), [(1, 1), (1, 2), (2, 3), (3, 4)]);
        assert_eq!(pairs(true), [(1, 3), (2, 1), (3, 2), (3, 4)]);
    }

    #[test]
    fn a_table_is_associated_with_itself_in_both_directions() {
        let mut conn = world();
        let query = people::table.order_by(people::id).with(Person::followers.order_by(people::id));
        let plan = Person::followed.order_by(people::id).with(Person::followers);
        let people = query.with(plan).load(&mut conn).unwrap();
        let ids: Vec<[Vec<i32>; 2]> = people
            .iter()
            .map(|person| {
                [
                    person.followed().map(|other| other.id).collect(),
                    person.followers().map(|other| other.id).collect(),
                ]
            })
            .collect();
        assert_eq!(ids, [[vec![2, 3], vec![2]], [vec![1], vec![1]], [vec![3], vec![1, 3]]]);
        for person in &people {
            for followed in person.followed() {
                assert!(followed.followers().any(|follower| follower.id == person.id));
            }
        }
    }

    #[test]
    fn related_rows_of_one_table_are_reached_by_their_own_key() {
        let mut conn = world();
        let letter = Letter { id: 3, sender_id: 2, recipient_id: 1, carrier_id: None };
        let sender = letter.related(Letter::sender).first::<Person>(conn.diesel()).unwrap();
        let recipient = letter.related(Letter::recipient).first::<Person>(conn.diesel()).unwrap();
        assert_eq!((sender.id, recipient.id), (2, 1));
        let carriers = letter.related(Letter::carrier).count().get_result(conn.diesel());
        assert_eq!(carriers, Ok(0_i64));
        let followed =
            recipient.related(Person::followed).order_by(people::id).load::<Person>(conn.diesel());
        assert!(followed.unwrap().iter().map(|person| person.id).eq([2, 3]));
    }
}

mod categories {
    use super::*;

    diesel::table! {
        categories (id) {
            id -> Integer,
            parent_id -> Nullable<Integer>,
            root_id -> Integer,
        }
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = categories)]
    #[relations(
        belongs_to(parent: Category, foreign_key = parent_id, back_populates = children),
        has_many(children: Category, back_populates = parent),
        belongs_to(root: Category, foreign_key = root_id, back_populates = family),
        has_many(family: Category, back_populates = root),
    )]
    struct Category {
        id: i32,
        parent_id: Option<i32>,
        root_id: i32,
    }

    fn world() -> Conn {
        database(
            "CREATE TABLE categories (id INTEGER PRIMARY KEY, parent_id INTEGER, root_id INTEGER);
             INSERT INTO categories VALUES (1, NULL, 1), (2, 1, 1), (3, 1, 1), (4, 2, 1), (5, NULL, 5);",
        )
    }

    #[test]
    fn a_tree_is_loaded_level_by_level() {
        let mut conn = world();
        let children = || Category::children.order_by(categories::id);
        let roots = categories::table.filter(categories::parent_id.is_null());
        let query =
            roots.order_by(categories::id).with(children().with(children().with(Category::parent)));
        let (roots, sent) = sent(&mut conn, |conn| query.load(conn));
        assert_eq!(sent.len(), 4);
        let root = roots.get(0).unwrap();
        assert!(root.children().map(|child| child.id).eq([2, 3]));
        let leaf = root.children().flat_map(|child| child.children()).next().unwrap();
        assert_eq!((leaf.id, leaf.parent().map(|parent| parent.id)), (4, Some(2)));
        assert!(roots.get(1).unwrap().children().is_empty());
    }

    #[test]
    fn parents_and_children_are_told_apart() {
        let mut conn = world();
        let query = categories::table.order_by(categories::id).with(Category::parent);
        let query = query.with(Category::children).with(Category::root).with(Category::family);
        let categories = query.load(&mut conn).unwrap();
        for category in &categories {
            assert_eq!(category.parent().map(|parent| parent.id), category.parent_id);
            assert_eq!(category.root().id, category.root_id);
            assert!(category.children().all(|child| child.parent_id == Some(category.id)));
        }
        assert!(categories.iter().map(|category| category.children().len()).eq([2, 1, 0, 0, 0]));
        assert!(categories.iter().map(|category| category.family().len()).eq([4, 0, 0, 0, 1]));
    }

    #[test]
    fn a_row_that_is_its_own_parent_is_loaded() {
        let mut conn = world();
        diesel::update(categories::table.find(5))
            .set(categories::parent_id.eq(5))
            .execute(&mut conn)
            .unwrap();
        let query = categories::table.find(5).with(Category::parent.with(Category::children));
        let own = query.first(&mut conn).unwrap();
        assert!(own.parent().unwrap().children().map(|child| child.id).eq([5]));
    }

    #[test]
    fn a_missing_row_is_reported_by_the_relation_that_missed_it() {
        let mut conn = world();
        diesel::update(categories::table.find(5))
            .set((categories::parent_id.eq(98), categories::root_id.eq(99)))
            .execute(&mut conn)
            .unwrap();
        let own =
            categories::table.find(5).with(Category::parent).with(Category::root).first(&mut conn);
        let missing = Error::MissingRow { relation: "Category::root", key: "99".to_owned() };
        assert_eq!(Error::of(&own.err().unwrap()), Some(&missing));
    }
}
