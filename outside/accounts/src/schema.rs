//! The tables.
#![allow(missing_docs)] // As `diesel print-schema` writes them.

diesel::table! {
    teams (id) {
        id -> Integer,
        name -> Text,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        name -> Text,
        role -> Text,
        settings -> Json,
        created_at -> Timestamp,
        team_id -> Nullable<Integer>,
    }
}

diesel::joinable!(users -> teams (team_id));
diesel::allow_tables_to_appear_in_same_query!(teams, users);
