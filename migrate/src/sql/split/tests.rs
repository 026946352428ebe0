use super::*;

fn texts(sql: &str, dialect: Dialect) -> Vec<String> {
    split(sql, dialect).unwrap().into_iter().map(|it| it.sql).collect()
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
    let sql = "-- first\nSELECT 1;\n\n/* two */ SELECT 2; ;\n";
    let statements = split(sql, Dialect::Sqlite).unwrap();
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
    let names = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 end, 2 AS end; SELECT CASE WHEN \
                 true THEN 1 END end; END";
    whole(names, Dialect::Postgres);
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

/// A file that cannot be split, and the line at which it is refused.
#[track_caller]
fn refused(sql: &str, dialect: Dialect, line: usize, problem: &str) {
    let error = split(sql, dialect).unwrap_err();
    assert_eq!(error.line, line, "{sql}: {error}");
    assert!(error.problem.contains(problem), "{sql}: {error}");
}

const ALL: [Dialect; 3] = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql];

#[test]
fn what_is_never_closed_is_refused_by_its_line() {
    for dialect in ALL {
        refused("SELECT 1;\n/* never;\n", dialect, 2, "comment is never closed");
        refused("SELECT 1;\nSELECT /*/ 2;", dialect, 2, "comment is never closed");
        refused("SELECT 1;\n\nSELECT 'a; SELECT 2;\n", dialect, 3, "string is never closed");
        refused("SELECT \"a; SELECT 2;", dialect, 1, "never closed");
    }
    refused("SELECT $$a; b;", Dialect::Postgres, 1, "dollar quote");
    refused("/* a /* b */ SELECT 1;", Dialect::Postgres, 1, "comment");
    refused("SELECT\n(1;\nSELECT 2;", Dialect::Postgres, 2, "parenthesis");
    refused("SELECT `a;", Dialect::Sqlite, 1, "quoted name");
    refused("SELECT [a;", Dialect::Sqlite, 1, "quoted name");
    refused("/*!40101 SET NAMES utf8;", Dialect::Mysql, 1, "comment");
    refused(
        "SELECT 1;\nCREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;",
        Dialect::Sqlite,
        2,
        "END",
    );
    refused(
        "CREATE PROCEDURE p()\nBEGIN\nIF a THEN SELECT 1;",
        Dialect::Mysql,
        3,
        "`IF` has no `END`",
    );
    let atomic = "CREATE FUNCTION f() RETURNS int\nBEGIN ATOMIC SELECT 1;";
    refused(atomic, Dialect::Postgres, 2, "END");
}

#[test]
fn the_asterisk_that_opens_a_comment_does_not_close_it() {
    for dialect in ALL {
        assert_eq!(texts("SELECT 1;\n/*/ section two */\nSELECT 2;", dialect).len(), 2);
        assert_eq!(texts("SELECT 1; /*/ DROP TABLE users; -- */\nSELECT 2;", dialect).len(), 2);
        assert_eq!(texts("/***/ SELECT 1; /**/ SELECT 2;", dialect), ["SELECT 1", "SELECT 2"]);
    }
}

#[test]
fn a_carriage_return_ends_a_comment_of_postgresql_alone() {
    let sql = "SELECT 1 -- one\r; SELECT 2";
    assert_eq!(texts(sql, Dialect::Postgres).len(), 2);
    assert_eq!(texts(sql, Dialect::Sqlite).len(), 1);
}

#[test]
fn what_looks_like_space_and_is_none_is_kept() {
    for dialect in ALL {
        assert_eq!(texts("SELECT 1;\u{a0}", dialect), ["SELECT 1", "\u{a0}"]);
    }
}

#[test]
fn strings_of_postgresql_go_on_in_the_next_line() {
    whole("SELECT E'a' -- and\n 'b\\'; c'", Dialect::Postgres);
    whole("SELECT 1$$a;b$$", Dialect::Postgres);
    whole("SELECT a$$b", Dialect::Postgres);
}

#[test]
fn names_in_triggers_of_sqlite_may_be_begin_and_end() {
    let trigger = "CREATE TRIGGER fill AFTER INSERT ON events BEGIN\n  UPDATE events SET end = \
                   NEW.start, begin = 1 WHERE NEW.end IS NULL;\n  UPDATE events SET start = end; \
                   /* so */ END";
    whole(trigger, Dialect::Sqlite);
    whole("CREATE TABLE trigger_t (begin INT, end INT)", Dialect::Sqlite);
    whole("CREATE VIEW v AS SELECT begin, CASE WHEN end THEN 1 END FROM t", Dialect::Sqlite);
    whole("EXPLAIN QUERY PLAN SELECT end FROM t", Dialect::Sqlite);
}

