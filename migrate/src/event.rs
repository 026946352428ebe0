//! The options of a run, and its events.

use std::time::Duration;

/// How migrations are run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Runners with the same key wait for each other. Change the default only to keep several
    /// histories in one database.
    pub lock_key: String,
    /// How long to wait for another runner, and for locks that others hold on tables.
    pub wait: Duration,
    /// Reject what is otherwise a warning: migrations out of order, migrations without effect, and
    /// applied migrations whose folder is gone.
    pub strict: bool,
    /// Run even if an applied migration was modified since.
    pub allow_modified: bool,
    /// Mark a migration as not applied even if its `down.sql` has no statement; its changes remain.
    pub allow_empty_down: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            lock_key: "conjoin".to_owned(),
            wait: Duration::from_secs(60),
            strict: false,
            allow_modified: false,
            allow_empty_down: false,
        }
    }
}

/// What happens while migrations run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// Another runner is at work.
    WaitingForRunner {
        /// What is known of it.
        holder: String,
    },
    /// The lock was that of a runner that is gone.
    TookOver {
        /// What is known of it.
        holder: String,
    },
    /// Somebody holds a lock on a table; the migration will be tried again.
    WaitingForTable {
        /// The migration.
        name: String,
    },
    /// A migration begins.
    Running {
        /// The migration.
        name: String,
        /// Its place among those that run now, counted from 1.
        number: usize,
        /// How many run now.
        of: usize,
    },
    /// A migration is applied, and recorded.
    Applied {
        /// The migration.
        name: String,
    },
    /// A migration is about to be reverted.
    Reverting {
        /// The migration.
        name: String,
    },
    /// A migration was reverted, and its record removed.
    Reverted {
        /// The migration.
        name: String,
    },
    /// The reverts and applied migrations reported so far were rolled back: they were one
    /// transaction.
    RolledBack,
    /// A statement of a migration is done.
    StatementDone {
        /// The migration.
        name: String,
        /// The number of statements done.
        number: usize,
        /// The number of statements in the file.
        of: usize,
    },
    /// Another tool applied a migration in the meantime.
    AppliedElsewhere {
        /// The migration.
        name: String,
    },
    /// Something that deserves attention but did not stop the run.
    Warning(String),
}
