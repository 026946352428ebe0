use conjoin::prelude::*;
use diesel::prelude::*;

use super::{TeamId, User};
use crate::schema::teams;

/// A team of users.
#[derive(Debug, Clone, PartialEq, Identifiable, Queryable, Selectable, Relations)]
#[diesel(table_name = teams)]
#[relations(module = team_relations, has_many(members: User, back_populates = team))]
pub struct Team {
    /// Its key.
    pub id: TeamId,
    /// Its name.
    pub name: String,
}
