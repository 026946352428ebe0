use chrono::NaiveDateTime;
use conjoin::prelude::*;
use diesel::prelude::*;
use serde_json::Value;

use super::{Role, Team, TeamId, UserId};
use crate::schema::users;

/// Somebody with an account. Diesel's own association stands beside the relation.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Identifiable,
    Associations,
    Queryable,
    Selectable,
    Insertable,
    Relations,
)]
#[diesel(table_name = users, belongs_to(Team))]
#[relations(module = user_relations, belongs_to(team: Team, back_populates = members))]
pub struct User {
    /// Their key.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// What they set.
    pub settings: Value,
    /// When they came.
    pub created_at: NaiveDateTime,
    /// The team they are in.
    pub team_id: Option<TeamId>,
}
