//! Relations with a filter and an order of their own, and those without a foreign key.

use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::prelude::*;
use diesel::backend::Backend;
use diesel::dsl::sql;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::Bool;
use std::cell::Cell;

diesel::table! {
    books (id) {
        id -> Integer,
        best_id -> Nullable<Integer>,
    }
}
diesel::table! {
    films (id) {
        id -> Integer,
    }
}
diesel::table! {
    reviews (id) {
        id -> Integer,
        about_kind -> Text,
        about_id -> Integer,
        stars -> Integer,
    }
}
diesel::table! {
    shelves (id) {
        id -> Integer,
    }
}
diesel::table! {
    places (shelf_id, item_id, item_kind) {
        shelf_id -> Integer,
        item_id -> Integer,
        item_kind -> Text,
        position -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(books, films, reviews, shelves, places);

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = books)]
#[relations(
    backend = blog::MultiBackend,
    has_many(
        reviews: Review,
        foreign_key = reviews::about_id,
        filter = reviews::about_kind.eq("book"),
        order_by = (reviews::stars.desc(), reviews::id),
        one_way
    ),
    has_many(
        praise: Review,
        foreign_key = reviews::about_id,
        filter = reviews::about_kind.eq("book").and(reviews::stars.eq_any(good())),
        one_way
    ),
    belongs_to(
        best: Review, foreign_key = best_id, filter = reviews::about_kind.eq("book"), one_way
    ),
    many_to_many(
        shelves: Shelf,
        through = places(item_id, shelf_id),
        filter = places::item_kind.eq("book"),
        order_by = places::position,
        one_way
    ),
)]
struct Book {
    id: i32,
    best_id: Option<i32>,
}

/// What is good may change from query to query.
fn good() -> Vec<i32> {
    GOOD.with(|good| good.get()..=5).collect()
}

thread_local! {
    static GOOD: Cell<i32> = const { Cell::new(4) };
    static CHOSEN: Cell<&'static str> = const { Cell::new("id = 4") };
}

/// A condition of one type and of any text, which does not tell Diesel so.
struct Written(&'static str);

impl Expression for Written {
    type SqlType = Bool;
}

impl ValidGrouping<()> for Written {
    type IsAggregate = is_aggregate::No;
}

impl<QS> AppearsOnTable<QS> for Written {}

impl<DB: Backend> QueryFragment<DB> for Written {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.0);
        Ok(())
    }
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = films)]
#[relations(
    backend = blog::MultiBackend,
    has_many(
        reviews: Review,
        foreign_key = reviews::about_id,
        filter = reviews::about_kind.eq("film"),
        one_way
    ),
    has_one(
        worst: Review,
        foreign_key = reviews::about_id,
        filter = reviews::about_kind.eq("film").and(reviews::stars.eq(1)),
        one_way
    ),
    has_many(
        chosen: Review,
        foreign_key = reviews::about_id,
        filter = Written(CHOSEN.get()),
        one_way
    ),
    has_many(
        extremes: Review,
        foreign_key = reviews::about_id,
        filter = sql::<Bool>("about_kind = 'film' AND stars = 5 OR about_kind = 'film' AND stars = 1"),
        one_way
    ),
)]
struct Film {
    id: i32,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = reviews)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(book: Book, foreign_key = about_id, one_way),
)]
struct Review {
    id: i32,
    about_id: i32,
    stars: i32,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = reviews)]
#[relations(backend = blog::MultiBackend)]
struct Stars {
    id: i32,
    stars: i32,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = shelves)]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(
        books: Book,
        through = places(shelf_id, item_id),
        filter = places::item_kind.eq("book"),
        order_by = (places::position, books::id),
        one_way
    ),
)]
struct Shelf {
    id: i32,
}

