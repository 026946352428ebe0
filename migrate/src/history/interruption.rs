//! A migration that an earlier run left half done.

use std::fmt::{self, Display, Formatter};

use super::{Kept, Record};
use crate::{Dialect, Script, Statement};

/// A migration that stopped midway: how far it is known to have got, and what is uncertain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interruption {
    /// The version.
    pub version: String,
    /// The folder's name.
    pub name: String,
    /// Whether it was being reverted.
    pub reverting: bool,
    /// How many statements are known to be done.
    pub done: usize,
    /// How many statements may be done.
    pub uncertain: usize,
    /// The statements of the file that was run.
    pub statements: Vec<String>,
    /// What stopped it; `None` if the process was killed or lost its connection.
    pub problem: Option<String>,
}

impl Interruption {
    pub(crate) fn of(record: &Record, kept: &Kept, dialect: Dialect) -> Self {
        let reverting = record.state == "reverting";
        let down = kept.down_sql.as_deref().unwrap_or_default();
        let sql = if reverting { down } else { &kept.up_sql };
        let statements = Script::new("", sql).checked(dialect);
        let done = usize::try_from(record.done).unwrap_or(0);
        Self {
            version: record.version.clone(),
            name: record.name.clone(),
            reverting,
            done,
            uncertain: uncertain(&statements, done),
            statements: statements.iter().map(|it| it.sql.clone()).collect(),
            problem: record.problem.clone(),
        }
    }
}

/// The statement after which none can have started: MariaDB has no record of what is done while
/// tables are locked.
fn uncertain(statements: &[Statement], done: usize) -> usize {
    super::super::sql::step(statements, done).end
}

impl Display for Interruption {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let what = if self.reverting { "reverted" } else { "applied" };
        writeln!(f, "migration {} was interrupted while it was {what}:", self.name)?;
        for (index, statement) in self.statements.iter().enumerate() {
            let known = match (index, &self.problem) {
                (index, _) if index < self.done => "done",
                (index, Some(_)) if index == self.done => "failed",
                (index, None) if index < self.uncertain => "unknown",
                _ => "not run",
            };
            let first_line = crate::error::shorten(statement.lines().next().unwrap_or_default());
            let more = if statement.contains('\n') { " …" } else { "" };
            writeln!(f, "  {known:<8} {}: {first_line}{more}", index + 1)?;
        }
        if let Some(problem) = &self.problem {
            writeln!(f, "It was stopped by: {problem}")?;
        }
        self.advise(f)
    }
}

impl Interruption {
    fn advise(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (version, next) = (&self.version, self.done + 1);
        let again = if self.reverting { "revert" } else { "run" };
        let go_on = format!("the next {again} goes on with statement {next}");
        writeln!(f, "Look at the database, then say what it is:")?;
        writeln!(f, "  conjoin migration repair {version} --retry     {go_on}")?;
        writeln!(f, "  conjoin migration repair {version} --applied   all of it is there")?;
        write!(f, "  conjoin migration repair {version} --reverted  nothing of it is there")
    }
}
