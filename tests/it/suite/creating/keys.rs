//! Keys of several columns, keys that are not primary, keys of the program, and rows of the same table.

use super::*;
use conjoin::{Error, create, create_all};

diesel::table! { halls (id) { id -> Integer, city -> Text, number -> Integer, code -> Text, } }
diesel::table! { concerts (id) { id -> Integer, city -> Text, hall -> Integer, door -> Text, } }
diesel::table! { doors (id) { id -> Integer, code -> Text, hall -> Text, } }
diesel::allow_tables_to_appear_in_same_query!(halls, concerts, doors);

/// Its number in its city is what others refer to, or its code.
#[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
#[diesel(table_name = halls)]
#[relations(
    backend = blog::MultiBackend,
    has_many(concerts: Concert, back_populates = hall_of),
    has_many(doors: Door, back_populates = into),
)]
struct Hall {
    id: i32,
    city: String,
    number: i32,
    code: String,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
#[diesel(table_name = concerts)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(
        hall_of: Hall, foreign_key = (city, hall), references = (halls::city, halls::number),
        back_populates = concerts
    ),
    belongs_to(by: Door, foreign_key = door, references = doors::code, one_way),
)]
struct Concert {
    id: i32,
    city: String,
    hall: i32,
    door: String,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
#[diesel(table_name = doors)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(into: Hall, foreign_key = hall, references = halls::code, back_populates = doors),
)]
struct Door {
    id: i32,
    code: String,
    hall: String,
}

fn halls() -> Conn {
    database(
        "CREATE TABLE halls (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, city VARCHAR(9) NOT NULL,
            number INTEGER NOT NULL, code VARCHAR(9) NOT NULL UNIQUE, UNIQUE (city, number));
         CREATE TABLE doors (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, code VARCHAR(9) NOT NULL UNIQUE,
            hall VARCHAR(9) NOT NULL, FOREIGN KEY (hall) REFERENCES halls (code));
         CREATE TABLE concerts (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, city VARCHAR(9) NOT NULL,
            hall INTEGER NOT NULL, door VARCHAR(9) NOT NULL,
            FOREIGN KEY (city, hall) REFERENCES halls (city, number),
            FOREIGN KEY (door) REFERENCES doors (code));",
    )
}

#[derive(Insertable, Clone, Copy)]
#[diesel(table_name = halls)]
struct NewHall {
    city: &'static str,
    number: i32,
    code: &'static str,
}

const OSLO: NewHall = NewHall { city: "Oslo", number: 1, code: "O1" };
const ROME: NewHall = NewHall { city: "Rome", number: 1, code: "R1" };

#[test]
fn keys_of_several_columns_and_keys_that_are_not_primary_are_filled_in() {
    let mut conn = halls();
    let with_doors = |hall: NewHall, codes: &[&'static str]| {
        let doors = codes.iter().map(|&code| create(doors::code.eq(code)));
        create(hall).with(Hall::doors, doors)
    };
    let rows = [with_doors(OSLO, &["a", "b"]), with_doors(ROME, &["c"])];
    let created = create_all(rows).save(&mut conn).unwrap();
    for (hall, codes) in created.iter().zip([&["a", "b"][..], &["c"]]) {
        let found: Vec<&str> = hall.doors().rows().map(|door| door.code.as_str()).collect();
        assert_eq!(found, codes);
        assert!(hall.doors().all(|door| door.hall == hall.code));
    }

    // Two parents of one row, in either direction.
    let concert = create(concerts::door.eq("c"))
        .with(Concert::hall_of, create(NewHall { number: 2, code: "O2", ..OSLO }))
        .save(&mut conn)
        .unwrap();
    assert_eq!((concert.city.as_str(), concert.hall), ("Oslo", 2));
    assert_eq!(concert.hall_of().code, "O2");
    let by = create(doors::code.eq("d"))
        .with(Door::into, create(NewHall { number: 3, code: "O3", ..OSLO }));
    let hall = create(NewHall { number: 4, code: "O4", ..OSLO });
    let rows = (concerts::id.eq(100),);
    let concert =
        create(rows).with(Concert::hall_of, hall).with(Concert::by, by).save(&mut conn).unwrap();
    assert_eq!((concert.id, concert.hall, concert.door.as_str()), (100, 4, "d"));
    assert_eq!((concert.by().into().number, concert.hall_of().number), (3, 4));
}

diesel::table! { books (isbn) { isbn -> Text, title -> Text, } }
diesel::table! { copies (book, number) { book -> Text, number -> Integer, } }
diesel::allow_tables_to_appear_in_same_query!(books, copies);

