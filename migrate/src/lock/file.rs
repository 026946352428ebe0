//! SQLite: a file next to the database. It cannot be the database file itself: closing that a
//! second time would release the locks that SQLite holds on it.

use std::fs::{File, OpenOptions};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use fd_lock::RwLock;

use super::Attempt;
use crate::Error;

pub(crate) struct FileLock {
    lock: RwLock<File>,
    path: PathBuf,
}

impl FileLock {
    pub(super) fn open(database: &Path) -> Result<Self, Error> {
        let path = beside(database);
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(|error| Error::io(&path, error))?;
        Ok(Self { lock: RwLock::new(file), path })
    }

    pub(super) fn attempt(&mut self) -> Attempt {
        let locked = self.lock.try_write().and_then(|mut guard| {
            let signed = sign(&mut guard);
            // The guard would give the lock back. The system does, when the file is closed.
            std::mem::forget(guard);
            signed
        });
        match locked {
            Ok(()) => Ok(None),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => Ok(Some(self.holder())),
            Err(error) => Err(Error::io(&self.path, error)),
        }
    }

    fn holder(&self) -> String {
        signature(&self.path)
    }
}

/// The holder of the lock, if any. Nothing is written.
pub(super) fn holder(database: &Path) -> Option<String> {
    let path = beside(database);
    let lock = RwLock::new(File::open(&path).ok()?);
    let is_free = lock.try_read().is_ok();
    (!is_free).then(|| signature(&path))
}

/// The path of the lock: the same for all links to one file.
fn beside(database: &Path) -> PathBuf {
    let file = database.canonicalize().unwrap_or_else(|_| database.to_owned());
    let mut path = file.into_os_string();
    path.push("-migrate.lock");
    path.into()
}

fn signature(path: &Path) -> String {
    match std::fs::read_to_string(path) {
        Ok(text) if !text.is_empty() => text,
        _ => "another process".to_owned(),
    }
}

/// Writes the holder into the file, for those who wait.
fn sign(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "process {}", std::process::id())
}
