//! What both examples print with: a page of prose, code, statements and tables, at most
//! [`WIDTH`] columns wide.

mod sql;
mod style;
pub(crate) mod table;

use conjoin::testing::Statements;
use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use style::{Ink, Paint};
use table::Table;

/// The widest line.
const WIDTH: usize = 100;

/// Prose is easier to read in shorter lines.
const PROSE: usize = 88;

const INDENT: &str = "  ";

/// A text that grows line by line and is printed at the end.
pub(crate) struct Page {
    text: String,
    paint: Paint,
}

impl Page {
    /// An empty page, coloured as standard output wants it.
    pub(crate) fn new() -> Self {
        Page { text: String::new(), paint: Paint::for_stdout() }
    }

    pub(crate) fn line(&mut self, line: impl Display) {
        self.text.push_str(line.to_string().trim_end());
        self.text.push('\n');
    }

    /// An empty line, unless one stands there already.
    pub(crate) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A title with a rule beneath.
    pub(crate) fn title(&mut self, title: &str) {
        self.gap();
        self.line(self.paint.with(Ink::Strong, title));
        self.line(self.paint.with(Ink::Faint, "─".repeat(PROSE)));
    }

    /// A paragraph.
    pub(crate) fn say(&mut self, text: &str) {
        self.gap();
        for line in wrap(text, PROSE - INDENT.len()) {
            self.line(format_args!("{INDENT}{line}"));
        }
    }

    /// A piece of source code.
    pub(crate) fn code(&mut self, code: &str) {
        self.gap();
        let bar = self.paint.with(Ink::Faint, "│");
        for line in code.lines() {
            let (code, comment) = line.split_at(line.find("//").unwrap_or(line.len()));
            let comment = self.paint.with(Ink::Faint, comment);
            self.line(format_args!("{bar} {code}{comment}"));
        }
    }

    /// The statements that were sent, exactly as they were but for line breaks.
    pub(crate) fn statements(&mut self, Statements { sent, transaction }: &Statements) {
        self.count(sent.len());
        for (place, statement) in sent.iter().enumerate() {
            let number = self.paint.with(Ink::Faint, format!("{:>4}", place + 1));
            let mut margin = number.as_str();
            for line in sql::lines(statement, WIDTH - 6) {
                self.line(format_args!("{margin}  {}", sql::painted(&line, self.paint)));
                margin = "    ";
            }
        }
        if !transaction.is_empty() {
            let around = format!("in a transaction: {}", transaction.join(" … "));
            self.line(format_args!("      {}", self.paint.with(Ink::Faint, around)));
        }
    }

    /// The number of statements.
    pub(crate) fn count(&mut self, sent: usize) {
        self.gap();
        let count = format!("{sent} statement{}", if sent == 1 { "" } else { "s" });
        self.line(format_args!("{INDENT}{}", self.paint.with(Ink::Count, count)));
    }

    /// Rows.
    pub(crate) fn table<const N: usize>(&mut self, table: &Table<N>) {
        self.gap();
        for line in table.lines(WIDTH - INDENT.len(), self.paint) {
            self.line(format_args!("{INDENT}{line}"));
        }
    }

    /// Prints the page. A reader who has seen enough, such as `head`, is no error.
    pub(crate) fn print(&self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match out.write_all(self.text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            result => result,
        }
    }
}

/// The words of a text in lines of at most `width` columns.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut room = width;
    for word in text.split_whitespace() {
        let len = word.chars().count();
        if len + 1 > room {
            lines.push(String::new());
            room = width;
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        room = room.saturating_sub(len + 1);
    }
    lines
}
