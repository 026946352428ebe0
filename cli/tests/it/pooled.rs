//! Behind pgbouncer, which lends each transaction a server connection that others have used.

use tempfile::TempDir;

use crate::servers::{self, Server};
use crate::world::{CONJOIN, Ran, World};

/// Starts one in front of a world's database, where it is installed.
fn pgbouncer(world: &mut World) -> Option<(Server, TempDir)> {
    let program = servers::find(&["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"])?;
    let rest = world.url.split_once("://conjoin@").unwrap().1.to_owned();
    let (address, name) = rest.split_once('/').unwrap();
    let (host, port) = address.split_once(':').unwrap();
    let (folder, own) = (servers::folder("postgres"), servers::port());
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("users"), "\"conjoin\" \"\"\n").unwrap();
    let settings = format!(
        "[databases]\n{name} = host={host} port={port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
         listen_port = {own}\nauth_type = trust\nauth_file = {}\npool_mode = transaction\n\
         default_pool_size = 3\nunix_socket_dir =\n",
        path("users").display()
    );
    std::fs::write(path("ini"), settings).unwrap();
    let mut command = servers::command("postgres", &program);
    command.arg("-q").arg(path("ini"));
    let mut server = servers::start(command, &path("log"));
    let answers = || std::net::TcpStream::connect(("127.0.0.1", own)).is_ok();
    servers::until(&mut server, &path("log"), answers);
    world.url = format!("postgres://conjoin@127.0.0.1:{own}/{name}");
    Some((server, folder))
}

#[test]
#[cfg_attr(not(feature = "postgres"), ignore = "needs the feature postgres")]
fn runners_behind_pgbouncer_wait_for_each_other_and_leave_no_lock() {
    let mut world = World::postgres();
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
