//! A cluster of three nodes, whose locks are each node's own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use conjoin_migrate::Database;
use tempfile::TempDir;

use crate::locks::busy;
use crate::servers::{self, Server};
use crate::world::{CONJOIN, Ran, World, rounds};

const NODES: u16 = 3;
const LIBRARY: &[&str] =
    &["/usr/lib/galera/libgalera_smm.so", "/usr/lib64/galera/libgalera_smm.so"];
const SERVER: &[&str] = &["/usr/sbin/mariadbd", "/usr/bin/mariadbd", "/usr/libexec/mariadbd"];

struct Cluster {
    nodes: Vec<(Server, u16)>,
    folder: TempDir,
}

impl Cluster {
    /// Starts one where there is a server to test with, and the program.
    fn start() -> Option<Self> {
        std::env::var("MYSQL_DATABASE_URL").ok().filter(|_| cfg!(feature = "mysql"))?;
        let (library, server) = (servers::find(LIBRARY)?, servers::find(SERVER)?);
        servers::find(&["/usr/bin/rsync"])?;
        let mut cluster = Self { nodes: Vec::new(), folder: servers::folder("mysql") };
        let mut install = servers::command("mysql", Path::new("mariadb-install-db"));
        install.args([
            "--no-defaults",
            "--skip-test-db",
            "--auth-root-authentication-method=normal",
        ]);
        install.arg(format!("--datadir={}", cluster.data(0).display()));
        servers::run(install);
        for number in 1..NODES {
            // They begin with what all have, so that a donor has little to send.
            let mut copy = servers::command("mysql", Path::new("cp"));
            copy.arg("-r").arg(cluster.data(0)).arg(cluster.data(number));
            servers::run(copy);
        }
        for number in 0..NODES {
            cluster.join(number, &library, &server);
        }
        Some(cluster)
    }

    fn data(&self, number: u16) -> PathBuf {
        self.folder.path().join(number.to_string())
    }

    fn join(&mut self, number: u16, library: &Path, server: &Path) {
        let folder = self.folder.path();
        let port = servers::port();
        let first = self.nodes.first().map(|(_, port)| format!("127.0.0.1:{}", port + 1));
        let mut command = servers::command("mysql", server);
        command.arg("--no-defaults").args([
            format!("--datadir={}", self.data(number).display()),
            format!("--socket={}/{number}.sock", folder.display()),
            format!("--port={port}"),
            format!("--wsrep-provider={}", library.display()),
            format!("--wsrep-cluster-address=gcomm://{}", first.unwrap_or_default()),
            format!("--wsrep-sst-receive-address=127.0.0.1:{}", port + 3),
            format!(
                "--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:{};\
                 ist.recv_addr=127.0.0.1:{};gcache.size=16M",
                port + 1,
                port + 2
            ),
        ]);
        command.args([
            "--bind-address=127.0.0.1",
            "--skip-name-resolve",
            "--binlog-format=ROW",
            "--innodb-autoinc-lock-mode=2",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-log-file-size=16M",
            "--innodb-buffer-pool-size=32M",
            "--wsrep-on=ON",
            "--wsrep-sst-method=rsync",
            "--wsrep-node-address=127.0.0.1",
        ]);
        let log = folder.join(format!("{number}.log"));
        let mut server = servers::start(command, &log);
        let socket = folder.join(format!("{number}.sock"));
        servers::until(&mut server, &log, || is_synced(&socket, number + 1));
        self.nodes.push((server, port));
    }

    /// A project on the first node.
    fn world(&self, name: &str) -> World {
        let mut world = World::sqlite();
        world.url = self.url(0, name);
        Database::create(&world.database_url()).unwrap();
        // Other nodes have it a moment later.
        let on_all = || {
            let mut urls = (0..self.nodes.len()).map(|it| self.url(it, name).parse().unwrap());
            urls.all(|it| Database::connect(&it).is_ok())
        };
        wait_until(on_all);
        world
    }

    /// The same database, seen from one node after the other.
    fn url(&self, number: usize, name: &str) -> String {
        format!("mysql://root@127.0.0.1:{}/{name}", self.nodes[number % self.nodes.len()].1)
    }
}

fn wait_until(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() && start.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Whether a node takes part, and so many do.
fn is_synced(socket: &Path, size: u16) -> bool {
    let mut client = Command::new("mariadb");
    client.args(["--no-defaults", "-N", "-u", "root", "-S"]).arg(socket);
    client.args(["-e", "SHOW STATUS LIKE 'wsrep_%'"]);
    let Ok(output) = client.output() else { return false };
    let status = String::from_utf8_lossy(&output.stdout).into_owned();
    let has = |it: String| status.lines().any(|line| line == it);
    has("wsrep_local_state_comment\tSynced".into()) && has(format!("wsrep_cluster_size\t{size}"))
}

#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn a_cluster_is_migrated_once_and_a_dead_runner_ends() {
    let Some(cluster) = Cluster::start() else { return };
    for round in 0..rounds(20, 2) {
        twenty_runners_on_three_nodes(&cluster, &format!("round{round}"));
    }
    a_lease_ends_with_its_holder(&cluster);
}

fn twenty_runners_on_three_nodes(cluster: &Cluster, name: &str) {
    let world = cluster.world(name);
    world.migration(
        "1_log",
        "CREATE TABLE log (id INTEGER PRIMARY KEY AUTO_INCREMENT, n INTEGER);",
        "",
    );
    for n in 2..=5 {
        let up = format!(
            "CREATE TABLE t{n} (id INTEGER PRIMARY KEY); INSERT INTO log (n) VALUES ({n});"
        );
        world.migration(&format!("{n}_t"), &up, "");
    }
    world.outside_transaction("3_t");
    let barrier = Arc::new(Barrier::new(20));
    let runners: Vec<_> = (0..20)
        .map(|number| {
            let mut command = world.command(CONJOIN, "migration run");
            command.env("DATABASE_URL", cluster.url(number, name));
            let barrier = Arc::clone(&barrier);
            std::thread::spawn(move || {
                barrier.wait();
                Ran::from(command.output().unwrap())
            })
        })
        .collect();
    for runner in runners {
        runner.join().unwrap().ok();
    }
    let logged = "SELECT CAST(n AS CHAR) AS value FROM log ORDER BY n";
    wait_until(|| world.values(logged).len() >= 4);
    assert_eq!(world.values(logged), ["2", "3", "4", "5"]);
    assert_eq!(world.applied(), ["1", "2", "3", "4", "5"]);
}

fn a_lease_ends_with_its_holder(cluster: &Cluster) {
    let world = cluster.world("killed");
    let mut child = busy(&world);
    let waiting = world.conjoin("migration run --lock-timeout 1").exits(4);
    waiting.says(&[&format!("waiting for process {}", child.id()), "gave up after 1 s"]);
    child.kill().unwrap();
    child.wait().unwrap();
    let start = Instant::now();
    let mut command = world.command(CONJOIN, "migration run");
    let ran: Ran = command.env("DATABASE_URL", cluster.url(1, "killed")).output().unwrap().into();
    assert!(start.elapsed() < Duration::from_secs(40), "{:?}", start.elapsed());
    ran.exits(5).says(&[
        &format!("waiting for process {}", child.id()),
        &format!("process {}, connection ", child.id()),
        "is gone: its lease ended, and this runner took over",
        "1_slow was interrupted",
    ]);
}
