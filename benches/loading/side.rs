//! conjoin and Diesel by hand, as programs that are asked to do tasks.

pub(crate) mod data;
#[cfg(feature = "mysql")]
pub(crate) mod mysql;
#[cfg(feature = "postgres")]
pub(crate) mod postgres;
pub(crate) mod protocol;
pub(crate) mod sqlite;

use diesel::QueryResult;
use protocol::{Side, Timed, serve};

/// `conjoin`, or else Diesel by hand, over the database of a URL, which for SQLite is a file.
pub(crate) fn run(side: &str, url: &str, arguments: &[&str]) {
    // The same source is compiled for each type of connection.
    macro_rules! over {
        ($database:ident) => {{
            let run = match side {
                "conjoin" => $database::by_conjoin::run,
                _ => $database::by_hand::run,
            };
            let conn = $database::connect(url).expect("the rows");
            serve(&mut Connected { conn, run }, arguments)
        }};
    }
    match url.split_once("://") {
        #[cfg(feature = "postgres")]
        Some(("postgres", _)) => over!(postgres),
        #[cfg(feature = "mysql")]
        Some(("mysql", _)) => over!(mysql),
        _ => over!(sqlite),
    }
}

struct Connected<Conn> {
    conn: Conn,
    run: fn(&str, &mut Conn) -> Timed<diesel::result::Error>,
}

impl<Conn: diesel::Connection> Side for Connected<Conn> {
    fn run(&mut self, task: &str) -> Timed<String> {
        (self.run)(task, &mut self.conn).map_err(|error| error.to_string())
    }

    fn statements(&mut self, task: &str) -> usize {
        let run = |conn: &mut Conn| (self.run)(task, conn).map(|_| ());
        let (_, statements): (QueryResult<()>, _) = conjoin::testing::record(&mut self.conn, run);
        statements.sent.len()
    }
}
