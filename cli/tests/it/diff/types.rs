//! Types that a schema file names, in the words of SQL.

use super::generate;
use crate::world::World;

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn types_of_postgresql_and_their_names_are_understood() {
    let world = World::postgres();
    world.migration("1_a", "CREATE TYPE \"Order State\" AS ENUM ('new');", "");
    world.conjoin("migration run").ok();
    let schema = "pub mod sql_types {
            #[derive(diesel::sql_types::SqlType)]
            #[diesel(postgres_type(name = \"Order State\"))]
            pub struct OrderState;
            #[derive(diesel::sql_types::SqlType)]
            #[diesel(postgres_type(name = \"gone\"))]
            pub struct Gone;
        }
        diesel::table! {
            use diesel::sql_types::*;
            use super::sql_types::OrderState;

            a (id) { id -> Int8, s -> OrderState, many -> Array<Nullable<OrderState>>, r -> Range<Int4>,
                n -> Nullable<Multirange<Timestamptz>>, d -> Double, f -> Float, b -> Binary, u -> Uuid,
                #[max_length = 7] v -> Varchar, p -> PgLsn, c -> CChar, z -> Timestamptz, }
        }";
    let made = generate(&world, schema);
    world.conjoin("migration run").ok();
    let printed = world.conjoin("print-schema").ok().out;
    for column in [
        "s -> OrderState",
        "many -> Array<Nullable<OrderState>>",
        "r -> Int4range",
        "n -> Nullable<Tstzmultirange>",
        "d -> Float8",
        "f -> Float4",
        "b -> Bytea",
        "p -> PgLsn",
    ] {
        assert!(printed.contains(column), "{column}: {}\n{printed}", made.up);
    }
    let schema = schema.replace("u -> Uuid", "u -> Gone");
    std::fs::remove_dir_all(world.path("migrations/2_change")).unwrap();
    generate(&world, &schema).ran.says(&["a.u: there is no type gone in the database"]);
}

#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn what_mariadb_has_to_be_told_is_remarked_on() {
    let world = World::mysql();
    let schema = "pub mod sql_types {
            #[derive(diesel::sql_types::SqlType)]
            #[diesel(mysql_type(name = \"Enum\"))]
            pub struct AKindEnum;
        }
        diesel::table! { a (id) { id -> Unsigned<Integer>, d -> Decimal, v -> Varchar, b -> Bool, t -> Datetime,
            l -> Longtext, n -> Nullable<Unsigned<Bigint>>, blob -> Binary, } }";
    let made = generate(&world, schema);
    for remark in ["NUMERIC(10, 2)", "a.v: the length is a guess", "AUTO_INCREMENT"] {
        assert!(made.up.contains(remark), "{remark}: {}", made.up);
    }
    world.conjoin("migration run").ok();
    let printed = world.conjoin("print-schema").ok().out;
    for column in ["id -> Unsigned<Integer>", "t -> Datetime", "l -> Longtext", "blob -> Blob"] {
        assert!(printed.contains(column), "{column}: {printed}");
    }
    world.conjoin("migration revert").ok();
    std::fs::remove_dir_all(world.path("migrations/2_change")).unwrap();
    let made =
        generate(&world, &schema.replace("d -> Decimal", "k -> super::sql_types::AKindEnum"));
    made.ran.says(&["a.k: the schema file does not know the values"]);
    world.conjoin("migration run").exits(1);
}
