//! A small shop in memory.

use accounts::schema::{teams, users};
use accounts::{Role, Team, TeamId, User, UserId};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool, PooledConnection};
use serde_json::json;
use uuid::Uuid;

/// A connection of the pool, as handlers of requests have it.
pub(crate) type Connection = PooledConnection<ConnectionManager<SqliteConnection>>;

/// Whatever can go wrong.
pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The keys of the users.
pub(crate) const ANN: UserId = UserId(Uuid::from_u128(1));
/// In no team.
pub(crate) const BEN: UserId = UserId(Uuid::from_u128(2));

/// A moment on this day of November.
pub(crate) fn on(day: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, day)
        .and_then(|day| day.and_hms_opt(9, 0, 0))
        .unwrap_or_default()
}

/// Two users, a tree of categories, two products and three orders.
pub(crate) fn open() -> Result<Connection> {
    let pool = Pool::builder().max_size(1).build(ConnectionManager::new(":memory:"))?;
    let mut conn: Connection = pool.get()?;
    conn.batch_execute(include_str!("tables.sql"))?;
    let team = Team { id: TeamId(1), name: "buyers".to_owned() };
    diesel::insert_into(teams::table)
        .values((teams::id.eq(team.id), teams::name.eq(&team.name)))
        .execute(&mut conn)?;
    let user = |id, name: &str, role, team_id| User {
        id,
        name: name.to_owned(),
        role,
        settings: json!({ "newsletter": true }),
        created_at: on(1),
        team_id,
    };
    diesel::insert_into(users::table)
        .values([
            user(ANN, "ann", Role::Admin, Some(team.id)),
            user(BEN, "ben", Role::Member, None),
        ])
        .execute(&mut conn)?;
    conn.batch_execute(include_str!("rows.sql"))?;
    Ok(conn)
}
