//! The tasks over MariaDB: databases of their own on the server of `MYSQL_DATABASE_URL`.

pub(crate) use diesel::MysqlConnection as Conn;

#[path = "by_conjoin.rs"]
pub(crate) mod by_conjoin;
#[path = "by_hand.rs"]
pub(crate) mod by_hand;
#[path = "insert.rs"]
mod insert;

use super::data::{Stored, database_of};
use blog::TABLES;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

pub(crate) fn connect(url: &str) -> QueryResult<Conn> {
    Ok(Conn::establish(url).expect("MariaDB to answer"))
}

/// The URL of the database with the rows, which is made anew.
pub(crate) fn create(stored: Stored) -> QueryResult<String> {
    let server = std::env::var("MYSQL_DATABASE_URL").expect("scripts/with-servers sets it");
    let (name, url) = database_of(&server, stored);
    let mut conn = connect(&server)?;
    conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name}"))?;
    let mut conn = connect(&url)?;
    conn.batch_execute(TABLES)?;
    insert::rows(stored, &mut conn)?;
    conn.batch_execute("ANALYZE TABLE users, posts, tags, post_tags")?;
    Ok(url)
}
