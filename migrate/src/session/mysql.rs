//! MariaDB's variables of the session, and its database.

use diesel::QueryResult;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::Setting;
use crate::Database;

/// What changes by itself.
const VOLATILE: [&str; 15] = [
    "error_count",
    "gtid_binlog_pos",
    "gtid_binlog_state",
    "gtid_current_pos",
    "gtid_seq_no",
    "identity",
    "in_transaction",
    "insert_id",
    "last_gtid",
    "last_insert_id",
    "pseudo_thread_id",
    "rand_seed1",
    "rand_seed2",
    "timestamp",
    "warning_count",
];

const DATABASE: &str = "the database itself";

pub(super) fn take(database: &mut Database) -> QueryResult<Vec<Setting>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text, column_name = "Variable_name")]
        name: String,
        #[diesel(sql_type = Text, column_name = "Value")]
        value: String,
    }
    let rows: Vec<Row> =
        diesel::sql_query("SHOW SESSION VARIABLES").load(&mut database.connection)?;
    let settings = rows.into_iter().map(|Row { name, value }| Setting { name, value });
    let settings = settings.filter(|it| !VOLATILE.contains(&it.name.as_str()));
    let name = database.values("SELECT COALESCE(DATABASE(), '') AS value")?.concat();
    Ok(settings.chain([Setting { name: DATABASE.to_owned(), value: name }]).collect())
}

pub(super) fn restore(database: &mut Database, first: &[Setting]) -> QueryResult<()> {
    let now = take(database)?;
    for setting in first.iter().filter(|it| !now.contains(it)) {
        if setting.name == DATABASE {
            let name = setting.value.replace('`', "``");
            database.execute(&format!("USE `{name}`"))?;
        } else {
            set(database, setting)?;
        }
    }
    Ok(())
}

fn set(database: &mut Database, setting: &Setting) -> QueryResult<()> {
    // The name is the server's own; a number is not taken as a text.
    let Setting { name, value } = setting;
    let number = value.parse::<f64>().is_ok();
    let set = if number {
        database.execute(&format!("SET SESSION {name} = {value}"))
    } else {
        let set = diesel::sql_query(format!("SET SESSION {name} = ?"));
        set.bind::<Text, _>(value.clone()).execute(&mut database.connection).map(drop)
    };
    match set {
        // What is the whole server's is no setting of this session.
        Err(diesel::result::Error::DatabaseError(_, it))
            if ["GLOBAL variable", "read only", "SUPER"]
                .iter()
                .any(|text| it.message().contains(text)) =>
        {
            Ok(())
        }
        other => other,
    }
}
