//! Checks of a file before it is run.

use crate::sql::{Control, is_blank};
use crate::{Dialect, Error, Migration, Refusal, Script, Statement};

/// What must not run as it is.
pub(crate) fn refusals(script: &Script, in_transaction: bool, dialect: Dialect) -> Vec<Refusal> {
    let statements = match script.statements(dialect) {
        Ok(statements) => statements,
        Err(error) => return vec![refusal(script, Some(error.line), error.problem)],
    };
    let found: Vec<_> = if in_transaction {
        statements.iter().filter_map(inside).collect()
    } else {
        unbalanced(&statements).into_iter().collect()
    };
    let found = found.into_iter().chain(left_locked(&statements));
    found.map(|(line, problem)| refusal(script, Some(line), problem)).collect()
}

/// Whether a file contains only comments.
pub(crate) fn is_empty(script: &Script, dialect: Dialect) -> bool {
    is_blank(script.text(), dialect)
}

/// Rejects statements about other databases, in a test that must touch none.
pub(crate) fn check_inside(
    migration: &Migration,
    dialect: Dialect,
    others: &[String],
) -> Result<(), Error> {
    let scripts = std::iter::once(&migration.up).chain(&migration.down);
    let found: Vec<_> = scripts
        .flat_map(|script| {
            script
                .checked(dialect)
                .iter()
                .filter_map(|it| outside(script, it, others))
                .collect::<Vec<_>>()
        })
        .collect();
    if found.is_empty() { Ok(()) } else { Err(Error::Refused(found)) }
}

fn outside(script: &Script, statement: &Statement, others: &[String]) -> Option<Refusal> {
    let other = statement.other_database(others)?;
    let problem = format!(
        "`{}` is about another database, {other}, which the test did not make: leave its name out, \
         or test without this migration",
        statement.first_line()
    );
    Some(refusal(script, Some(statement.line), problem))
}

pub(crate) fn refusal(script: &Script, line: Option<usize>, problem: impl Into<String>) -> Refusal {
    Refusal { path: script.path.clone(), line, problem: problem.into() }
}

/// Statements that are not allowed within the transaction that a migration runs in.
fn inside(statement: &Statement) -> Option<(usize, String)> {
    let first_line = statement.first_line();
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

/// The statement that leaves a transaction open.
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

/// Where `LOCK TABLES` of MariaDB would keep the migration from being recorded.
fn left_locked(statements: &[Statement]) -> Option<(usize, String)> {
    let last = statements.iter().rposition(Statement::locks_tables)?;
    let open = !statements[last..].iter().any(Statement::unlocks_tables);
    open.then(|| {
        (
            statements[last].line,
            "these tables are never unlocked: write `UNLOCK TABLES;`".to_owned(),
        )
    })
}
