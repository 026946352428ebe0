//! Random files, most of them valid, out of all that can hide where a statement ends.

use conjoin_migrate::Dialect;

use crate::random::Random;

pub(super) fn random(random: &mut Random, dialect: Dialect) -> String {
    let mut file = Writer { random, dialect, count: 0 };
    let mut text = file.blank();
    for _ in 0..=file.random.below(5) {
        text += &file.statement();
        text += &file.blank();
        text += ";";
        text += &file.blank();
    }
    if file.random.once_in(4) {
        text = text.trim_end().trim_end_matches(';').to_owned();
    }
    if file.random.once_in(2) { file.damage(text) } else { text }
}

struct Writer<'r> {
    random: &'r mut Random,
    dialect: Dialect,
    /// How many things were named.
    count: usize,
}

impl Writer<'_> {
    fn statement(&mut self) -> String {
        match (self.random.below(8), self.dialect) {
            (0, _) => {
                let (name, column) = (self.name("t"), self.column());
                format!("CREATE TABLE {name} ({column}{}TEXT)", self.space())
            }
            (1, _) => format!("SELECT {}{}", self.value(2), self.blank()),
            (2..=4, Dialect::Sqlite) => self.trigger(),
            (2..=4, Dialect::Postgres) => self.routine_of_postgresql(),
            (2..=4, Dialect::Mysql) => self.routine_of_mariadb(),
            (5, _) => format!("INSERT INTO ev (start){}SELECT {}", self.space(), self.value(2)),
            _ => self.insert(),
        }
    }

    fn insert(&mut self) -> String {
        let (space, blank) = (self.space(), self.blank());
        format!("INSERT{space}INTO log VALUES{blank}({})", self.value(2))
    }

    fn trigger(&mut self) -> String {
        let name = self.name("g");
        let temporary = self.random.pick(&["", "", "TEMP", "TEMPORARY"]);
        let mut text =
            format!("CREATE {temporary}{}TRIGGER {name} AFTER INSERT ON ev BEGIN", self.space());
        for _ in 0..=self.random.below(3) {
            text += &self.space();
            text += &match self.random.below(4) {
                0 => self.insert(),
                1 => "UPDATE ev SET end = NEW.begin, begin = end WHERE NEW.end IS NULL".to_owned(),
                2 => "SELECT end, begin FROM ev AS end WHERE end.end = begin".to_owned(),
                _ => format!(
                    "UPDATE ev SET begin = CASE WHEN end THEN end ELSE {} END",
                    self.value(1)
                ),
            };
            text += ";";
        }
        text + &self.space() + "END" + &self.blank()
    }

    fn routine_of_postgresql(&mut self) -> String {
        let name = self.name("f");
        let replace = self.random.pick(&["", " OR REPLACE"]);
        let head = format!("CREATE{replace}{}FUNCTION {name}() RETURNS text", self.space());
        match self.random.below(5) {
            0 => format!("{head} LANGUAGE sql AS $${}SELECT 'x;'; $$", self.blank()),
            1 => format!("{head} LANGUAGE sql AS $q$ SELECT $$;$$;{} $q$", self.space()),
            2 => {
                let (space, blank, value) = (self.space(), self.blank(), self.value(2));
                format!(
                    "{head} BEGIN{space}ATOMIC SELECT 1 AS end;{blank}SELECT {value}::text; END"
                )
            }
            3 => format!("DO $${}BEGIN PERFORM 1; END; $$", self.blank()),
            _ => {
                let (one, two) = (self.insert(), self.insert());
                format!(
                    "CREATE OR REPLACE RULE r AS ON DELETE TO ev DO ALSO ({one};{} {two})",
                    self.blank()
                )
            }
        }
    }

    fn routine_of_mariadb(&mut self) -> String {
        let (space, body) = (self.space(), self.block(2));
        match self.random.below(5) {
            0 => format!(
                "CREATE TRIGGER {}{space}BEFORE INSERT ON ev FOR EACH ROW {body}",
                self.name("g")
            ),
            1 => {
                let body = body.replace("INSERT INTO log", "INSERT INTO ev (end)");
                format!("CREATE PROCEDURE IF NOT EXISTS {}(begin INT){space}{body}", self.name("p"))
            }
            2 => format!(
                "CREATE EVENT {} ON SCHEDULE EVERY 1 YEAR DISABLE DO {body}",
                self.name("e")
            ),
            3 => {
                let value = self.value(2);
                format!("CREATE FUNCTION {}() RETURNS TEXT{space}RETURN {value}", self.name("f"))
            }
            _ => format!("BEGIN NOT ATOMIC{space}{body}; END"),
        }
    }

    fn block(&mut self, depth: u64) -> String {
        let kind = if depth == 0 { 8 + self.random.below(4) } else { self.random.below(12) };
        let space = self.space();
        let mut inner = || self.block(depth.saturating_sub(1));
        match kind {
            0 => format!("BEGIN{space}{}; {};{space}END", inner(), inner()),
            1 => format!(
                "IF{space}1 THEN {}; ELSEIF 2 THEN {}; ELSE {}; END{space}IF",
                inner(),
                inner(),
                inner()
            ),
            2 => format!("CASE{space}1 WHEN 1 THEN {}; ELSE {}; END CASE", inner(), inner()),
            3 => format!("WHILE 0{space}DO {}; END WHILE", inner()),
            4 => format!("l{depth}:{space}LOOP {}; LEAVE l{depth}; END LOOP l{depth}", inner()),
            5 => format!("REPEAT{space}{}; UNTIL 1{space}END REPEAT", inner()),
            6 => format!("FOR i IN 1..2 DO {};{space}END FOR", inner()),
            7 => format!(
                "BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION{space}BEGIN {}; END; {}; END",
                inner(),
                inner()
            ),
            8 => format!("SET @x ={space}CASE WHEN 1 THEN {} END", self.value(1)),
            9 => format!("SELECT IF(1, 2,{space}3), REPEAT('a', 2) INTO @x, @y"),
            10 => "UPDATE ev SET end = begin, begin = CASE WHEN end THEN end ELSE begin END"
                .to_owned(),
            _ => self.insert(),
        }
    }

    fn name(&mut self, prefix: &str) -> String {
        self.count += 1;
        let tails: &[&str] = match self.dialect {
            Dialect::Postgres => &["", "$$", "$a$", "é", "_begin"],
            _ => &["", "$", "é", "_end"],
        };
        format!("{prefix}{}{}", self.count, self.random.pick(tails))
    }

    fn column(&mut self) -> &'static str {
        let columns: &[&str] = match self.dialect {
            Dialect::Sqlite => &["end", "begin", "\"a;b\"", "[;]", "`;`", "'a;'", "a$b"],
            Dialect::Postgres => &["begin", "\"a;b\"", "\"end\"", "\"it''s\"", "a$b"],
            Dialect::Mysql => &["end", "begin", "`a;b`", "`it's`", "a$b", "`--`"],
        };
        self.random.pick(columns)
    }

    fn value(&mut self, depth: u64) -> String {
        match self.random.below(if depth == 0 { 4 } else { 7 }) {
            4 => {
                let (then, other, space) =
                    (self.value(depth - 1), self.value(depth - 1), self.space());
                format!("CASE{space}WHEN 1 = 1 THEN {then} ELSE{space}{other}{space}END")
            }
            5 => format!("({}{})", self.blank(), self.value(depth - 1)),
            6 => format!("{}{}", self.value(depth - 1), self.space()),
            _ => self.string().to_owned(),
        }
    }

    fn string(&mut self) -> &'static str {
        let all = [
            "'a'", "'it''s'", "';'", "'--'", "'/*'", "'*/'", "''", "'\n'", "'\r\n'", "'漢'", "'$$'",
        ];
        let own: &[&str] = match self.dialect {
            Dialect::Sqlite => &["'\\'", "x'3b'", "'a''''b'", "'\";'"],
            Dialect::Postgres => &[
                "'\\'",
                "E'\\''",
                "E'a\\\\'",
                "$$;'$$",
                "$a$ $$ ; $a$",
                "$_$/*$_$",
                "U&'x'",
                "B'1'::text",
                "E'a'\n'\\';'",
                "e'' -- '\n ';'",
                "N'a;'",
                "1$$;$$",
                "'a'\n  '/*'",
            ],
            Dialect::Mysql => &[
                "'\\''",
                "\"a;\\\"b\"",
                "'\\\\'",
                "\"it's\"",
                "_utf8mb4';'",
                "x'3b'",
                "N'a;'",
                "'a' ';'",
                "\\N",
                "1--1",
                "/*! ';' */",
                "/*!99999 ';' */ 1",
                "/*M! '*/' */",
                "\"\"\";\"",
            ],
        };
        if self.random.once_in(2) { self.random.pick(&all) } else { self.random.pick(own) }
    }

    /// Space, and perhaps comments.
    fn space(&mut self) -> String {
        let blank = self.blank();
        self.random.pick(&[" ", "\n", "\t", "\r\n", "\x0c", " "]).to_owned() + &blank
    }

    fn blank(&mut self) -> String {
        let all = [
            "/* x */",
            "/**/",
            "/*/ x */",
            "/* ; */",
            "/* ' */",
            "/***/",
            "-- x ; '\n",
            "--\n",
            "/* -- */",
            "/*;*/",
            "-- /*\n",
            "/* \" $$ */",
            "-- \r\n",
            "/* ` [ */",
        ];
        let own: &[&str] = match self.dialect {
            Dialect::Sqlite => &["--x;\n", "/* /* */", "\u{feff}"],
            Dialect::Postgres => {
                &["--x;\n", "/* a /* ; */ b */", "/*/*/ */ */", "-- ;\r", "/* *//**/"]
            }
            Dialect::Mysql => &["# x ; '\n", "/* /* */", "#\n", "\x0b"],
        };
        match self.random.below(8) {
            0..=4 => String::new(),
            5 | 6 => self.random.pick(&all).to_owned(),
            _ => self.random.pick(own).to_owned(),
        }
    }

    /// Puts in or takes out a few signs.
    fn damage(&mut self, text: String) -> String {
        let signs = [
            "'", "\"", "`", "$", "/", "*", "-", ";", "(", ")", "[", "]", "\n", "\r", "/*", "*/",
            "$$", ":",
        ];
        let mut chars: Vec<String> = text.chars().map(String::from).collect();
        for _ in 0..=self.random.below(2) {
            let at = self.random.index(chars.len() + 1);
            if at < chars.len() && self.random.once_in(2) {
                chars.remove(at);
            } else {
                chars.insert(at, self.random.pick(&signs).to_owned());
            }
        }
        chars.concat()
    }
}
