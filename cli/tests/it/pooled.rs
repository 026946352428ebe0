//! Behind pgbouncer, which lends each transaction a server connection that others have used.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::world::{CONJOIN, Ran, World};

struct Pgbouncer(Child);

impl Drop for Pgbouncer {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts one in front of a world's database, where it is installed.
fn pgbouncer(world: &mut World) -> Option<Pgbouncer> {
    let program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"];
    let Some(program) = program.into_iter().find(|it| std::path::Path::new(it).exists()) else {
        eprintln!("skipped: pgbouncer is not installed");
        return None;
    };
    let rest = world.url.split_once("://conjoin@").unwrap().1.to_owned();
    let (address, name) = rest.split_once('/').unwrap();
    let (host, port) = address.split_once(':').unwrap();
    let own = 10_240 + std::process::id() % 20_000;
    let folder = std::env::temp_dir().join(format!("conjoin-pgbouncer-{own}"));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("users"), "\"conjoin\" \"\"\n").unwrap();
    let settings = format!(
        "[databases]\n{name} = host={host} port={port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
         listen_port = {own}\nauth_type = trust\nauth_file = {}\npool_mode = transaction\n\
         default_pool_size = 3\nunix_socket_dir =\n",
        folder.join("users").display()
    );
    std::fs::write(folder.join("ini"), settings).unwrap();
    let mut command = Command::new(program);
    command.arg("-q").args(["-u", "postgres"]).arg(folder.join("ini"));
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let child = Pgbouncer(child);
    world.url = format!("postgres://conjoin@127.0.0.1:{own}/{name}");
    std::thread::sleep(Duration::from_millis(500));
    Some(child)
}

#[test]
fn runners_behind_pgbouncer_wait_for_each_other_and_leave_no_lock() {
    let Some(mut world) = World::postgres() else { return };
    let direct = world.url.clone();
    let Some(bouncer) = pgbouncer(&mut world) else { return };
    for n in 1..=5 {
        world.migration(
            &format!("{n}_t"),
            &format!("CREATE TABLE t{n} (id int);"),
            "DROP TABLE t1;",
        );
    }
    world.outside_transaction("3_t");
    for _ in 0..3 {
        let runners: Vec<_> = (0..10)
            .map(|_| {
                let mut command = world.command(CONJOIN, "migration run");
                std::thread::spawn(move || Ran::from(command.output().unwrap()))
            })
            .collect();
        for runner in runners {
            runner.join().unwrap().ok();
        }
        assert_eq!(world.applied(), ["1", "2", "3", "4", "5"]);
        world.execute(
            "DROP TABLE t1, t2, t3, t4, t5, __diesel_schema_migrations, __conjoin_migrations",
        );
    }
    let locks = "SELECT 'x' AS value FROM pg_locks WHERE locktype = 'advisory'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    assert!(world.values(locks).is_empty());
    drop(bouncer);
    world.url = direct;
}
