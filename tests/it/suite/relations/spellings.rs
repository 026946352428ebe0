//! Keys that are equal to the database and not to Rust: related rows are those that a join would find.

use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::Error;
use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! {
    headers (code) {
        code -> Text,
    }
}
diesel::table! {
    items (id) {
        id -> Integer,
        header -> Nullable<Text>,
        sender -> Text,
    }
}
diesel::table! {
    notes (id) {
        id -> Integer,
        header -> Text,
    }
}
diesel::table! {
    labels (name) {
        name -> Text,
    }
}
diesel::table! {
    header_labels (header, label) {
        header -> Text,
        label -> Text,
    }
}
diesel::allow_tables_to_appear_in_same_query!(headers, items, notes, labels, header_labels);

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = headers)]
#[relations(
    backend = blog::MultiBackend,
    has_many(lines: Line, back_populates = header),
    has_many(sent: Line, back_populates = sender),
    has_one(note: Note, back_populates = header),
    many_to_many(labels: Label, through = header_labels(header, label), back_populates = headers),
    has_many(line_senders: Header, through = lines.sender, one_way),
)]
struct Header {
    code: String,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = items)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(header: Header, foreign_key = header, back_populates = lines),
    belongs_to(sender: Header, foreign_key = sender, back_populates = sent),
)]
struct Line {
    id: i32,
    header: Option<String>,
    sender: String,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = notes)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(header: Header, foreign_key = header, back_populates = note),
)]
struct Note {
    id: i32,
    header: String,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = labels)]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(headers: Header, through = header_labels(label, header), back_populates = labels),
)]
struct Label {
    name: String,
}

fn empty() -> Conn {
    database(
        "CREATE TABLE headers (code TEXT PRIMARY KEY COLLATE NOCASE);
         CREATE TABLE items (id INTEGER PRIMARY KEY, header TEXT COLLATE NOCASE,
            sender TEXT COLLATE NOCASE NOT NULL);
         CREATE TABLE notes (id INTEGER PRIMARY KEY, header TEXT COLLATE NOCASE NOT NULL);
         CREATE TABLE labels (name TEXT PRIMARY KEY COLLATE NOCASE);
         CREATE TABLE header_labels (header TEXT COLLATE NOCASE, label TEXT COLLATE NOCASE);",
    )
}

/// `rows` beside two headers.
fn world(rows: &str) -> Conn {
    use diesel::connection::SimpleConnection;
    let mut conn = empty();
    conn.batch_execute("INSERT INTO headers VALUES ('ABC'), ('XYZ');").unwrap();
    conn.batch_execute(rows).unwrap();
    conn
}

const LINES: &str = "INSERT INTO items VALUES
    (1, 'ABC', 'xyz'), (2, 'abc', 'XYZ'), (3, 'Xyz', 'abc'), (4, NULL, 'Xyz'), (5, 'aBC', 'ABC')";

#[test]
fn rows_belong_to_the_parent_that_their_key_equals_in_the_database() {
    let mut conn = world(LINES);
    let query = || headers::table.order_by(headers::code);
    let plan = || Header::lines.order_by(items::id.desc());
    let headers = query().with(plan()).load(&mut conn).unwrap();
    let ids = headers.iter().map(|header| header.lines().map(|line| line.id).collect::<Vec<_>>());
    assert!(ids.eq([vec![5, 2, 1], vec![3]]));
    let in_hand: Vec<Header> = query().select(Header::as_select()).load(conn.diesel()).unwrap();
    let headers = in_hand.with(Header::lines.order_by(items::id)).load(&mut conn).unwrap();
    let ids = headers.iter().map(|header| header.lines().map(|line| line.id).collect::<Vec<_>>());
    assert!(ids.eq([vec![1, 2, 5], vec![3]]));
    let one = query().filter(headers::code.eq("ABC")).with(plan()).first(&mut conn).unwrap();
    assert!(one.lines().map(|line| line.id).eq([5, 2, 1]));
}

#[test]
fn the_first_rows_of_each_parent_are_those_of_all_spellings() {
    let mut conn = world(LINES);
    let plan = Header::lines.order_by(items::id.desc()).per_parent(2);
    let headers = headers::table.order_by(headers::code).with(plan).load(&mut conn).unwrap();
    let ids = headers.iter().map(|header| header.lines().map(|line| line.id).collect::<Vec<_>>());
    assert!(ids.eq([vec![5, 2], vec![3]]));
}

