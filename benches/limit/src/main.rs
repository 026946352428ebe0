//! The tasks over SQLite's C API or libpq ("limit"), and over rusqlite; asked as `protocol.rs` says.

mod c_api;
#[cfg(feature = "postgres")]
mod libpq;
mod over_rusqlite;
#[path = "../../loading/side/protocol.rs"]
mod protocol;
mod source;
mod sql;
mod tasks;

use protocol::{Side, Timed, serve};
use source::{SENT, Source};
use std::sync::atomic::Ordering::Relaxed;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let [side, database, arguments @ ..] = &args[..] else {
        panic!("usage: limit SIDE DATABASE [TASK RUNS]");
    };
    match *side {
        #[cfg(feature = "postgres")]
        "limit" if database.starts_with("postgres://") => {
            serve(&mut Over(libpq::Connection::open(database)), arguments)
        }
        "limit" => serve(&mut Over(c_api::Connection::open(database)), arguments),
        _ => serve(&mut Over(over_rusqlite::open(database)), arguments),
    }
}

struct Over<S>(S);

impl<S: Source> Side for Over<S> {
    fn run(&mut self, task: &str) -> Timed<String> {
        tasks::run(&self.0, task)
    }

    fn statements(&mut self, task: &str) -> usize {
        let before = SENT.load(Relaxed);
        self.run(task).expect("rows");
        SENT.load(Relaxed) - before
    }
}
