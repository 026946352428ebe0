//! How often the history is read: reading all of it for each migration is what makes many of them slow.

#![cfg(feature = "sqlite")]

use std::sync::{Arc, Mutex};

use conjoin_migrate::{Database, Migration, Migrations, Migrator, Options};
use diesel::Connection;
use diesel::connection::InstrumentationEvent;

/// What is sent while something is done with so many migrations.
fn statements(count: usize, work: impl FnOnce(&mut Migrator<'_>, &Migrations)) -> Vec<String> {
    let migration = |n: usize| {
        let up = format!("CREATE TABLE t{n} (id INTEGER);");
        Migration::embedded(&format!("{n:03}_t"), &up, Some(&format!("DROP TABLE t{n};")))
    };
    let migrations = Migrations::new((0..count).map(migration)).unwrap();
    let connection = diesel::SqliteConnection::establish(":memory:").unwrap();
    let mut migrator = Migrator::new(Database::from(connection), Options::default());
    migrator.run(&migrations, None).unwrap();
    let sent = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&sent);
    migrator.database().connection().set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            seen.lock().unwrap().push(query.to_string());
        }
    });
    work(&mut migrator, &migrations);
    let sent = sent.lock().unwrap();
    sent.clone()
}

/// How many of these read our whole table.
fn whole_reads(statements: &[String]) -> usize {
    let reads = |it: &&String| {
        it.starts_with("SELECT") && it.contains("__conjoin_migrations") && !it.contains("WHERE")
    };
    statements.iter().filter(reads).count()
}

#[test]
fn the_history_is_read_as_often_for_many_migrations_as_for_few() {
    let revert = |count| {
        let sent = statements(count, |it, migrations| {
            it.revert(migrations, usize::MAX).unwrap();
        });
        (whole_reads(&sent), sent.iter().filter(|it| it.contains("up_sql")).count(), sent.len())
    };
    let (few, sql_of_few, all_of_few) = revert(10);
    let (many, sql_of_many, all_of_many) = revert(20);
    assert_eq!((few, sql_of_few), (many, sql_of_many));
    assert_eq!((few, sql_of_few), (1, 0));
    assert!(all_of_many <= 2 * all_of_few, "{all_of_few} {all_of_many}");
}

#[test]
fn a_run_with_nothing_to_do_reads_the_history_once() {
    let sent = statements(20, |it, migrations| {
        assert!(it.run(migrations, None).unwrap().is_empty());
    });
    assert_eq!(whole_reads(&sent), 1);
    assert!(!sent.iter().any(|it| it.contains("up_sql")), "{sent:?}");
}
