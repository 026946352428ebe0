use conjoin_migrate::{Database, Migrations, Migrator, Options, Planned, Risk};
use serde_json::{Value, json};

use crate::args::{Folder, Modified, Running};
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Show the SQL that would run, in order
///
/// Statements that lock or rewrite a table, or that destroy data, are marked, as far as their text
/// shows it. What `migration run` would reject is rejected. Nothing is written.
///
/// Example: conjoin migration plan > review.sql
#[derive(clap::Args)]
pub(crate) struct Plan {
    /// Stop after this version
    #[arg(long, value_name = "VERSION")]
    to: Option<String>,

    #[command(flatten)]
    modified: Modified,
    #[command(flatten)]
    running: Running,
}

impl Plan {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        let options = options(&self.running, &self.modified);
        show(project, &project.migrations(folder)?, self.to.as_deref(), options)
    }
}

pub(super) fn options(running: &Running, modified: &Modified) -> Options {
    Options { allow_modified: modified.allow_modified, ..running.options() }
}

pub(super) fn show(
    project: &Project<'_>,
    migrations: &Migrations,
    to: Option<&str>,
    options: Options,
) -> Result<Code, Failure> {
    project.check_config()?;
    let planned = reader(project, options)?.plan(migrations, to)?;
    for it in &planned {
        project.output.line(text(it));
    }
    if planned.is_empty() {
        project.output.note("nothing to run");
    }
    project.output.json(&json!({ "plan": planned.iter().map(value).collect::<Vec<_>>() }));
    Ok(Code::Done)
}

/// A SQLite file that does not exist yet counts as an empty one.
fn reader<'a>(project: &Project<'a>, options: Options) -> Result<Migrator<'a>, Failure> {
    let url = project.url()?;
    let database = match Database::connect_read_only(&url) {
        Err(conjoin_migrate::Error::NoFile { .. }) => Database::connect(&":memory:".parse()?)?,
        other => other?,
    };
    Ok(project.observed(database, options))
}

fn text(planned: &Planned) -> String {
    let kind = if planned.atomic { "all or nothing" } else { "statement by statement" };
    let mut text = format!("-- {}, {kind}\n", planned.migration.name);
    for statement in &planned.statements {
        if let Some(risk) = statement.risk() {
            text += &format!("-- {}\n", remark(risk));
        }
        text += &format!("{};\n", statement.sql);
    }
    text
}

fn remark(risk: Risk) -> &'static str {
    match risk {
        Risk::Locks => "LOCKS: others wait for the table while this runs",
        Risk::Rewrites => "REWRITES: the table is written anew while others wait for it",
        Risk::Destroys => "DESTROYS: what this removes does not come back",
    }
}

fn value(planned: &Planned) -> Value {
    let statements = planned
        .statements
        .iter()
        .map(|it| json!({ "line": it.line, "sql": it.sql, "risk": it.risk() }));
    json!({
        "name": planned.migration.name, "version": planned.migration.version,
        "all_or_nothing": planned.atomic, "statements": statements.collect::<Vec<_>>(),
    })
}
