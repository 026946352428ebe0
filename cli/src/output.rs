//! Results on stdout, messages on stderr; with `--json` one document on stdout.

use std::cell::RefCell;
use std::fmt::Display;
use std::io::{ErrorKind, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use conjoin_migrate::{Error, Event};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use crate::failure::{Code, Failure};

pub(crate) struct Output {
    json: bool,
    bar: RefCell<Option<ProgressBar>>,
    applied: RefCell<Vec<String>>,
    reverted: RefCell<Vec<String>>,
    /// What is known despite a failure, for JSON.
    known: RefCell<serde_json::Map<String, Value>>,
    /// Why a result could not be written. That does not stop a run in the middle of migrations.
    unwritten: RefCell<Option<std::io::Error>>,
}

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default().bold();

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self {
            json,
            bar: RefCell::new(None),
            applied: RefCell::default(),
            reverted: RefCell::default(),
            known: RefCell::default(),
            unwritten: RefCell::default(),
        }
    }

    /// A line of the result. With `--json` it is not printed.
    pub(crate) fn line(&self, text: impl Display) {
        if !self.json {
            self.above_the_bar(|| self.write(format_args!("{text}")));
        }
    }

    /// The result as JSON.
    pub(crate) fn json(&self, value: &Value) {
        if self.json {
            self.write(format_args!("{value:#}"));
        }
    }

    fn write(&self, text: std::fmt::Arguments<'_>) {
        let mut stdout = anstream::stdout().lock();
        let written = writeln!(stdout, "{text}").and_then(|()| stdout.flush());
        if let Err(error) = written {
            self.unwritten.borrow_mut().get_or_insert(error);
        }
    }

    /// The exit code, changed if the result could not be written. A reader that stops early, such
    /// as `head`, is no error.
    pub(crate) fn end(&self, code: Code) -> Code {
        let unwritten = self.unwritten.take().filter(|it| it.kind() != ErrorKind::BrokenPipe);
        let Some(error) = unwritten else { return code };
        self.message("error", ERROR, format_args!("the result could not be written: {error}"));
        if code == Code::Done { Code::Failed } else { code }
    }

    /// A part of the result, to be shown if the rest fails.
    pub(crate) fn know(&self, name: &str, value: Value) {
        self.known.borrow_mut().insert(name.to_owned(), value);
    }

    pub(crate) fn warn(&self, text: impl Display) {
        self.message("warning", WARNING, text);
    }

    pub(crate) fn note(&self, text: impl Display) {
        self.message("note", NOTE, text);
    }

    pub(crate) fn fail(&self, failure: &Failure) {
        self.end_bar();
        let (applied, reverted) = (self.applied.borrow(), self.reverted.borrow());
        let mut value = json!({ "error": describe(failure), "applied": *applied });
        for (name, known) in self.known.take() {
            value[name] = known;
        }
        if !reverted.is_empty() {
            value["reverted"] = json!(*reverted);
        }
        self.json(&value);
        self.message("error", ERROR, failure);
        for (what, names) in [("reverted", reverted), ("applied", applied)] {
            if !names.is_empty() {
                self.note(format_args!("{what} before that: {}", names.join(", ")));
            }
        }
    }

    /// Prints an event of the migrator.
    pub(crate) fn event(&self, event: Event) {
        match event {
            Event::WaitingForRunner { holder } => self.note(format!("waiting for {holder}")),
            Event::TookOver { holder } => {
                self.note(format!("{holder} is gone: its lease ended, and this runner took over"));
            }
            Event::WaitingForTable { name } => {
                self.note(format!("{name} waits for a lock that somebody holds; trying again"));
            }
            Event::Running { name, number, of } => {
                self.advance_bar(&name, number, of);
                self.unless_initial(&name, "Running migration");
            }
            Event::Applied { name } => self.applied.borrow_mut().push(name),
            Event::Reverted { name } => self.reverted.borrow_mut().push(name),
            Event::RolledBack => {
                self.applied.borrow_mut().clear();
                self.reverted.borrow_mut().clear();
            }
            Event::Reverting { name } => self.unless_initial(&name, "Rolling back migration"),
            Event::StatementDone { name, number, of } => {
                if let Some(bar) = &*self.bar.borrow() {
                    bar.set_message(format!("{name}, statement {number} of {of}"));
                }
            }
            Event::AppliedElsewhere { name } => {
                self.note(format!("{name} was applied by another tool in the meantime"));
            }
            Event::Warning(text) => self.warn(text),
            _ => {}
        }
    }

    pub(crate) fn end_bar(&self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    /// Diesel prints nothing about the migration that `diesel setup` creates.
    fn unless_initial(&self, name: &str, what: &str) {
        if !name.starts_with("00000000000000_") {
            self.line(format_args!("{what} {name}"));
        }
    }

    fn advance_bar(&self, name: &str, number: usize, of: usize) {
        if self.json || !std::io::stderr().is_terminal() {
            return;
        }
        let mut bar = self.bar.borrow_mut();
        let bar = bar.get_or_insert_with(|| {
            let bar = ProgressBar::new(of as u64);
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg} {elapsed}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.enable_steady_tick(std::time::Duration::from_millis(200));
            bar
        });
        bar.set_position(number as u64 - 1);
        bar.set_message(name.to_owned());
    }

    fn message(&self, kind: &str, style: Style, text: impl Display) {
        self.above_the_bar(|| {
            // Where stderr is full, there is nowhere left to say so.
            let _ = writeln!(anstream::stderr(), "{style}{kind}{style:#}: {text}");
        });
    }

    fn above_the_bar(&self, print: impl FnOnce()) {
        match &*self.bar.borrow() {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

/// A failure as JSON.
fn describe(failure: &Failure) -> Value {
    let mut value = json!({ "message": failure.to_string(), "exit_code": failure.code() as u8 });
    match failure {
        Failure::Migrate(Error::Statement(error)) => {
            value["file"] = json!(error.path);
            value["line"] = json!(error.line);
            value["statement"] = json!(error.number);
        }
        Failure::Migrate(Error::Refused(refusals)) => {
            let list = refusals
                .iter()
                .map(|it| json!({ "file": it.path, "line": it.line, "problem": it.problem }));
            value["refused"] = list.collect();
        }
        Failure::Migrate(Error::Interrupted(list)) => {
            let list = list.iter().map(|it| {
                json!({
                    "version": it.version, "name": it.name, "reverting": it.reverting,
                    "statements_done": it.done, "statements": it.statements, "problem": it.problem,
                })
            });
            value["interrupted"] = list.collect();
        }
        _ => {}
    }
    value
}
