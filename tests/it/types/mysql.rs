//! Types that MariaDB and MySQL alone have, and how they are read: the rows of a relation are read
//! by the types that the server gives its columns, not by those that Diesel's schema does.

use crate::suite::conn::Conn;
use crate::suite::world::database;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::data_types::MysqlTime;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::mysql::{Mysql, MysqlValue};
use diesel::prelude::*;
use diesel::sql_types::{Date, Datetime, Numeric, Time, Timestamp};

diesel::table! {
    owners (id) {
        id -> Unsigned<Integer>,
        serial -> Unsigned<BigInt>,
    }
}
diesel::table! {
    all_types (id) {
        id -> Unsigned<BigInt>,
        owner_id -> Nullable<Unsigned<Integer>>,
        tiny -> TinyInt,
        tiny_unsigned -> Unsigned<TinyInt>,
        small_unsigned -> Unsigned<SmallInt>,
        medium -> Integer,
        truth -> Bool,
        price -> Decimal,
        ratio -> Float,
        exact -> Double,
        day -> Date,
        at -> Time,
        moment -> Nullable<Datetime>,
        stamp -> Timestamp,
        long -> Text,
        raw -> Blob,
    }
}
diesel::table! {
    pairs (owner_id, serial) {
        owner_id -> Unsigned<Integer>,
        serial -> Unsigned<BigInt>,
    }
}
diesel::table! {
    totals (owner_id) {
        owner_id -> Unsigned<Integer>,
        sum -> Nullable<BigInt>,
        average -> Nullable<Double>,
        any -> Bool,
        rounded -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(owners, all_types, pairs, totals);

/// A date or a time, which Diesel's own type cannot be compared as.
#[derive(Debug, Clone, PartialEq, FromSqlRow)]
struct Moment([u32; 6], u64);

macro_rules! moments {
    ($($sql_type:ty),*) => {$(
        impl FromSql<$sql_type, Mysql> for Moment {
            fn from_sql(value: MysqlValue<'_>) -> deserialize::Result<Self> {
                let time = <MysqlTime as FromSql<$sql_type, Mysql>>::from_sql(value)?;
                let MysqlTime { year, month, day, hour, minute, second, second_part, .. } = time;
                Ok(Moment([year, month, day, hour, minute, second], second_part.into()))
            }
        }
    )*};
}
moments!(Date, Time, Datetime, Timestamp);

/// A decimal as the server writes it.
#[derive(Debug, Clone, PartialEq, FromSqlRow)]
struct Price(String);

impl FromSql<Numeric, Mysql> for Price {
    fn from_sql(value: MysqlValue<'_>) -> deserialize::Result<Self> {
        assert_eq!(value.value_type(), diesel::mysql::MysqlType::Numeric);
        Ok(Price(str::from_utf8(value.as_bytes())?.to_owned()))
    }
}

#[derive(Debug, PartialEq, Queryable, Selectable, Relations)]
#[relations(only = Mysql)]
#[diesel(table_name = owners)]
#[relations(
    has_many(values: Values, back_populates = owner),
    has_one(total: Total, foreign_key = totals::owner_id, one_way),
    many_to_many(chosen: Values, through = pairs(owner_id, serial), back_populates = choosers),
)]
struct Owner {
    id: u32,
    serial: u64,
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
#[relations(only = Mysql)]
#[diesel(table_name = all_types)]
#[relations(
    belongs_to(owner: Owner, back_populates = values),
    many_to_many(choosers: Owner, through = pairs(serial, owner_id), back_populates = chosen),
)]
struct Values {
    id: u64,
    owner_id: Option<u32>,
    tiny: i8,
    tiny_unsigned: u8,
    small_unsigned: u16,
    medium: i32,
    truth: bool,
    price: Price,
    ratio: f32,
    exact: f64,
    day: Moment,
    at: Moment,
    moment: Option<Moment>,
    stamp: Moment,
    long: String,
    raw: Vec<u8>,
}

/// A view, whose columns have the types of what they compute.
#[derive(Debug, PartialEq, Queryable, Selectable, Relations)]
#[relations(only = Mysql)]
#[diesel(table_name = totals, primary_key(owner_id))]
struct Total {
    owner_id: u32,
    sum: Option<i64>,
    average: Option<f64>,
    any: bool,
    rounded: i32,
}

