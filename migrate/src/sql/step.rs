//! What is recorded at once.

use std::ops::Range;

use super::Statement;

/// The statements from this one on that are recorded as one step: one, but all that MariaDB runs
/// between `LOCK TABLES` and `UNLOCK TABLES`, where it lets nobody write to our own table.
pub(crate) fn step(statements: &[Statement], from: usize) -> Range<usize> {
    let last = statements.len();
    let Some(first) = statements.get(from) else { return from..from };
    if !first.locks_tables() {
        return from..from + 1;
    }
    let unlocks = statements[from..].iter().position(Statement::unlocks_tables);
    from..unlocks.map_or(last, |at| from + at + 1)
}
