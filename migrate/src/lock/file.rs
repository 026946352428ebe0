//! SQLite: a file beside the database. The database file itself cannot be it: to close it a second
//! time would drop the locks that SQLite holds on it.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
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
        let mut path = database.as_os_str().to_owned();
        path.push("-migrate.lock");
        let path = PathBuf::from(path);
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
        let mut text = String::new();
        let read = File::open(&self.path).and_then(|mut file| file.read_to_string(&mut text));
        match read {
            Ok(_) if !text.is_empty() => text,
            _ => "another process".to_owned(),
        }
    }
}

/// Writes into the file who holds it, for those who wait.
fn sign(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "process {}", std::process::id())
}
