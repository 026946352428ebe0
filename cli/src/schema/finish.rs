//! Formatting, and the user's patch.

use std::io::Write;
use std::process::{Command, Stdio};

use super::Settings;
use crate::failure::Failure;

pub(super) fn finish(text: String, settings: &Settings) -> Result<String, Failure> {
    // Where there is no rustfmt, the code is right all the same.
    let text = format(&text).unwrap_or(text);
    let Some(path) = &settings.patch_file else { return Ok(text) };
    let patch = std::fs::read_to_string(path).map_err(|error| Failure::file(path, error))?;
    let patch = diffy::Patch::from_str(&patch).map_err(|error| Failure::file(path, error))?;
    diffy::apply(&text, &patch).map_err(|error| Failure::file(path, error))
}

fn format(text: &str) -> Option<String> {
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = rustfmt.spawn().ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    if output.status.success() { String::from_utf8(output.stdout).ok() } else { None }
}
