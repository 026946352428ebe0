//! A hot standby of PostgreSQL, which lets everybody read, and hands out locks that mean nothing.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::servers::{self, Server};
use crate::world::World;

/// The newest of Debian's, or what `PATH` has.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> = versions.map(|it| it.path().join("bin")).collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = folders.into_iter().rev().chain(std::env::split_paths(&path));
    folders.find(|it| it.join("initdb").exists() && it.join("postgres").exists())
}

struct Postgres {
    programs: PathBuf,
    folder: tempfile::TempDir,
    port: u16,
}

impl Postgres {
    fn command(&self, program: &str) -> Command {
        let mut command = servers::command("postgres", &self.programs.join(program));
        command.current_dir(self.folder.path()).env("LC_ALL", "C");
        command
    }

    fn serve(&self) -> Server {
        let mut command = self.command("postgres");
        let folder = self.folder.path().display().to_string();
        command.args([
            "-D",
            "data",
            "-k",
            &folder,
            "-p",
            &self.port.to_string(),
            "-c",
            "fsync=off",
        ]);
        let log = self.folder.path().join("log");
        let mut server = servers::start(command, &log);
        servers::until(&mut server, &log, || self.answers());
        server
    }

    fn answers(&self) -> bool {
        let mut ask = Command::new(self.programs.join("pg_isready"));
        ask.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
        ask.status().is_ok_and(|it| it.success())
    }

    /// Stops it, and what it has becomes that of a standby.
    fn become_standby(&self, mut server: Server) -> Server {
        let mut stop = self.command("pg_ctl");
        stop.args(["stop", "-D", "data", "-m", "fast", "-s"]);
        servers::run(stop);
        server.0.wait().unwrap();
        let mut touch = servers::command("postgres", Path::new("touch"));
        touch.arg(self.folder.path().join("data/standby.signal"));
        servers::run(touch);
        self.serve()
    }
}

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn a_hot_standby_is_read_and_not_migrated() {
    let mut world = World::postgres();
    let Some(programs) = programs() else {
        eprintln!("skipped: initdb is not installed");
        return;
    };
    let (folder, port) = (servers::folder("postgres"), servers::port());
    let postgres = Postgres { programs, folder, port };
    let mut initdb = postgres.command("initdb");
    servers::run({
        initdb.args(["-D", "data", "-U", "conjoin", "-A", "trust", "-N"]);
        initdb
    });
    let primary = postgres.serve();
    let elsewhere =
        std::mem::replace(&mut world.url, format!("postgres://conjoin@127.0.0.1:{port}/postgres"));
    world.three();
    world.conjoin("migration run --to 2").ok();
    let standby = postgres.become_standby(primary);
    let refused = ["this server is a hot standby", "use the URL of the primary"];
    for verb in ["run", "revert", "redo", "baseline 3", "repair 1 --applied"] {
        world.conjoin(&format!("migration {verb}")).exits(2).says(&refused);
    }
    world.conjoin("migration pending").ok().prints("true\n");
    world.conjoin("migration verify").ok();
    world.conjoin("migration plan").ok();
    assert_eq!(world.applied(), ["1", "2"]);
    drop(standby);
    world.url = elsewhere;
}
