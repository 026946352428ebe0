//! Tables with what PostgreSQL alone has, as `diesel print-schema` writes them.
#![allow(missing_docs, unreachable_pub, missing_debug_implementations)]

/// Types of this database.
pub mod sql_types {
    /// `CREATE TYPE kind AS ENUM ('talk', 'workshop')`
    #[derive(diesel::query_builder::QueryId, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "kind"))]
    pub struct Kind;
}

diesel::table! {
    rooms (id) {
        id -> Uuid,
        name -> Text,
        equipment -> Array<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Kind;

    events (id) {
        id -> Uuid,
        kind -> Kind,
        details -> Jsonb,
        starts_at -> Timestamptz,
        room_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Kind;

    kinds (kind) {
        kind -> Kind,
        colours -> Array<Nullable<Text>>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(events, kinds, rooms);
