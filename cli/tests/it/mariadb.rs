//! What only MariaDB does.

use crate::world::World;

const DUMP: &str = "/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
DROP TABLE IF EXISTS `t`;
CREATE TABLE `t` (`a` int(11) DEFAULT NULL);
LOCK TABLES `t` WRITE;
/*!40000 ALTER TABLE `t` DISABLE KEYS */;
INSERT INTO `t` VALUES (1);
INSERT INTO `t` VALUES (2);
/*!40000 ALTER TABLE `t` ENABLE KEYS */;
UNLOCK TABLES;
DELIMITER ;;
/*!50003 CREATE*/ /*!50003 TRIGGER t_a BEFORE INSERT ON t FOR EACH ROW BEGIN
  SET NEW.a = NEW.a + 1; SET @x = '*/'; END */;;
DELIMITER ;
CREATE TABLE later (id INT);
";

#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn a_dump_is_a_migration() {
    let world = World::mysql();
    for outside in [false, true] {
        world.migration("1_dump", DUMP, "DROP TABLE t; DROP TABLE later;");
        if outside {
            world.outside_transaction("1_dump");
        }
        world.conjoin("migration run").ok();
        assert_eq!(world.values("SELECT CAST(a AS CHAR) AS value FROM t ORDER BY a"), ["1", "2"]);
        assert!(world.has_table("later"));
        world.conjoin("migration revert").ok();
    }
}

#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn what_fails_while_tables_are_locked_goes_on_where_it_was() {
    let world = World::mysql();
    let up = "CREATE TABLE t (a INT);\nLOCK TABLES t WRITE;\nINSERT INTO t VALUES (1);\n\
              INSERT INTO t VALUES (nothing);\nUNLOCK TABLES;";
    world.migration("1_t", up, "DROP TABLE t;");
    world.conjoin("migration run").exits(1).says(&["up.sql:4", "Statements 1 to 3 stay done"]);
    world.migration("1_t", &up.replace("nothing", "2"), "DROP TABLE t;");
    world.conjoin("migration repair 1 --retry").ok();
    world.conjoin("migration run").ok();
    assert_eq!(world.values("SELECT CAST(a AS CHAR) AS value FROM t ORDER BY a"), ["1", "2"]);
}

/// What was killed within the block may have done any part of it.
#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn what_was_killed_while_tables_were_locked_is_unknown() {
    let world = World::mysql();
    let up = "CREATE TABLE t (a INT);\nLOCK TABLES t WRITE;\nINSERT INTO t VALUES (1);\n\
              INSERT INTO t SELECT SLEEP(20);\nUNLOCK TABLES;\nSELECT 1;";
    world.migration("1_t", up, "");
    let mut command = world.command(crate::world::CONJOIN, "migration run");
    let mut child = command.stdout(std::process::Stdio::null()).spawn().unwrap();
    let sleeps = "SELECT 'x' AS value FROM information_schema.processlist \
                  WHERE db = DATABASE() AND info LIKE '%SLEEP(20)' AND id <> CONNECTION_ID()";
    let start = std::time::Instant::now();
    while world.values(sleeps).is_empty() {
        assert!(start.elapsed().as_secs() < 20);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let ran = world.conjoin("migration run").exits(5);
    ran.says(&[
        "done     1: CREATE",
        "unknown  2: LOCK",
        "unknown  4: INSERT",
        "unknown  5: UNLOCK",
    ]);
}

#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn tables_that_are_never_unlocked_are_refused() {
    let world = World::mysql();
    world.migration("1_t", "CREATE TABLE t (a INT);\nLOCK TABLES t WRITE;\nSELECT 1;", "");
    let ran = world.conjoin("migration run").exits(2);
    ran.says(&["1_t/up.sql:2: these tables are never unlocked", "UNLOCK TABLES"]);
    assert!(!world.has_table("t"));
}

#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn a_database_of_few_characters_takes_files_with_any() {
    for characters in ["latin1", "utf8mb3"] {
        let world = World::mysql();
        world.execute("SET @name = DATABASE()");
        let name = world.values("SELECT DATABASE() AS value").concat();
        world.execute(&format!("ALTER DATABASE `{name}` CHARACTER SET {characters}"));
        world.migration(
            "1_Grüße",
            "-- 漢字 😀\nCREATE TABLE t (a INT COMMENT 'é');",
            "DROP TABLE t; -- 😀",
        );
        world.conjoin("migration run").ok();
        let kept = world.values("SELECT up_sql AS value FROM __conjoin_migrations").concat();
        assert!(kept.starts_with("-- 漢字 😀\n"), "{kept}");
        world.conjoin("migration verify").ok();
        world.conjoin("migration revert").ok();
    }
}

#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn the_history_of_an_earlier_version_takes_any_character_from_now_on() {
    let world = World::mysql();
    world.three();
    world.conjoin("migration run --to 1").ok();
    world.execute("ALTER TABLE __conjoin_migrations CONVERT TO CHARACTER SET latin1");
    world.migration("2_b", "-- 漢字\nCREATE TABLE b (id INT);", "DROP TABLE b;");
    world.conjoin("migration run").ok();
    world.conjoin("migration verify").ok();
}

#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn what_stays_in_a_table_without_transactions_is_not_denied() {
    let world = World::mysql();
    world.migration("1_t", "CREATE TABLE t (a INT PRIMARY KEY) ENGINE = MyISAM;", "");
    world.conjoin("migration run").ok();
    let rows = "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2), (1);\n";
    world.migration("2_rows", rows, "");
    let ran = world.conjoin("migration run").exits(1).says(&["2_rows/up.sql:2"]);
    assert!(!ran.err.contains("Nothing of this migration was kept"), "{}", ran.err);
    ran.says(&[
        "Statement 1 stays done",
        "Rows that statement 2 wrote to a table without transactions",
    ]);
    assert_eq!(world.values("SELECT CAST(a AS CHAR) AS value FROM t ORDER BY a"), ["1", "2"]);
    world.conjoin("migration run").exits(5).says(&["done     1: INSERT", "failed   2: INSERT"]);
}

#[test]
#[cfg_attr(not(feature = "mysql"), ignore = "needs the feature mysql")]
fn rows_of_a_first_statement_without_transactions_are_to_be_looked_at() {
    let world = World::mysql();
    world.migration("1_t", "CREATE TABLE t (a INT PRIMARY KEY) ENGINE = MyISAM;", "");
    world.migration("2_rows", "INSERT INTO t VALUES (1), (1);", "");
    let ran = world.conjoin("migration run").exits(1);
    assert!(!ran.err.contains("Nothing of this migration was kept"), "{}", ran.err);
    ran.says(&["Rows that statement 1 wrote to a table without transactions may be there"]);
    world.conjoin("migration run").exits(5).says(&["failed   1: INSERT"]);
}