#[test]
fn compound_statements_of_mariadb_are_whole() {
    let trigger = "CREATE TRIGGER t BEFORE INSERT ON t FOR EACH ROW\nIF NEW.a IS NULL THEN\n  SET \
                   NEW.a = IF(NEW.b, 1, 2);\n  SET NEW.b = 2;\nEND IF";
    for sql in [
        trigger,
        "CREATE TRIGGER IF NOT EXISTS t AFTER UPDATE ON t FOR EACH ROW FOLLOWS u BEGIN SELECT 1; END",
        "CREATE TRIGGER t BEFORE INSERT ON t FOR EACH ROW SET NEW.a = IF(NEW.b, 1, 2)",
        "CREATE DEFINER=`a`@`%` PROCEDURE p(a INT) WHILE a DO SET a = a - 1; SET a = 0; END WHILE",
        "CREATE PROCEDURE p() l: LOOP LEAVE l; END LOOP l",
        "CREATE PROCEDURE p() REPEAT SET @a = REPEAT('x', 2); UNTIL @a END REPEAT",
        "CREATE PROCEDURE p() FOR i IN 1..3 DO SELECT i; END FOR",
        "CREATE PROCEDURE p(a INT) CASE a WHEN 1 THEN SELECT 1; ELSE SELECT 2; END CASE",
        "CREATE FUNCTION f(a SET('x')) RETURNS SET('x') DETERMINISTIC IF a THEN RETURN 1; END IF",
        "CREATE FUNCTION f() RETURNS INT RETURN CASE WHEN end THEN begin ELSE 2 END",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN SELECT 1; SELECT end FROM t; END",
        "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN SELECT 1; END; SELECT \
         CASE WHEN 1 THEN end ELSE 2 END, begin FROM t; END",
        "CREATE PROCEDURE begin() BEGIN SET @a = CASE @b WHEN 1 THEN 2 END; IF 1 THEN SELECT 1; ELSEIF \
         2 THEN SELECT 2; ELSE BEGIN END; END IF; END",
        "CREATE PROCEDURE p() IF 1 THEN SELECT 1; ELSE IF 2 THEN SELECT 2; END IF; SELECT 3; END IF",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET@x = CASE WHEN @end THEN @case END",
        "IF 1 THEN SELECT 1; SELECT 2; END IF",
        "a: BEGIN NOT ATOMIC IF 1 THEN SELECT 1; END IF; END a",
        "BEGIN NOT ATOMIC SELECT 1; END",
        "CREATE TABLE begin (begin INT, end INT)",
        "SELECT IF(1, 2, 3), CASE WHEN 1 THEN 2 END",
        "CREATE FUNCTION udf RETURNS STRING SONAME 'udf.so'",
    ] {
        whole(sql, Dialect::Mysql);
    }
}

#[test]
fn delimiters_end_words_and_are_those_of_the_client() {
    let sql = "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END$$\nDELIMITER ;\nSELECT 2;";
    assert_eq!(
        texts(sql, Dialect::Mysql),
        ["CREATE PROCEDURE p() BEGIN SELECT 1; END", "SELECT 2"]
    );
    let dump = "DELIMITER ;;\n/*!50003 CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = \
                'x*/;' */;;\nDELIMITER ;\nSELECT 1;";
    assert_eq!(texts(dump, Dialect::Mysql).len(), 2);
    let sandbox = "/*!999999\\- enable the sandbox mode */ \nSELECT 1;/*!99999 it's */ SELECT 2;";
    assert_eq!(texts(sandbox, Dialect::Mysql), ["SELECT 1", "SELECT 2"]);
    refused("SELECT 1;\nSELECT 2 --;", Dialect::Mysql, 2, "in front of a space");
    refused("DELIMITER\nSELECT 1;", Dialect::Mysql, 1, "names no delimiter");
}

#[test]
fn commands_of_shells_and_rows_of_copy_are_refused_as_such() {
    refused(
        "SELECT 1;\n\\connect other\n",
        Dialect::Postgres,
        2,
        "`\\connect` is a command of psql",
    );
    let copy = "CREATE TABLE a (b text);\nCOPY a (b)\nFROM stdin;\nit's\n\\.\n";
    refused(copy, Dialect::Postgres, 3, "INSERT");
    assert_eq!(texts("COPY a FROM '/tmp/a'; SELECT 1", Dialect::Postgres).len(), 2);
    refused(".mode csv\n", Dialect::Sqlite, 1, "`.mode` is a command of the shell `sqlite3`");
    assert_eq!(texts("SELECT .5; SELECT 1", Dialect::Sqlite).len(), 2);
}
