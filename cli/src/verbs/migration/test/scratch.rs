//! The database of a test, which is dropped afterwards, also after Ctrl-C.

use std::sync::atomic::{AtomicBool, Ordering};

use conjoin_migrate::{DatabaseUrl, Scratch};

use crate::failure::Failure;

static STOPPED: AtomicBool = AtomicBool::new(false);

/// The exit code of a shell for a command that was ended by Ctrl-C.
const INTERRUPTED: i32 = 130;

pub(super) fn with<T>(
    url: &DatabaseUrl,
    name: Option<&str>,
    work: impl FnOnce(&Scratch) -> T,
) -> Result<T, Failure> {
    let scratch = Scratch::beside(url, name)?;
    let copy = scratch.clone();
    let handled = ctrlc::set_handler(move || stop(&copy));
    handled.map_err(|error| Failure::Usage(format!("signals cannot be handled: {error}")))?;
    let done = work(&scratch);
    while STOPPED.load(Ordering::SeqCst) {
        std::thread::park(); // What failed did so for want of its database: the process ends.
    }
    scratch.remove()?;
    Ok(done)
}

fn stop(scratch: &Scratch) {
    STOPPED.store(true, Ordering::SeqCst);
    if let Err(error) = scratch.remove() {
        let name = scratch.name();
        eprintln!("the database {name} could not be dropped, and nobody needs it: {error}");
    }
    std::process::exit(INTERRUPTED)
}
