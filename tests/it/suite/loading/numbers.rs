//! Sums, averages and extremes of numbers of every type, loaded with rows.

use crate::suite::world::database;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

diesel::table! { shops (id) { id -> Integer, code -> Text, } }
diesel::table! {
    sales (id) {
        id -> Integer,
        shop -> Text,
        pieces -> SmallInt,
        cents -> Nullable<BigInt>,
        weight -> Float,
        length -> Nullable<Double>,
    }
}

const TABLES: &str = "
    CREATE TABLE shops (id INTEGER PRIMARY KEY, code VARCHAR(9) NOT NULL);
    CREATE TABLE sales (id INTEGER PRIMARY KEY, shop VARCHAR(9) NOT NULL, pieces SMALLINT NOT NULL,
        cents BIGINT, weight REAL NOT NULL, length DOUBLE PRECISION);
    INSERT INTO shops VALUES (1, 'a'), (2, 'b'), (3, 'c');
    INSERT INTO sales VALUES (1, 'a', 1, 9000000000000000000, 0.5, 1.5),
        (2, 'a', 1, NULL, 0.25, NULL), (3, 'a', 3, 7, 0, 0.25), (4, 'b', 2, NULL, 8, NULL);";

#[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
#[diesel(table_name = shops)]
#[relations(
    backend = blog::MultiBackend,
    has_many(sales: Sale, back_populates = of),
)]
struct Shop {
    id: i32,
    code: String,
}

#[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
#[diesel(table_name = sales)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(of: Shop, foreign_key = shop, references = shops::code, back_populates = sales),
)]
struct Sale {
    id: i32,
    shop: String,
    pieces: i16,
    cents: Option<i64>,
    weight: f32,
    length: Option<f64>,
}

#[test]
fn numbers_of_every_type_have_their_sums_and_averages() {
    let mut conn = database(TABLES);
    let shops = shops::table.order_by(shops::id);
    let of_integers = shops
        .with(Shop::sales.sum(sales::pieces))
        .with(Shop::sales.avg(sales::pieces))
        .with(Shop::sales.max(sales::cents))
        .load(&mut conn)
        .unwrap();
    let values: Vec<(i64, Option<f64>, Option<i64>)> = of_integers
        .iter()
        .map(|shop| {
            let avg = shop.avg(Shop::sales, sales::pieces);
            (shop.sum(Shop::sales, sales::pieces), avg, shop.max(Shop::sales, sales::cents))
        })
        .collect();
    let most = 9_000_000_000_000_000_000;
    assert_eq!(values, [(5, Some(5. / 3.), Some(most)), (2, Some(2.), None), (0, None, None)]);

    let of_large = shops
        .with(Shop::sales.sum(sales::cents))
        .with(Shop::sales.avg(sales::cents))
        .load(&mut conn)
        .unwrap();
    let sums: Vec<i64> = of_large.iter().map(|shop| shop.sum(Shop::sales, sales::cents)).collect();
    assert_eq!(sums, [most + 7, 0, 0]);
    let avgs = of_large.iter().map(|shop| shop.avg(Shop::sales, sales::cents));
    assert_eq!(avgs.collect::<Vec<Option<f64>>>(), [Some(4.5e18), None, None]);

    let of_floats = shops
        .with(Shop::sales.sum(sales::weight))
        .with(Shop::sales.avg(sales::weight))
        .with(Shop::sales.min(sales::length))
        .load(&mut conn)
        .unwrap();
    let values: Vec<(f32, Option<f64>, Option<f64>)> = of_floats
        .iter()
        .map(|shop| {
            let avg = shop.avg(Shop::sales, sales::weight);
            (shop.sum(Shop::sales, sales::weight), avg, shop.min(Shop::sales, sales::length))
        })
        .collect();
    let expected = [(0.75, Some(0.25), Some(0.25)), (8., Some(8.), None), (0., None, None)];
    assert_eq!(values, expected);

    let of_doubles = shops
        .with(Shop::sales.sum(sales::length))
        .with(Shop::sales.avg(sales::length))
        .load(&mut conn)
        .unwrap();
    let values = of_doubles
        .iter()
        .map(|shop| (shop.sum(Shop::sales, sales::length), shop.avg(Shop::sales, sales::length)));
    let expected = [(1.75, Some(0.875)), (0., None), (0., None)];
    assert_eq!(values.collect::<Vec<(f64, Option<f64>)>>(), expected);
}

#[test]
fn a_sum_that_no_integer_holds_is_an_error() {
    let mut conn = database(TABLES);
    conn.batch_execute("UPDATE sales SET cents = 9000000000000000000").unwrap();
    let load = shops::table.with(Shop::sales.sum(sales::cents)).load(&mut conn);
    assert!(load.is_err());
}
