//! Models that are called as what Rust's prelude has, or as parameters of generated code.

use conjoin::prelude::*;
use diesel::prelude::*;

/// Two models of these names, declared on both sides and loaded.
macro_rules! models {
    ($module:ident, $one:ident, $many:ident) => {
        mod $module {
            use super::*;
            use crate::suite::world::database;

            diesel::table! {
                ones (id) {
                    id -> Integer,
                }
            }
            diesel::table! {
                manys (id) {
                    id -> Integer,
                    one_id -> Integer,
                }
            }
            diesel::allow_tables_to_appear_in_same_query!(ones, manys);

            #[derive(Queryable, Selectable, Relations)]
            #[diesel(table_name = ones)]
            #[relations(
                backend = blog::MultiBackend,
                has_many(manys: $many, back_populates = one),
                has_many(late: $many, foreign_key = manys::one_id, filter = manys::id.gt(1), one_way),
            )]
            struct $one {
                id: i32,
            }

            #[derive(Queryable, Selectable, Relations)]
            #[diesel(table_name = manys)]
            #[relations(
                backend = blog::MultiBackend,
                belongs_to(one: $one, back_populates = manys),
            )]
            struct $many {
                id: i32,
                one_id: i32,
            }

            #[derive(FromGraph)]
            #[from_graph($one { manys })]
            struct Filled {
                id: i32,
                manys: ::std::vec::Vec<FilledMany>,
            }

            #[derive(FromGraph)]
            #[from_graph($many { one })]
            struct FilledMany {
                one: ::std::boxed::Box<FilledOne>,
            }

            #[derive(FromGraph)]
            #[from_graph($one)]
            struct FilledOne {
                #[from_graph(name = id)]
                number: i32,
            }

            #[test]
            fn are_loaded() {
                let mut conn = database(
                    "CREATE TABLE ones (id INTEGER PRIMARY KEY);
                     CREATE TABLE manys (id INTEGER PRIMARY KEY, one_id INTEGER NOT NULL);
                     INSERT INTO ones VALUES (1); INSERT INTO manys VALUES (1, 1), (2, 1);",
                );
                let plan = $one::manys.with($many::one);
                let one = ones::table.with(plan).with($one::late).first(&mut conn).unwrap();
                assert_eq!((one.manys().len(), one.late().len()), (2, 1));
                assert!(one.manys().all(|many| many.one().id == one.id));
                let filled: Filled = one.into_struct();
                assert!(filled.manys.iter().all(|many| many.one.number == filled.id));
            }
        }
    };
}

models! { parameters, E, M }
models! { containers, Option, Vec }
models! { values, String, Box }
models! { markers, Copy, Send }
models! { others, Result, FnOnce }
models! { more, Default, Sync }
models! { derived, Clone, Debug }
models! { implemented, Deref, PartialEq }
