//! Why a statement failed, as far as that decides what to do.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// What is to blame: the file, or what it met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    File,
    /// Somebody else's lock; to try again makes sense.
    Lock,
    NoRoom,
    ReadOnly,
    Rights,
    Timeout,
    Lost,
}

/// What the databases say, in small letters. None of them tells it to Diesel in another way.
const MESSAGES: [(Cause, &[&str]); 6] = [
    (Cause::Lock, &["lock timeout", "lock wait timeout", "deadlock", "database is locked"]),
    (
        Cause::NoRoom,
        &[
            "disk is full",
            "disk full",
            "no space left",
            "is full",
            "errcode: 28",
            "could not extend file",
        ],
    ),
    (
        Cause::ReadOnly,
        &[
            "readonly database",
            "read-only transaction",
            "--read-only",
            "is read only",
            "read-only file",
        ],
    ),
    (
        Cause::Rights,
        &[
            "permission denied",
            "must be owner",
            "command denied",
            "access denied",
            "unable to open database file",
            "must be superuser",
        ],
    ),
    (
        Cause::Timeout,
        &[
            "statement timeout",
            "transaction timeout",
            "max_statement_time",
            "maximum statement execution time",
            "canceling statement due to user request",
            "query execution was interrupted",
        ],
    ),
    (
        Cause::Lost,
        &[
            "server closed the connection",
            "server has gone away",
            "lost connection",
            "terminating connection",
        ],
    ),
];

impl Cause {
    pub(crate) fn of(error: &DieselError) -> Self {
        let DieselError::DatabaseError(kind, information) = error else { return Self::File };
        match kind {
            DatabaseErrorKind::SerializationFailure => return Self::Lock,
            DatabaseErrorKind::ClosedConnection => return Self::Lost,
            DatabaseErrorKind::ReadOnlyTransaction => return Self::ReadOnly,
            DatabaseErrorKind::UniqueViolation
            | DatabaseErrorKind::ForeignKeyViolation
            | DatabaseErrorKind::NotNullViolation
            | DatabaseErrorKind::CheckViolation => return Self::File,
            _ => {}
        }
        let message = information.message().to_ascii_lowercase();
        let found = MESSAGES.iter().find(|(_, texts)| texts.iter().any(|it| message.contains(it)));
        found.map_or(Self::File, |(cause, _)| *cause)
    }

    /// What to do before trying again, as the beginning of a sentence.
    pub(crate) fn remedy(self) -> &'static str {
        match self {
            Self::File => "Correct the file",
            Self::Lock => "Wait until that is over, or give a longer --lock-timeout,",
            Self::NoRoom => "Make room for the database",
            Self::ReadOnly => "See to it that the database can be written to",
            Self::Rights => "Give this user the right to do it, or use another one,",
            Self::Timeout => "Give it more time, or wait until less is going on,",
            Self::Lost => "Wait until the database answers",
        }
    }
}

/// Whether somebody else's lock is all that was in the way, so that trying again makes sense.
pub(crate) fn is_lock_timeout(error: &DieselError) -> bool {
    Cause::of(error) == Cause::Lock
}
