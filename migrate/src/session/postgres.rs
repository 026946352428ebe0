//! PostgreSQL's settings, and the role.

use diesel::QueryResult;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::Setting;
use crate::Database;

/// What was set since the connection was made, Diesel's own settings among it.
const TAKE: &str = "SELECT name, setting AS value FROM pg_settings WHERE source = 'session' \
     AND context IN ('user', 'superuser') \
     UNION ALL SELECT 'session_authorization', session_user::text \
     UNION ALL SELECT 'role', current_setting('role')";

pub(super) fn take(database: &mut Database) -> QueryResult<Vec<Setting>> {
    database.settings(TAKE)
}

/// Within the transaction of the migration, this also ends what it set for the transaction alone.
pub(super) fn restore(database: &mut Database, first: &[Setting]) -> QueryResult<()> {
    database.execute("RESET SESSION AUTHORIZATION; RESET ALL")?;
    let now = take(database)?;
    for setting in first.iter().filter(|it| !now.contains(it)) {
        let set = diesel::sql_query("SELECT set_config($1, $2, false)");
        let set = set.bind::<Text, _>(setting.name.clone());
        set.bind::<Text, _>(setting.value.clone()).execute(&mut database.connection)?;
    }
    Ok(())
}
