//! A million rows with their relations, in the memory of a batch.
#![allow(missing_docs)]

use blog::User;
use blog::schema::users;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::fs;

const PARENTS: u64 = 1_000_000;

/// The most memory that this process had at a time since it last asked, in KiB.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    fs::write("/proc/self/clear_refs", "5").ok()?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[test]
fn a_million_parents_take_the_memory_of_a_batch() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::temp_dir().join(format!("conjoin-large-{}.db", std::process::id()));
    let conn = &mut SqliteConnection::establish(&file.display().to_string())?;
    conn.batch_execute(&format!(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
         CREATE TABLE users (id INTEGER PRIMARY KEY, username TEXT NOT NULL);
         CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT NOT NULL, content TEXT,
             user_id INTEGER);
         WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < {PARENTS})
         INSERT INTO users SELECT id, 'user ' || id FROM n;
         INSERT INTO posts SELECT id, 'by ' || username, NULL, id FROM users;
         INSERT INTO posts SELECT {PARENTS} + id, 'again', NULL, id FROM users WHERE id % 2 = 0;
         CREATE INDEX posts_user_id ON posts (user_id);"
    ))?;
    peak();
    let mut batches = users::table.with(User::posts).batches(10_000);
    batches.next(conn)?;
    let of_a_batch = peak();
    let mut posts = 15_000;
    while let Some(users) = batches.next(conn)? {
        posts += users.iter().map(|user| user.posts().len()).sum::<usize>();
    }
    let of_all = peak();
    fs::remove_file(file)?;
    assert_eq!((batches.so_far().rows, posts), (PARENTS, 1_500_000));
    let (Some(of_a_batch), Some(of_all)) = (of_a_batch, of_all) else {
        println!("skipped: how much memory this took, only Linux says");
        return Ok(());
    };
    println!("{of_a_batch} KiB for a batch, {of_all} KiB for a hundred");
    assert!(of_all < of_a_batch + 8 * 1024, "{of_a_batch} KiB for one, {of_all} for a hundred");
    Ok(())
}
