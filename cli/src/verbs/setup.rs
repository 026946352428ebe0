use std::path::Path;

use super::database::setup::Options;
use crate::args::Folder;
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Create the migrations folder, diesel.toml and the database, and run the migrations
///
/// Whatever exists already is left as it is.
///
/// Example: conjoin setup --database-url app.db
#[derive(clap::Args)]
pub(crate) struct Setup {
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    options: Options,
}

impl Setup {
    pub(crate) fn run(&self, project: &Project<'_>) -> Result<Code, Failure> {
        project.url()?; // Before anything is made.
        let folder = project.folder(&self.folder)?;
        let folder = folder.unwrap_or_else(|| project.root().join("migrations"));
        make_folder(project, &folder)?;
        make_config(&project.config_file(), &folder)?;
        self.options.set_up(project, &self.folder, None)
    }
}

fn make_folder(project: &Project<'_>, folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        return Ok(());
    }
    project.output.line(format_args!("Creating migrations directory at: {}", folder.display()));
    let made =
        std::fs::create_dir_all(folder).and_then(|()| std::fs::write(folder.join(".keep"), ""));
    made.map_err(|error| Failure::file(folder, error))
}

fn make_config(path: &Path, folder: &Path) -> Result<(), Failure> {
    if path.exists() {
        return Ok(());
    }
    let base = path.parent().unwrap_or(Path::new(""));
    let folder = folder.strip_prefix(base).unwrap_or(folder);
    // A TOML value, quoted as TOML does it.
    let folder = toml::Value::String(folder.display().to_string());
    let text = format!(
        "# See https://diesel.rs/guides/configuring-diesel-cli; `diesel` and `conjoin` both read this.\n\n\
         [print_schema]\n\
         file = \"src/schema.rs\"\n\
         custom_type_derives = [\"diesel::query_builder::QueryId\", \"Clone\"]\n\n\
         [migrations_directory]\n\
         dir = {folder}\n"
    );
    std::fs::write(path, text).map_err(|error| Failure::file(path, error))
}
