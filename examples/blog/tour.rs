//! A step of the tour: its code, the statements it sends, the rows it finds.

use crate::show::Page;
use crate::show::table::Table;
use conjoin::testing;
use diesel::prelude::*;
use std::error::Error;
use std::io;
use std::panic::Location;

/// The file whose pieces of code are run, and shown as they stand there.
const SOURCE: &str = include_str!("main.rs");

/// What a step returns.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// The tour so far.
pub(crate) struct Tour {
    page: Page,
    sections: usize,
}

impl Tour {
    pub(crate) fn new(title: &str, about: &str) -> Self {
        let mut page = Page::new();
        page.title(title);
        page.say(about);
        Tour { page, sections: 0 }
    }

    /// Begins a section.
    pub(crate) fn section(&mut self, title: &str) {
        self.sections += 1;
        self.page.title(&format!("{}. {title}", self.sections));
    }

    pub(crate) fn say(&mut self, text: &str) {
        self.page.say(text);
    }

    /// Shows the declaration of an item, with its attributes, from a source file.
    pub(crate) fn declaration(&mut self, source: &str, item: &str) {
        self.page.code(&declaration(source, item));
    }

    /// Shows the code in `code` and runs it.
    #[track_caller]
    pub(crate) fn shown<T>(&mut self, code: impl FnOnce() -> T) -> T {
        self.page.code(&block(SOURCE, Location::caller().line()));
        code()
    }

    /// Shows the code in `code`, runs it, then shows the statements it sent and the rows it put
    /// into the table. Returns the number of statements.
    #[track_caller]
    pub(crate) fn step<const N: usize>(
        &mut self,
        conn: &mut SqliteConnection,
        heads: [&'static str; N],
        code: impl FnOnce(&mut SqliteConnection, &mut Table<N>) -> Outcome,
    ) -> Outcome<usize> {
        self.page.code(&block(SOURCE, Location::caller().line()));
        let mut table = Table::new(heads);
        let (result, statements) = testing::record(conn, |conn| code(conn, &mut table));
        self.page.statements(&statements);
        result?;
        self.page.table(&table);
        Ok(statements.sent.len())
    }

    /// Shows rows that no statement found.
    pub(crate) fn table<const N: usize>(&mut self, table: &Table<N>) {
        self.page.table(table);
    }

    pub(crate) fn print(&self) -> io::Result<()> {
        self.page.print()
    }
}

/// The lines between the first `{` at the end of a line, from the line `from` on, and its `}`.
///
/// The `Ok(())` at the end is left out: it belongs to the frame that runs the code.
fn block(source: &str, from: u32) -> String {
    let mut lines = source.lines().skip(from as usize - 1);
    let indent = lines.by_ref().find(|line| line.ends_with('{')).map_or(0, indent);
    let body = lines.take_while(|line| line.is_empty() || self::indent(line) > indent);
    let mut body: Vec<&str> = body.map(|line| line.get(indent + 4..).unwrap_or_default()).collect();
    if body.last() == Some(&"Ok(())") {
        body.pop();
    }
    body.join("\n").trim_end().to_owned()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The paragraph of a source file that has the item in it.
fn declaration(source: &str, item: &str) -> String {
    let lines: Vec<&str> = source.lines().collect();
    let paragraphs = lines.split(|line| line.is_empty());
    let mut of_item = paragraphs.filter(|lines| lines.iter().any(|line| line.contains(item)));
    of_item.next().map(|lines| lines.join("\n")).unwrap_or_default()
}
