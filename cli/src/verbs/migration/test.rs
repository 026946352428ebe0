mod scratch;

use conjoin_migrate::{Found, Migrations, Migrator, Proof};
use serde_json::{Value, json};
use similar::TextDiff;

use crate::args::Folder;
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Test that each down.sql reverts its up.sql; exit with 3 if one does not
///
/// Each migration is run, reverted and run again, on a database that is created next to the one of
/// the URL and dropped afterwards. The schema after down.sql must equal the one before up.sql,
/// except for the order of columns. All findings are reported: after each, the database is created
/// again.
///
/// Example: conjoin migration test --last 3
#[derive(clap::Args)]
pub(crate) struct Test {
    /// Test only this migration
    #[arg(conflicts_with = "last")]
    version: Option<String>,

    /// Test only the last N migrations
    #[arg(long, value_name = "N")]
    last: Option<usize>,

    /// The name of the test database, which must not exist yet; by default a new name
    #[arg(long, value_name = "NAME")]
    scratch: Option<String>,
}

impl Test {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        let migrations = project.migrations(folder)?;
        let tested = self.tested(&migrations)?;
        let url = project.url()?;
        let proofs = scratch::with(&url, self.scratch.as_deref(), |scratch| {
            Migrator::prove(&migrations, |it| tested.contains(&it), || scratch.connect())
        })?;
        for proof in &proofs.list {
            project.output.line(text(proof));
        }
        let list: Vec<_> = proofs.list.iter().map(value).collect();
        if let Some(error) = proofs.error {
            let (left, of) = (tested.len() - list.len(), tested.len());
            project.output.note(format_args!("{left} of {of} migrations were not tested"));
            project.output.know("tested", json!(list));
            return Err(error.into());
        }
        project.output.json(&json!({ "tested": list }));
        let wrong = proofs.list.iter().any(|it| it.found.is_wrong());
        Ok(if wrong { Code::No } else { Code::Done })
    }

    /// The versions to test.
    fn tested<'m>(&self, migrations: &'m Migrations) -> Result<Vec<&'m str>, Failure> {
        if let Some(given) = &self.version {
            return Ok(vec![migrations.find_version(given)?.version.as_str()]);
        }
        let all: Vec<_> = migrations.iter().map(|it| it.version.as_str()).collect();
        let skipped = self.last.map_or(0, |last| all.len().saturating_sub(last));
        Ok(all[skipped..].to_vec())
    }
}

fn text(proof: &Proof) -> String {
    let name = &proof.name;
    match &proof.found {
        Found::Undone => format!("{name}: undone and done again"),
        Found::NoDown => format!("{name}: has no down.sql"),
        Found::Failed { problem } => format!("{name}: down.sql fails\n{problem}"),
        Found::NotAgain { problem } => {
            format!("{name}: up.sql cannot run again after down.sql\n{problem}")
        }
        Found::Different { before, after } => {
            let diff = TextDiff::from_lines(before, after);
            let diff = diff
                .unified_diff()
                .context_radius(1)
                .header("before up.sql", "after down.sql")
                .to_string();
            format!("{name}: down.sql does not undo up.sql\n{}", diff.trim_end())
        }
        _ => name.clone(),
    }
}

fn value(proof: &Proof) -> Value {
    let mut value = json!({ "name": proof.name });
    let found = match &proof.found {
        Found::NoDown => "no-down",
        Found::Different { before, after } => {
            (value["before"], value["after"]) = (json!(before), json!(after));
            "different"
        }
        Found::Failed { problem } => {
            value["problem"] = json!(problem);
            "failed"
        }
        Found::NotAgain { problem } => {
            value["problem"] = json!(problem);
            "not-again"
        }
        _ => "undone",
    };
    value["found"] = json!(found);
    value
}
