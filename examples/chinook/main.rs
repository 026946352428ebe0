//! A report on a music shop, through relations: `cargo run --example chinook -- PATH`.
//!
//! PATH is the SQL script of the Chinook sample database for SQLite.

mod model;
mod music;
mod people;
mod schema;
// The tour through the blog uses more of it.
#[allow(dead_code)]
#[path = "../show/mod.rs"]
mod show;

use conjoin::testing::{self, Statements};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use show::Page;
use show::table::Table;
use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo run --example chinook -- PATH

PATH is an SQL script that fills a SQLite database with the Chinook sample data:
`Chinook_Sqlite.sql` from https://github.com/lerocha/chinook-database/releases";

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(path), None) = (arguments.next(), arguments.next()) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&path) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}

fn run(path: &Path) -> Result<(), Box<dyn Error>> {
    let conn = read(path)?;
    let mut report = Report { page: Page::new(), conn, sent: 0 };
    write(&mut report)
        .map_err(|error| format!("not a Chinook database, or not all of it: {error}"))?;
    Ok(report.page.print()?)
}

/// The script's database, in memory.
fn read(path: &Path) -> Result<SqliteConnection, Box<dyn Error>> {
    let script = fs::read_to_string(path).map_err(|error| format!("cannot be read: {error}"))?;
    let mut conn = SqliteConnection::establish(":memory:")?;
    conn.batch_execute(&script).map_err(|error| format!("not a script for SQLite: {error}"))?;
    Ok(conn)
}

fn write(report: &mut Report) -> QueryResult<()> {
    music::totals(report)?;
    music::busiest_artists(report)?;
    music::one_artist(report)?;
    music::one_track(report)?;
    music::all_playlists(report)?;
    music::artists_of_playlists(report)?;
    people::organisation(report)?;
    people::managers(report)?;
    people::best_customers(report)?;
    report.page.title("In all");
    report.page.count(report.sent);
    Ok(())
}

/// The report so far, and how many statements it took.
struct Report {
    page: Page,
    conn: SqliteConnection,
    sent: usize,
}

impl Report {
    fn part<const N: usize>(
        &mut self,
        title: &str,
        about: &str,
        heads: [&'static str; N],
        code: impl FnOnce(&mut SqliteConnection, &mut Table<N>) -> QueryResult<()>,
    ) -> QueryResult<()> {
        let mut table = Table::new(heads);
        let (result, Statements { sent, .. }) =
            testing::record(&mut self.conn, |conn| code(conn, &mut table));
        result?;
        self.sent += sent.len();
        self.page.title(title);
        self.page.say(about);
        self.page.count(sent.len());
        self.page.table(&table);
        Ok(())
    }
}
