use conjoin_migrate::{
    Database, DatabaseUrl, Dialect, Found, Migrations, Migrator, Options, Proof,
};
use serde_json::{Value, json};
use similar::TextDiff;

use crate::args::Folder;
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Prove that each down.sql undoes its up.sql; exit with 3 if one does not
///
/// On a database made for it and dropped afterwards, beside the one of the URL, each migration is
/// run, undone and run again. The schema after down.sql must be the one before up.sql.
///
/// Example: conjoin migration test
#[derive(clap::Args)]
pub(crate) struct Test {}

impl Test {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        let migrations = project.migrations(folder)?;
        let proofs = on_scratch(&project.url()?, &migrations)?;
        for proof in &proofs {
            project.output.line(text(proof));
        }
        let left = migrations.iter().count() - proofs.len();
        if left > 0 {
            project.output.note(format_args!("{left} migrations were not tested: they come after"));
        }
        project.output.json(&json!({ "tested": proofs.iter().map(value).collect::<Vec<_>>() }));
        let wrong = proofs.iter().any(|it| matches!(it.found, Found::Different { .. }));
        Ok(if wrong { Code::No } else { Code::Done })
    }
}

/// Proves on a database that is gone afterwards.
fn on_scratch(url: &DatabaseUrl, migrations: &Migrations) -> Result<Vec<Proof>, Failure> {
    if url.dialect() == Dialect::Sqlite {
        return Ok(prove(&":memory:".parse()?, migrations)?);
    }
    let name = format!("{}_test_{}", url.database(), std::process::id());
    let scratch = url.with_database(&name);
    Database::create(&scratch)?;
    let proofs = prove(&scratch, migrations);
    Database::drop(&scratch)?;
    Ok(proofs?)
}

fn prove(url: &DatabaseUrl, migrations: &Migrations) -> Result<Vec<Proof>, conjoin_migrate::Error> {
    Migrator::connect(url, Options::default())?.prove(migrations)
}

fn text(proof: &Proof) -> String {
    let name = &proof.name;
    match &proof.found {
        Found::Undone => format!("{name}: undone and done again"),
        Found::NoDown => format!("{name}: has no down.sql"),
        Found::Different { before, after } => {
            let diff = TextDiff::from_lines(before, after);
            let diff = diff
                .unified_diff()
                .context_radius(1)
                .header("before up.sql", "after down.sql")
                .to_string();
            format!("{name}: down.sql does not undo up.sql\n{}", diff.trim_end())
        }
    }
}

fn value(proof: &Proof) -> Value {
    let (found, before, after) = match &proof.found {
        Found::Undone => ("undone", None, None),
        Found::NoDown => ("no-down", None, None),
        Found::Different { before, after } => ("different", Some(before), Some(after)),
    };
    json!({ "name": proof.name, "found": found, "before": before, "after": after })
}
