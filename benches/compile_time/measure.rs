//! Runs `cargo check` on generated crates and reads how much processor time it took.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant, SystemTime};

/// A generated package whose examples are the crates to measure.
pub(crate) struct Package {
    root: PathBuf,
}

impl Package {
    /// Writes the package: each crate by its name and its source.
    ///
    /// It uses the lock file and the target directory of the workspace, so that the dependencies
    /// have the same versions, nothing is downloaded, and what is built is built once.
    pub(crate) fn write(crates: &[(String, String)]) -> io::Result<Self> {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_time");
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR"));
        fs::create_dir_all(root.join("src"))?;
        fs::create_dir_all(root.join("examples"))?;
        fs::write(root.join("src/lib.rs"), "")?;
        fs::write(root.join("Cargo.toml"), manifest(workspace, crates))?;
        fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock"))?;
        for (name, source) in crates {
            fs::write(root.join("examples").join(name).with_extension("rs"), source)?;
        }
        Ok(Package { root })
    }

    /// Checks a crate whose dependencies are built, and returns the processor time of it.
    pub(crate) fn check(&self, name: &str) -> io::Result<Duration> {
        self.time(name, &["check"], "0")
    }

    /// The same after an edit in a function, with what the compiler remembers of the check before.
    pub(crate) fn check_after_edit(&self, name: &str) -> io::Result<Duration> {
        self.time(name, &["check"], "1")?;
        let source = self.source(name);
        let text = fs::read_to_string(&source)?;
        let (before, after) = match text.contains("Ok(size + 1)") {
            true => ("Ok(size + 1)", "Ok(size)"),
            false => ("Ok(size)", "Ok(size + 1)"),
        };
        fs::write(source, text.replacen(before, after, 1))?;
        self.time(name, &["check"], "1")
    }

    /// Builds it for release.
    pub(crate) fn release(&self, name: &str) -> io::Result<Duration> {
        self.time(name, &["build", "--release"], "0")
    }

    fn source(&self, name: &str) -> PathBuf {
        self.root.join("examples").join(name).with_extension("rs")
    }

    fn time(&self, name: &str, cargo: &[&str], incremental: &str) -> io::Result<Duration> {
        File::options().append(true).open(self.source(name))?.set_modified(SystemTime::now())?;
        let start = Instant::now();
        let output = self.cargo(name, cargo).env("CARGO_INCREMENTAL", incremental).output()?;
        let elapsed = start.elapsed();
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stderr);
            return Err(io::Error::other(format!("`{name}` does not compile:\n{message}")));
        }
        Ok(user_time(&output).unwrap_or(elapsed))
    }

    /// Cargo for one crate, under a shell that prints the processor time of its children.
    fn cargo(&self, name: &str, verb: &[&str]) -> Command {
        let cargo = [&[env!("CARGO")], verb, &["--offline", "--quiet", "--example", name]].concat();
        let mut command = if cfg!(unix) {
            let mut shell = Command::new("sh");
            shell.args(["-c", "\"$@\" && times", "sh"]).args(cargo);
            shell
        } else {
            let mut command = Command::new(cargo[0]);
            command.args(&cargo[1..]);
            command
        };
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
        command.current_dir(&self.root);
        command.envs(target.map(|target| ("CARGO_TARGET_DIR", target)));
        // No compiler cache may answer instead of the compiler.
        command.env("RUSTC_WRAPPER", "");
        command
    }
}

/// Its own workspace, with the profile of ours.
fn manifest(workspace: &Path, crates: &[(String, String)]) -> String {
    let examples = crates
        .iter()
        .map(|(name, _)| format!("[[example]]\nname = \"{name}\"\ncrate-type = [\"lib\"]\n\n"));
    format!(
        "[workspace]\nresolver = \"3\"\n\n\
         [package]\nname = \"compile-time\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n\
         conjoin = {{ path = {workspace:?} }}\n\
         diesel = {{ version = \"2.3\", default-features = false, features = [\"sqlite\"] }}\n\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n\n\
         {}",
        examples.collect::<String>()
    )
}

/// The user time of child processes: the first word of the second line that `times` prints.
///
/// Less noisy than wall time where others use the machine too.
fn user_time(output: &Output) -> Option<Duration> {
    let text = String::from_utf8_lossy(&output.stdout);
    let word = text.lines().nth(1)?.split_whitespace().next()?;
    let (minutes, seconds) = word.strip_suffix('s')?.split_once('m')?;
    let seconds: f64 = seconds.parse().ok()?;
    Some(Duration::from_secs_f64(60.0 * minutes.parse::<f64>().ok()? + seconds))
}