fn world() -> Conn {
    database(
        "CREATE TABLE books (id INTEGER PRIMARY KEY, best_id INTEGER);
         CREATE TABLE films (id INTEGER PRIMARY KEY);
         CREATE TABLE reviews (id INTEGER PRIMARY KEY, about_kind VARCHAR(10) NOT NULL,
             about_id INTEGER NOT NULL, stars INTEGER NOT NULL);
         CREATE TABLE shelves (id INTEGER PRIMARY KEY);
         CREATE TABLE places (shelf_id INTEGER NOT NULL, item_id INTEGER NOT NULL,
             item_kind VARCHAR(10) NOT NULL, position INTEGER NOT NULL);
         INSERT INTO books VALUES (1, 2), (2, 4), (3, NULL);
         INSERT INTO films VALUES (1), (2);
         INSERT INTO reviews VALUES (1, 'book', 1, 3), (2, 'book', 1, 5), (3, 'book', 2, 4),
             (4, 'film', 1, 5), (5, 'film', 2, 1), (6, 'film', 1, 2), (7, 'book', 1, 3);
         INSERT INTO shelves VALUES (1), (2);
         INSERT INTO places VALUES (1, 1, 'book', 2), (1, 2, 'book', 1), (1, 2, 'film', 1),
             (1, 3, 'film', 3), (2, 1, 'film', 1), (2, 1, 'book', 1), (2, 3, 'book', 0);",
    )
}

#[test]
fn a_filter_stands_in_for_a_foreign_key() {
    let mut conn = world();
    let books = books::table.order(books::id).with(Book::reviews).load(&mut conn).unwrap();
    let ids = books.iter().map(|book| book.reviews().map(|it| it.id).collect::<Vec<_>>());
    assert_eq!(ids.collect::<Vec<_>>(), [vec![2, 1, 7], vec![3], vec![]]);
    let films = films::table.order(films::id).with(Film::reviews).with(Film::worst).load(&mut conn);
    let films = films.unwrap();
    let count = films.iter().map(|film| (film.reviews().len(), film.worst().map(|it| it.id)));
    assert_eq!(count.collect::<Vec<_>>(), [(2, None), (1, Some(5))]);
}

#[test]
fn the_filter_and_the_order_are_in_the_statement() {
    let mut conn = world();
    let (_, statements) =
        sent(&mut conn, |conn| books::table.find(1).with(Book::reviews).first(conn));
    assert_eq!(
        statements[1],
        "SELECT `reviews`.`id`, `reviews`.`about_id`, `reviews`.`stars` FROM `reviews` \
         WHERE `reviews`.`about_id` = ? AND ((`reviews`.`about_kind` = ?)) \
         ORDER BY `reviews`.`stars` DESC, `reviews`.`id`"
    );
}

#[test]
fn rows_that_are_read_as_another_struct_are_filtered_and_ordered_too() {
    let mut conn = world();
    let books = books::table
        .order_by(books::id)
        .with(Book::reviews)
        .with(Book::best.as_model::<Stars>())
        .load(&mut conn)
        .unwrap();
    let stars = books::table
        .order_by(books::id)
        .with(Book::reviews.as_model::<Stars>())
        .with(Book::best)
        .load(&mut conn)
        .unwrap();
    for (book, same) in books.iter().zip(&stars) {
        let reviews = book.reviews().map(|it| (it.id, it.stars));
        assert!(same.reviews().map(|it| (it.id, it.stars)).eq(reviews));
        assert_eq!(book.best().map(|it| it.id), same.best().map(|it| it.id));
    }
}

#[test]
fn a_plan_narrows_further_and_replaces_the_order() {
    let mut conn = world();
    let plan = Book::reviews.filter(reviews::stars.lt(5)).order_by(reviews::id.desc());
    let book = books::table.find(1).with(plan).first(&mut conn).unwrap();
    assert!(book.reviews().map(|it| it.id).eq([7, 1]));
    let plan = Book::reviews.filter(reviews::id.eq(1)).or_filter(reviews::id.eq(4));
    let films_review_too = books::table.find(1).with(plan).first(&mut conn).unwrap();
    assert_eq!(films_review_too.reviews().len(), 1);
}

