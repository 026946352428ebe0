//! Servers that tests start for themselves, where `scripts/with-servers` is at work.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

/// A process that ends with the test.
pub(crate) struct Server(pub(crate) Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The first of these programs or libraries that is there. Where all servers are required, one must be.
pub(crate) fn find(paths: &[&str]) -> Option<PathBuf> {
    let found = paths.iter().map(PathBuf::from).find(|it| it.exists());
    if found.is_none() {
        let problem = format!("{} is not installed", paths[0]);
        let is_required = std::env::var("CONJOIN_SERVERS").is_ok_and(|it| it == "required");
        assert!(!is_required, "{problem}");
        eprintln!("skipped: {problem}");
    }
    found
}

/// A command as a user who is not root, which servers refuse to be.
pub(crate) fn command(user: &str, program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--init-groups", "--reuid", user, "--regid", user]);
    command.arg("--").arg(program);
    command
}

pub(crate) fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0)
}

/// Starts a command in the background. What it says is in this file.
pub(crate) fn start(mut command: Command, log: &Path) -> Server {
    let log = std::fs::File::create(log).unwrap();
    command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
    Server(command.spawn().unwrap())
}

/// Runs a command to its end.
#[track_caller]
pub(crate) fn run(mut command: Command) {
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A folder that the user may write to.
pub(crate) fn folder(user: &str) -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let base = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let folder = tempfile::Builder::new().prefix("conjoin").tempdir_in(base).unwrap();
    if is_root() {
        let mut chown = Command::new("chown");
        chown.arg(user).arg(folder.path());
        run(chown);
    }
    folder
}

/// A port whose four successors are free, too, below those that the kernel gives to clients.
pub(crate) fn port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let own = u16::try_from(std::process::id() % 2_000).unwrap() * 10;
    loop {
        let port = 10_240 + (own + NEXT.fetch_add(5, Ordering::Relaxed)) % 20_000;
        if (0..5).all(|it| TcpListener::bind(("127.0.0.1", port + it)).is_ok()) {
            return port;
        }
    }
}

/// Waits until it is so. A server that ended will not come to it.
#[track_caller]
pub(crate) fn until(server: &mut Server, log: &Path, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        let ended = server.0.try_wait().unwrap();
        if ended.is_some() || start.elapsed() > Duration::from_secs(60) {
            panic!("{ended:?}: {}", std::fs::read_to_string(log).unwrap_or_default());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}