#[test]
fn a_key_refers_to_the_row_that_it_equals_in_the_database() {
    let mut conn = world(LINES);
    let query = items::table.order_by(items::id);
    let lines = query.with(Line::header).with(Line::sender).load(&mut conn).unwrap();
    let codes = lines.iter().map(|line| {
        (line.header().map(|header| header.row().code.as_str()), line.sender().row().code.as_str())
    });
    assert!(codes.eq([
        (Some("ABC"), "XYZ"),
        (Some("ABC"), "XYZ"),
        (Some("XYZ"), "ABC"),
        (None, "XYZ"),
        (Some("ABC"), "ABC"),
    ]));
    let line = items::table.find(2).with(Line::header).first(&mut conn).unwrap();
    assert_eq!(line.header().map(|header| header.row().code.as_str()), Some("ABC"));
}

#[test]
fn a_filter_leaves_out_what_a_key_equals_too() {
    let mut conn = world(LINES);
    let plan = Line::header.filter(headers::code.ne("XYZ"));
    let lines = items::table.order_by(items::id).with(plan).load(&mut conn).unwrap();
    let codes = lines.iter().map(|line| line.header().map(|header| header.row().code.as_str()));
    assert!(codes.eq([Some("ABC"), Some("ABC"), None, None, Some("ABC")]));
}

#[test]
fn a_key_that_equals_nothing_leads_nowhere() {
    let mut conn = world("INSERT INTO items VALUES (1, 'abcd', 'abc'), (2, 'abc', 'XYZ')");
    let lines = items::table.order_by(items::id).with(Line::header).load(&mut conn).unwrap();
    let codes = lines.iter().map(|line| line.header().map(|header| header.row().code.as_str()));
    assert!(codes.eq([None, Some("ABC")]));
    let mut conn = world("INSERT INTO notes VALUES (1, 'abcd'), (2, 'abc')");
    let error = notes::table.with(Note::header).load(&mut conn).err().unwrap();
    let missing = Error::MissingRow { relation: "Note::header", key: "\"abcd\"".to_owned() };
    assert_eq!(Error::of(&error), Some(&missing));
}

#[test]
fn one_row_behind_a_has_one_is_found_and_a_second_one_is_an_error() {
    let mut conn = world("INSERT INTO notes VALUES (1, 'abc')");
    let query = || headers::table.order_by(headers::code).with(Header::note);
    let headers = query().load(&mut conn).unwrap();
    assert!(headers.iter().map(|header| header.note().map(|note| note.id)).eq([Some(1), None]));
    let mut conn = world("INSERT INTO notes VALUES (1, 'abc'), (2, 'ABC')");
    let error = query().load(&mut conn).err().unwrap();
    let second = Error::SecondRow { relation: "Header::note", key: "\"ABC\"".to_owned() };
    assert_eq!(Error::of(&error), Some(&second));
}

#[test]
fn a_second_row_that_a_key_equals_is_an_error() {
    let mut conn = database(
        "CREATE TABLE headers (code TEXT COLLATE NOCASE);
         CREATE TABLE notes (id INTEGER PRIMARY KEY, header TEXT COLLATE NOCASE NOT NULL);
         INSERT INTO headers VALUES ('ABC'), ('ABC'), ('XYZ');
         INSERT INTO notes VALUES (1, 'abc'), (2, 'XYZ');",
    );
    let error = notes::table.with(Note::header).load(&mut conn).err().unwrap();
    let second = Error::SecondRow { relation: "Note::header", key: "\"abc\"".to_owned() };
    assert_eq!(Error::of(&error), Some(&second));
}

