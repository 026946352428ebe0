//! The tasks over SQLite: a file of the target directory, copied into memory.

pub(crate) use diesel::SqliteConnection as Conn;

#[path = "by_conjoin.rs"]
pub(crate) mod by_conjoin;
#[path = "by_hand.rs"]
pub(crate) mod by_hand;
#[path = "insert.rs"]
mod insert;

use super::data::Stored;
use blog::TABLES;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::path::Path;

fn empty() -> QueryResult<Conn> {
    let mut conn = Conn::establish(":memory:").expect("a database in memory");
    conn.batch_execute(TABLES)?;
    Ok(conn)
}

pub(crate) fn connect(file: &str) -> QueryResult<Conn> {
    let mut conn = empty()?;
    diesel::sql_query("ATTACH ? AS stored").bind::<Text, _>(file).execute(&mut conn)?;
    conn.batch_execute(include_str!("copy.sql"))?;
    Ok(conn)
}

/// The file with the rows, which is made if it is not there; whoever changes how numbers it anew.
pub(crate) fn create(stored: Stored) -> QueryResult<String> {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("loading-{stored:?}-1.sqlite"));
    let name = file.to_str().expect("UTF-8").to_owned();
    if !file.exists() {
        let mut conn = empty()?;
        insert::rows(stored, &mut conn)?;
        diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(&name).execute(&mut conn)?;
    }
    Ok(name)
}
