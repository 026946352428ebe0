//! Tables that are called as conjoin calls those that a statement makes itself, or once did.

use crate::suite::conn::Conn;
use crate::suite::world::database;
use conjoin::prelude::*;
use diesel::prelude::*;

/// A tree in a table of that name, with links from row to row in another.
macro_rules! tree {
    ($module:ident, $links:ident) => {
        mod $module {
            use super::*;

            diesel::table! {
                $module (id) {
                    id -> Integer,
                    parent -> Nullable<Integer>,
                    conjoin_place -> Integer,
                }
            }
            diesel::table! {
                $links (a, b) {
                    a -> Integer,
                    b -> Integer,
                }
            }
            diesel::allow_tables_to_appear_in_same_query!($module, $links);

            #[derive(Queryable, Selectable, Relations, Debug)]
            #[diesel(table_name = $module)]
            #[relations(
                backend = blog::MultiBackend,
                belongs_to(parent: Row, foreign_key = parent, back_populates = children),
                has_many(children: Row, back_populates = parent),
                many_to_many(friends: Row, through = $links(a, b), one_way),
                has_many(grandchildren: Row, through = children.children, one_way),
                has_many(friends_of_friends: Row, through = friends.friends, one_way),
            )]
            struct Row {
                id: i32,
                parent: Option<i32>,
                conjoin_place: i32,
            }

            fn world() -> Conn {
                let (table, links) = (stringify!($module), stringify!($links));
                database(&format!(
                    "CREATE TABLE {table} (id INTEGER PRIMARY KEY, parent INTEGER,
                         conjoin_place INTEGER NOT NULL);
                     CREATE TABLE {links} (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b));
                     INSERT INTO {table} VALUES (1, NULL, 0), (2, 1, 0), (3, 1, 0), (4, 2, 0), (5, NULL, 0);
                     INSERT INTO {links} VALUES (1, 2), (1, 3), (2, 4), (3, 5), (3, 1);"
                ))
            }

            #[test]
            fn rows_are_loaded_every_way() {
                let (mut conn, by_id) = (world(), || Row::children.order_by($module::id.desc()));
                let query = || $module::table.order_by($module::id);
                let first = query().with(by_id().per_parent(1)).load(&mut conn).unwrap();
                let ids = first.iter().map(|row| row.children().map(|it| it.id).collect::<Vec<_>>());
                assert!(ids.eq([vec![3], vec![4], vec![], vec![], vec![]]));
                let friends = Row::friends.order_by($module::id.desc()).per_parent(1);
                let first = query().with(friends).load(&mut conn).unwrap();
                let ids = first.iter().map(|row| row.friends().map(|it| it.id).collect::<Vec<_>>());
                assert!(ids.eq([vec![3], vec![4], vec![5], vec![], vec![]]));
                let tree = $module::table.find(1).with(Row::children.recursive()).first(&mut conn);
                assert!(tree.unwrap().children().map(|row| row.children().len()).sum::<usize>() == 1);
                let far = query()
                    .with(Row::grandchildren)
                    .with(Row::friends_of_friends.order_by($module::id))
                    .load(&mut conn)
                    .unwrap();
                let ids = far.iter().map(|row| row.grandchildren().len());
                assert!(ids.eq([1, 0, 0, 0, 0]));
                let ids = far.iter().map(|row| row.friends_of_friends().len());
                assert!(ids.eq([3, 0, 2, 0, 0]));
            }

            #[test]
            fn rows_are_counted_and_filtered_by() {
                let mut conn = world();
                let query = || $module::table.order_by($module::id);
                let counts = (Row::children.count(), Row::friends.sum($module::id));
                let counts: Vec<(i64, i64)> = query().select(counts).load(conn.diesel()).unwrap();
                assert_eq!(counts, [(2, 5), (1, 4), (0, 6), (0, 0), (0, 0)]);
                let loaded = query().with(Row::friends.sum($module::id)).load(&mut conn).unwrap();
                assert!(loaded.iter().map(|row| row.sum(Row::friends, $module::id)).eq([5, 4, 6, 0, 0]));
                let ids = |query: $module::BoxedQuery<'static, _>, conn: &mut Conn| {
                    query.select($module::id).load::<i32>(conn.diesel()).unwrap()
                };
                let some = query().filter(Row::children.any($module::id.gt(2))).into_boxed();
                assert_eq!(ids(some, &mut conn), [1, 2]);
                let some = query().filter(Row::friends_of_friends.any($module::id.eq(1))).into_boxed();
                assert_eq!(ids(some, &mut conn), [1]);
            }
        }
    };
}

tree! { related, through_2 }
tree! { conjoin_keys, through_1 }
tree! { conjoin_reached, conjoin_top }