fn world() -> Conn {
    let mut conn = database(
        "CREATE TABLE owners (id INT UNSIGNED PRIMARY KEY, serial BIGINT UNSIGNED);
         CREATE TABLE all_types (id BIGINT UNSIGNED PRIMARY KEY, owner_id INT UNSIGNED,
            tiny TINYINT, tiny_unsigned TINYINT UNSIGNED, small_unsigned SMALLINT UNSIGNED,
            medium MEDIUMINT, truth TINYINT(1), price DECIMAL(20, 5), ratio FLOAT, exact DOUBLE,
            day DATE, at TIME(3), moment DATETIME(6), stamp TIMESTAMP(6) NULL,
            `long` LONGTEXT, raw LONGBLOB);
         CREATE TABLE pairs (owner_id INT UNSIGNED, serial BIGINT UNSIGNED);
         CREATE VIEW totals AS SELECT owner_id, SUM(medium) AS sum, AVG(medium) AS average,
            MAX(medium) > 0 AS `any`, ROUND(AVG(medium)) AS rounded
            FROM all_types WHERE owner_id IS NOT NULL GROUP BY owner_id;
         INSERT INTO owners VALUES (4294967295, 18446744073709551615), (2147483648, 1), (1, 0);
         INSERT INTO all_types VALUES
            (18446744073709551615, 4294967295, -128, 255, 65535, -8388608, 1,
             '123456789012345.67890', 1.5, -1e300, '2024-02-29', '23:59:58.123',
             '9999-12-31 23:59:59.999999', '2038-01-01 00:00:00.5', 'äöü€', x'00FF'),
            (1, 4294967295, 127, 0, 0, 8388607, 0, '-0.00001', -0.25, 0, '1000-01-01', '00:00:00',
             NULL, '1970-01-02', '', ''),
            (2, NULL, 0, 1, 2, 3, 0, 0, 0, 0, '2024-01-01', '01:02:03', '2024-01-01', '2024-01-01',
             'y', 'z');
         INSERT INTO pairs VALUES
            (4294967295, 1), (4294967295, 18446744073709551615), (2147483648, 18446744073709551615);",
    );
    // More than the 64 KiB of a TEXT, after rows with less and before the rest of the columns.
    conn.batch_execute(
        "UPDATE all_types SET `long` = REPEAT('ö', 100000), raw = REPEAT(x'FE00', 90000)
         WHERE id IN (1, 2)",
    )
    .unwrap();
    conn
}

fn values(conn: &mut Conn) -> Vec<Values> {
    all_types::table.order_by(all_types::id).load(conn.diesel()).unwrap()
}

#[test]
fn the_rows_of_a_relation_are_read_as_those_of_a_query() {
    let mut conn = world();
    let plain = values(&mut conn);
    let plan = Owner::values.order_by(all_types::id);
    let owner = owners::table.find(u32::MAX).with(plan).first(&mut conn).unwrap();
    assert!(owner.values().rows().eq([&plain[0], &plain[2]]));
    let last = &plain[2];
    assert_eq!((last.tiny, last.tiny_unsigned, last.small_unsigned), (-128, 255, 65535));
    assert_eq!((last.truth, last.price.0.as_str()), (true, "123456789012345.67890"));
    assert_eq!(last.moment, Some(Moment([9999, 12, 31, 23, 59, 59], 999_999)));
    assert_eq!((plain[0].long.len(), plain[0].raw.len()), (200_000, 180_000));
    assert_eq!((plain[0].moment.as_ref(), last.long.as_str()), (None, "äöü€"));
}

#[test]
fn unsigned_integers_are_keys() {
    let mut conn = world();
    let plan = Owner::values.order_by(all_types::id.desc()).with(Values::owner);
    let owners = owners::table.order_by(owners::id).with(plan).load(&mut conn).unwrap();
    let ids = owners.iter().map(|owner| owner.values().map(|row| row.id).collect::<Vec<_>>());
    assert!(ids.eq([vec![], vec![], vec![u64::MAX, 1]]));
    for values in owners.iter().flat_map(|owner| owner.values()) {
        let owner = values.owner().map(|owner| (owner.id, owner.serial));
        assert_eq!(owner, Some((u32::MAX, u64::MAX)));
    }
}

#[test]
fn unsigned_integers_are_keys_in_an_association_table() {
    let mut conn = world();
    let plain = values(&mut conn);
    let plan = Owner::chosen.order_by(all_types::id);
    let plan = plan.with(Values::choosers.order_by(owners::id));
    let owners = owners::table.order_by(owners::id).with(plan).load(&mut conn).unwrap();
    let chosen = |at: usize| owners.get(at).unwrap().chosen();
    assert!(chosen(0).is_empty() && chosen(1).rows().eq([&plain[2]]));
    assert!(chosen(2).rows().eq([&plain[0], &plain[2]]));
    let choosers = chosen(1).flat_map(|values| values.choosers()).map(|owner| owner.id);
    assert!(choosers.eq([1 << 31, u32::MAX]));
}

#[test]
fn what_a_view_computes_is_read_by_its_own_types() {
    let mut conn = world();
    let owners = owners::table.order_by(owners::id).with(Owner::total).load(&mut conn).unwrap();
    let plain: Vec<Total> = totals::table.load(conn.diesel()).unwrap();
    assert!(owners.iter().filter_map(|owner| owner.total()).map(|total| total.row()).eq(&plain));
    let expected =
        Total { owner_id: u32::MAX, sum: Some(-1), average: Some(-0.5), any: true, rounded: -1 };
    assert_eq!(plain, [expected]);
}

#[test]
fn related_rows_are_asked_for_by_unsigned_integer() {
    let mut conn = world();
    let owner = Owner { id: u32::MAX, serial: 0 };
    assert_eq!(owner.related(Owner::values).count().get_result(conn.diesel()), Ok(2_i64));
    let chosen = owner.related(Owner::chosen).order_by(all_types::id).select(all_types::id);
    assert_eq!(chosen.load(conn.diesel()), Ok(vec![1, u64::MAX]));
}
