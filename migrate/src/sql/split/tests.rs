use super::*;

fn texts(sql: &str, dialect: Dialect) -> Vec<String> {
    split(sql, dialect).into_iter().map(|it| it.sql).collect()
}

#[track_caller]
fn whole(sql: &str, dialect: Dialect) {
    assert_eq!(
        texts(&format!("SELECT 1;\n{sql};\nSELECT 2;"), dialect),
        ["SELECT 1", sql, "SELECT 2"]
    );
}

#[test]
fn a_semicolon_ends_a_statement_and_its_line_is_known() {
    let statements = split("-- first\nSELECT 1;\n\n/* two */ SELECT 2; ;\n", Dialect::Sqlite);
    let seen: Vec<_> = statements.iter().map(|it| (it.sql.as_str(), it.line)).collect();
    assert_eq!(seen, [("SELECT 1", 2), ("SELECT 2", 4)]);
}

#[test]
fn comments_alone_are_no_statement() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql] {
        assert!(texts("-- Your SQL goes here\n/* ; */\n;", dialect).is_empty());
    }
    assert!(texts("# one\n-- two\n--\n", Dialect::Mysql).is_empty());
}

#[test]
fn strings_and_quoted_names_are_whole() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql] {
        whole("INSERT INTO \"a;b\" VALUES ('it''s; -- no comment')", dialect);
    }
    whole("SELECT `a;b`, [c;d] FROM t", Dialect::Sqlite);
    whole("SELECT 'a\\';b', \"c\\\";d\", `e;f`", Dialect::Mysql);
    whole("SELECT E'a\\';b', 'c\\'", Dialect::Postgres);
}

#[test]
fn dollar_quotes_are_whole_and_parameters_are_none() {
    whole("DO $$ BEGIN PERFORM 1; END $$", Dialect::Postgres);
    whole("DO $a$ SELECT $$;$$; $a$", Dialect::Postgres);
    whole("PREPARE p AS SELECT $1", Dialect::Postgres);
    whole("SELECT a$b$c", Dialect::Postgres);
}

#[test]
fn comments_of_postgresql_nest() {
    whole("SELECT /* a /* b; */ ; */ 1", Dialect::Postgres);
    assert_eq!(texts("/* a /* b; */ SELECT 1; */ SELECT 2", Dialect::Sqlite).len(), 2);
}

#[test]
fn executable_comments_of_mysql_are_statements() {
    assert_eq!(texts("/*!40101 SET NAMES utf8 */;\nSELECT 1;", Dialect::Mysql).len(), 2);
    whole("SELECT 1--1", Dialect::Mysql);
}

#[test]
fn triggers_are_whole() {
    let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  UPDATE b SET c = CASE WHEN 1 THEN 2 \
                   END;\n  DELETE FROM d;\nEND";
    whole(trigger, Dialect::Sqlite);
    whole("CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM d; END", Dialect::Sqlite);
    whole(
        "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW INSERT INTO b VALUES (1)",
        Dialect::Mysql,
    );
}

#[test]
fn routines_are_whole() {
    let routine = "CREATE OR REPLACE PROCEDURE p()\nBEGIN\n  IF a THEN SELECT 1; END IF;\n  WHILE b DO \
                   SET b = 0; END WHILE;\n  CASE c WHEN 1 THEN SELECT 2; END CASE;\n  BEGIN SELECT \
                   3; END;\nEND";
    whole(routine, Dialect::Mysql);
    whole("BEGIN NOT ATOMIC SELECT 1; SELECT 2; END", Dialect::Mysql);
    let atomic = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN \
                  1 END; END";
    whole(atomic, Dialect::Postgres);
}

#[test]
fn a_transaction_is_no_block() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql] {
        assert_eq!(texts("BEGIN; SELECT 1; COMMIT;", dialect), ["BEGIN", "SELECT 1", "COMMIT"]);
    }
    assert_eq!(texts("BEGIN IMMEDIATE; SELECT 1; END;", Dialect::Sqlite).len(), 3);
    let table = "CREATE TABLE t (a INT, CHECK (CASE WHEN a THEN 1 END = 1))";
    whole(table, Dialect::Postgres);
    whole("CREATE VIEW v AS SELECT CASE WHEN 1 THEN 2 END", Dialect::Mysql);
}

#[test]
fn parentheses_are_whole() {
    whole("CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)", Dialect::Postgres);
}

#[test]
fn delimiters_are_obeyed() {
    let sql = "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\nSELECT 2;";
    let expected = ["CREATE PROCEDURE p() BEGIN SELECT 1; END", "SELECT 2"];
    assert_eq!(texts(sql, Dialect::Mysql), expected);
}

#[test]
fn what_is_never_closed_reaches_to_the_end() {
    assert_eq!(texts("SELECT 'a; SELECT 2;", Dialect::Sqlite), ["SELECT 'a; SELECT 2;"]);
    assert_eq!(texts("SELECT $$a; b;", Dialect::Postgres), ["SELECT $$a; b;"]);
}
