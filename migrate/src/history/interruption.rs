//! A migration that an earlier run left half done.

use std::fmt::{self, Display, Formatter};

use super::Record;
use crate::{Dialect, split};

/// A migration that stopped midway: how far it is known to have come, and what is uncertain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interruption {
    /// The version.
    pub version: String,
    /// The folder's name.
    pub name: String,
    /// Whether it was being undone.
    pub reverting: bool,
    /// How many statements are known to be done.
    pub done: usize,
    /// The statements of the file that was run.
    pub statements: Vec<String>,
    /// What stopped it; `None` when the process was killed or lost its connection.
    pub problem: Option<String>,
}

impl Interruption {
    pub(crate) fn of(record: &Record, dialect: Dialect) -> Self {
        let reverting = record.state == "reverting";
        let down = record.down_sql.as_deref().unwrap_or_default();
        let sql = if reverting { down } else { &record.up_sql };
        Self {
            version: record.version.clone(),
            name: record.name.clone(),
            reverting,
            done: usize::try_from(record.done).unwrap_or(0),
            statements: split(sql, dialect).into_iter().map(|it| it.sql).collect(),
            problem: record.problem.clone(),
        }
    }
}

impl Display for Interruption {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let what = if self.reverting { "reverted" } else { "applied" };
        writeln!(f, "migration {} was interrupted while it was {what}:", self.name)?;
        for (index, statement) in self.statements.iter().enumerate() {
            let known = match (index, &self.problem) {
                (index, _) if index < self.done => "done",
                (index, Some(_)) if index == self.done => "failed",
                (index, None) if index == self.done => "unknown",
                _ => "not run",
            };
            let first_line = statement.lines().next().unwrap_or_default();
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
