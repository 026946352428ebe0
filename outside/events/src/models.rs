//! Their models. No `#[relations(only = …)]`: no other database is compiled in.

use std::io::Write;

use chrono::{DateTime, Utc};
use conjoin::prelude::*;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::serialize::{self, IsNull, Output, ToSql};
use serde_json::Value;
use uuid::Uuid;

use crate::schema::{events, kinds, rooms, sql_types};

/// An enum of the database, which is a key as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql_types::Kind)]
pub(crate) enum Kind {
    Talk,
    Workshop,
}

impl ToSql<sql_types::Kind, Pg> for Kind {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(match self {
            Self::Talk => b"talk",
            Self::Workshop => b"workshop",
        })?;
        Ok(IsNull::No)
    }
}

impl FromSql<sql_types::Kind, Pg> for Kind {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        match bytes.as_bytes() {
            b"talk" => Ok(Self::Talk),
            b"workshop" => Ok(Self::Workshop),
            other => Err(format!("no such kind: {other:?}").into()),
        }
    }
}

#[derive(Debug, PartialEq, Identifiable, HasQuery, Relations)]
#[diesel(table_name = rooms)]
#[relations(has_many(events: Event, back_populates = room, order_by = events::starts_at))]
pub(crate) struct Room {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) equipment: Vec<String>,
}

#[derive(Debug, PartialEq, Identifiable, Associations, HasQuery, Relations)]
#[diesel(table_name = events, belongs_to(Room))]
#[relations(
    belongs_to(room: Room, back_populates = events),
    belongs_to(look: Look, foreign_key = kind, back_populates = events),
)]
pub(crate) struct Event {
    pub(crate) id: Uuid,
    pub(crate) kind: Kind,
    pub(crate) details: Value,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) room_id: Option<Uuid>,
}

/// How events of a kind are shown.
#[derive(Debug, PartialEq, HasQuery, Relations)]
#[diesel(table_name = kinds, primary_key(kind))]
#[relations(has_many(events: Event, back_populates = look))]
pub(crate) struct Look {
    pub(crate) kind: Kind,
    pub(crate) colours: Vec<Option<String>>,
}
