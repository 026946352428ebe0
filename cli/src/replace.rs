//! Writing a file so that it is the old one or the new one, whatever happens.

use std::fs::{self, File};
use std::io::{Error, ErrorKind, Result, Write};
use std::path::Path;

/// Replaces a file, or makes it: the text is written beside it, and takes its place when all of it is
/// on the disk.
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
