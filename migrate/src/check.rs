//! What can be known of a file to go wrong before it is run.

use crate::sql::Control;
use crate::{Dialect, Refusal, Script, Statement};

/// What must not run as it is.
pub(crate) fn refusals(script: &Script, in_transaction: bool, dialect: Dialect) -> Vec<Refusal> {
    let statements = script.statements(dialect);
    let found = if in_transaction {
        statements.iter().filter_map(inside).collect()
    } else {
        unbalanced(&statements).into_iter().collect::<Vec<_>>()
    };
    found.into_iter().map(|(line, problem)| refusal(script, Some(line), problem)).collect()
}

pub(crate) fn refusal(script: &Script, line: Option<usize>, problem: impl Into<String>) -> Refusal {
    Refusal { path: script.path.clone(), line, problem: problem.into() }
}

/// What a statement may not be within the transaction that a migration runs in.
fn inside(statement: &Statement) -> Option<(usize, String)> {
    let first_line = statement.sql.lines().next().unwrap_or_default();
    let alone = "write `run_in_transaction = false` into metadata.toml";
    if statement.transaction_control().is_some() {
        let problem = format!(
            "`{first_line}` would end or nest the transaction that the migration runs in: leave it \
             out, or {alone}"
        );
        return Some((statement.line, problem));
    }
    statement.needs_no_transaction().then(|| {
        let problem = format!("`{first_line}` cannot run within a transaction: {alone}");
        (statement.line, problem)
    })
}

/// Where a transaction is left open.
fn unbalanced(statements: &[Statement]) -> Option<(usize, String)> {
    let mut open = None;
    for statement in statements {
        match statement.transaction_control() {
            Some(Control::Begin) => open = Some(statement.line),
            Some(Control::End) => open = None,
            None => {}
        }
    }
    open.map(|line| (line, "this transaction is never committed: write `COMMIT;`".to_owned()))
}