#[test]
fn a_filtered_relation_is_whole_by_itself() {
    fn stars(book: impl Has<book::praise>) -> i32 {
        book.get(Book::praise).map(|review| review.stars).sum()
    }
    let mut conn = world();
    let books = books::table.order(books::id).with(Book::praise).load(&mut conn).unwrap();
    assert!(books.iter().map(stars).eq([5, 4, 0]));
}

#[test]
fn a_filter_is_made_anew_for_each_query() {
    let mut conn = world();
    let praise = |conn: &mut Conn| {
        let book = books::table.find(1).with(Book::praise).first(conn).unwrap();
        book.praise().len()
    };
    assert_eq!(praise(&mut conn), 1);
    GOOD.set(3);
    assert_eq!(praise(&mut conn), 3);
    GOOD.set(6);
    assert_eq!(praise(&mut conn), 0);
}

#[test]
fn a_statement_is_not_taken_for_one_with_another_filter() {
    let mut conn = world();
    let chosen = |conn: &mut Conn| {
        let film = films::table.find(1).with(Film::chosen).first(conn).unwrap();
        film.chosen().map(|review| review.id).collect::<Vec<_>>()
    };
    assert_eq!(chosen(&mut conn), [4]);
    CHOSEN.set("id = 6");
    assert_eq!(chosen(&mut conn), [6]);
}

#[test]
fn a_filter_in_raw_sql_may_be_an_alternative() {
    let mut conn = world();
    let films = films::table.order(films::id).with(Film::extremes).load(&mut conn).unwrap();
    assert!(films.iter().map(|film| film.extremes().len()).eq([1, 1]));
    let film = Film { id: 1 };
    assert_eq!(film.related(Film::extremes).count().get_result(conn.diesel()), Ok(1_i64));
}

#[test]
fn a_to_one_relation_with_a_filter_may_lead_nowhere() {
    let mut conn = world();
    let books = books::table.order(books::id).with(Book::best).load(&mut conn).unwrap();
    let best = books.iter().map(|book| book.best().map(|it| it.id));
    assert_eq!(best.collect::<Vec<_>>(), [Some(2), None, None]);
    let review = reviews::table.find(2).with(Review::book).first(&mut conn).unwrap();
    assert_eq!((review.book().id, review.book().best_id), (1, Some(2)));
}

#[test]
fn the_columns_of_an_association_filter_and_order() {
    let mut conn = world();
    let shelves = shelves::table.order(shelves::id).with(Shelf::books).load(&mut conn).unwrap();
    let books = shelves.iter().map(|it| it.books().map(|book| book.id).collect::<Vec<_>>());
    assert_eq!(books.collect::<Vec<_>>(), [vec![2, 1], vec![3, 1]]);
    let plan = Shelf::books.filter(places::position.gt(0)).order_by(places::position.desc());
    let shelves = shelves::table.order(shelves::id).with(plan).load(&mut conn).unwrap();
    let books = shelves.iter().map(|it| it.books().map(|book| book.id).collect::<Vec<_>>());
    assert_eq!(books.collect::<Vec<_>>(), [vec![1, 2], vec![1]]);
}

#[test]
fn joins_and_related_rows_heed_the_filter() {
    let mut conn = world();
    let rows = books::table.outer_join(Book::reviews).filter(books::id.ge(2)).order(books::id);
    let rows: Vec<(i32, Option<i32>)> =
        rows.select((books::id, reviews::id.nullable())).load(conn.diesel()).unwrap();
    assert_eq!(rows, [(2, Some(3)), (3, None)]);
    let rows = shelves::table.join(Shelf::books).filter(shelves::id.eq(1)).count();
    assert_eq!(rows.get_result(conn.diesel()), Ok(2_i64));
    let book = Book { id: 1, best_id: Some(4) };
    assert_eq!(book.related(Book::reviews).count().get_result(conn.diesel()), Ok(3_i64));
    assert_eq!(book.related(Book::best).count().get_result(conn.diesel()), Ok(0_i64));
    assert_eq!(book.related(Book::shelves).count().get_result(conn.diesel()), Ok(2_i64));
}
