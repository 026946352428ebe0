//! Replaces a file atomically.

use std::fs::{self, File};
use std::io::{Error, ErrorKind, Result, Write};
use std::path::Path;

/// Replaces a file, or creates it: the text is written next to it, and takes its place once all of
/// it is on disk.
pub(crate) fn replace(path: &Path, text: &str) -> Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned()); // Through links.
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder)?;
    let old = fs::metadata(&path).map(|it| it.permissions()).ok();
    if old.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(Error::new(ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}", std::process::id()));
    let written = write(&beside, text, old).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write(path: &Path, text: &str, permissions: Option<fs::Permissions>) -> Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    permissions.map_or(Ok(()), |it| file.set_permissions(it))
}