#[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
#[diesel(table_name = books, primary_key(isbn))]
#[relations(backend = blog::MultiBackend, has_many(copies: Copy, back_populates = of))]
struct Book {
    isbn: String,
    title: String,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
#[diesel(table_name = copies, primary_key(book, number))]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(of: Book, foreign_key = book, back_populates = copies),
)]
struct Copy {
    book: String,
    number: i32,
}

fn library() -> Conn {
    database(
        "CREATE TABLE books (isbn VARCHAR(20) PRIMARY KEY NOT NULL, title VARCHAR(99) NOT NULL);
         CREATE TABLE copies (book VARCHAR(20) NOT NULL, number INTEGER NOT NULL,
            PRIMARY KEY (book, number), FOREIGN KEY (book) REFERENCES books (isbn));",
    )
}

#[test]
fn keys_of_the_program_are_kept() {
    let mut conn = library();
    let rows = [("z", 2), ("a", 0), ("m", 3)].map(|(isbn, count)| {
        let copies = (1..=count).map(|number| create(copies::number.eq(number)));
        create((books::title.eq("A title, with commas"), books::isbn.eq(isbn)))
            .with(Book::copies, copies)
    });
    let created = create_all(rows).save(&mut conn).unwrap();
    let found: Vec<_> = created.iter().map(|it| (it.isbn.clone(), it.copies().len())).collect();
    let expected = [("z", 2), ("a", 0), ("m", 3)].map(|(isbn, count)| (isbn.to_owned(), count));
    assert_eq!(found, expected);
    assert!(created.iter().all(|book| book.copies().all(|copy| copy.book == book.isbn)));

    // A key of two columns, one of which is that of a new parent.
    let copies = [3, 1, 2].map(|number| {
        let book = (books::isbn.eq(format!("b{number}")), books::title.eq(number.to_string()));
        create(copies::number.eq(number)).with(Copy::of, create(book))
    });
    let created = create_all(copies).save(&mut conn).unwrap();
    let found: Vec<_> = created.iter().map(|it| (it.number, it.of().title.clone())).collect();
    assert_eq!(found, [3, 1, 2].map(|number| (number, number.to_string())));
}

#[test]
fn keys_that_the_database_computes_are_told_or_an_error() {
    let mut conn = library();
    let isbn = diesel::dsl::sql::<diesel::sql_types::Text>("UPPER('x')");
    let book = create((books::isbn.eq(isbn), books::title.eq("X")));
    let created = book.with(Book::copies, [create(copies::number.eq(1))]).save(&mut conn);
    let books: i64 = books::table.count().get_result(conn.diesel()).unwrap();
    if crate::database::name() == "mariadb" {
        let error = created.map(drop).unwrap_err();
        assert_eq!(Error::of(&error), Some(&Error::UnknownKeys { relation: "Book" }));
        assert_eq!(books, 0);
    } else {
        assert_eq!((created.unwrap().copies().len(), books), (1, 1));
    }
}

diesel::table! { parts (id) { id -> Integer, name -> Text, whole -> Nullable<Integer>, } }

#[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
#[diesel(table_name = parts)]
#[relations(
    backend = blog::MultiBackend,
    has_many(parts: Part, back_populates = of),
    belongs_to(of: Part, foreign_key = whole, back_populates = parts),
)]
struct Part {
    id: i32,
    name: String,
    whole: Option<i32>,
}

#[test]
fn rows_of_one_table_are_created_above_and_beneath_each_other() {
    let mut conn = database(
        "CREATE TABLE parts (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name VARCHAR(9) NOT NULL,
            whole INTEGER, FOREIGN KEY (whole) REFERENCES parts (id));",
    );
    let part = |name: &'static str| create(parts::name.eq(name));
    let engine = part("engine")
        .with(Part::of, part("car"))
        .with(Part::parts, [part("piston").with(Part::parts, [part("ring"), part("pin")])])
        .save(&mut conn)
        .unwrap();
    assert_eq!(engine.of().map(|car| car.name.clone()), Some("car".to_owned()));
    let pistons: Vec<_> =
        engine.parts().map(|it| (it.name.as_str().to_owned(), it.parts().len())).collect();
    assert_eq!(pistons, [("piston".to_owned(), 2)]);
    let car: Part = parts::table.filter(parts::whole.is_null()).first(conn.diesel()).unwrap();
    assert_eq!((car.name.as_str(), engine.whole), ("car", Some(car.id)));
}