#[test]
fn pairs_of_an_association_are_read_in_every_spelling_from_both_sides() {
    let mut conn = world(
        "INSERT INTO labels VALUES ('New'), ('Paid');
         INSERT INTO header_labels VALUES
            ('abc', 'NEW'), ('ABC', 'paid'), ('Abc', 'new'), ('xyz', 'PAID')",
    );
    let plan = Header::labels.order_by(labels::name);
    let headers = headers::table.order_by(headers::code).with(plan).load(&mut conn).unwrap();
    let names = |at: usize| {
        let header = headers.get(at).unwrap();
        header.labels().map(|label| label.row().name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!([names(0), names(1)], [vec!["New", "Paid"], vec!["Paid"]]);
    let plan = Label::headers.order_by(headers::code);
    let labels = labels::table.order_by(labels::name).with(plan).load(&mut conn).unwrap();
    let codes = |at: usize| {
        let label = labels.get(at).unwrap();
        label.headers().map(|header| header.row().code.as_str()).collect::<Vec<_>>()
    };
    assert_eq!([codes(0), codes(1)], [vec!["ABC"], vec!["ABC", "XYZ"]]);
}

#[test]
fn a_path_leads_through_every_spelling() {
    let mut conn = world(LINES);
    let plan = Header::line_senders.order_by(headers::code);
    let headers = headers::table.order_by(headers::code).with(plan).load(&mut conn).unwrap();
    let codes = |at: usize| {
        let header = headers.get(at).unwrap();
        header.line_senders().map(|header| header.row().code.as_str()).collect::<Vec<_>>()
    };
    assert_eq!([codes(0), codes(1)], [vec!["ABC", "XYZ"], vec!["ABC"]]);
}

#[test]
fn nothing_is_lost_or_doubled_beyond_one_list_of_keys() {
    use diesel::connection::SimpleConnection;
    let mut conn = empty();
    let rows = |row: &dyn Fn(i32) -> String| (0..3000).map(row).collect::<Vec<_>>().join(", ");
    let headers = rows(&|at| format!("('K{at}')"));
    // Every third in its own spelling, so that some keys are in one list and their others in another.
    let spelling = |at: i32| if at % 3 == 0 { 'K' } else { 'k' };
    let lines = rows(&|at| format!("({at}, '{0}{1}', 'k{at}')", spelling(at), (at * 7) % 3000));
    conn.batch_execute(&format!("INSERT INTO headers VALUES {headers}")).unwrap();
    conn.batch_execute(&format!("INSERT INTO items VALUES {lines}")).unwrap();

    let headers = headers::table.with(Header::lines).load(&mut conn).unwrap();
    for header in &headers {
        let at: i32 = header.code[1..].parse().unwrap();
        assert!(header.lines().map(|line| line.id * 7 % 3000).eq([at]), "{}", header.code);
    }
    let lines = items::table.with(Line::header).with(Line::sender).load(&mut conn).unwrap();
    assert_eq!(lines.len(), 3000);
    for line in &lines {
        let code = line.header().map(|header| header.row().code.clone());
        assert_eq!(code, Some(format!("K{}", line.row().id * 7 % 3000)));
        assert_eq!(line.sender().code, format!("K{}", line.id));
    }
}

#[test]
fn two_spellings_in_two_lists_of_keys_share_the_row_that_they_equal() {
    use diesel::connection::SimpleConnection;
    let mut conn = empty();
    let rows = (0..2000).map(|at| format!("({at}, 'k{at}', 'x')")).collect::<Vec<_>>().join(", ");
    conn.batch_execute("INSERT INTO headers VALUES ('zzz'), ('x')").unwrap();
    conn.batch_execute(&format!(
        "INSERT INTO items VALUES {rows}, (3000, 'ZZZ', 'X'), (3001, 'zzz', 'x')"
    ))
    .unwrap();
    let lines = items::table.order_by(items::id).with(Line::header).load(&mut conn).unwrap();
    let found =
        lines.iter().filter_map(|line| line.header().map(|it| (line.id, it.row().code.clone())));
    assert!(found.eq([(3000, "zzz".to_owned()), (3001, "zzz".to_owned())]));
}

#[test]
fn keys_that_add_up_cost_no_statement() {
    let clean = "INSERT INTO items VALUES (1, 'ABC', 'XYZ'), (2, 'XYZ', 'ABC'), (3, NULL, 'ABC')";
    let mut conn = world(clean);
    let down = |conn: &mut Conn| headers::table.with(Header::lines).load(conn).map(|_| ());
    let up = |conn: &mut Conn| items::table.with(Line::header).load(conn).map(|_| ());
    assert_eq!(sent(&mut conn, down).1.len(), 2);
    assert_eq!(sent(&mut conn, up).1.len(), 2);
    // And those that do not one for each hundred of them.
    let mut conn = world(LINES);
    assert_eq!(sent(&mut conn, down).1.len(), 3);
    assert_eq!(sent(&mut conn, up).1.len(), 3);
}
