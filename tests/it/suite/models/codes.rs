//! Types of one's own over the basic ones, small integers, booleans: as columns and as keys.

use crate::suite::conn::Conn;
use crate::suite::world::database;
use conjoin::prelude::*;
use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{SmallInt, Text};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
enum Unit {
    Gram,
    Litre,
}

impl<DB: Backend> FromSql<Text, DB> for Unit
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        match String::from_sql(bytes)?.as_str() {
            "g" => Ok(Unit::Gram),
            "l" => Ok(Unit::Litre),
            other => Err(format!("no unit: {other}").into()),
        }
    }
}

impl<DB: Backend> ToSql<Text, DB> for Unit
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        match self {
            Unit::Gram => "g".to_sql(out),
            Unit::Litre => "l".to_sql(out),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = SmallInt)]
enum Level {
    Low,
    High,
}

impl<DB: Backend> FromSql<SmallInt, DB> for Level
where
    i16: FromSql<SmallInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        match i16::from_sql(bytes)? {
            -1 => Ok(Level::Low),
            300 => Ok(Level::High),
            other => Err(format!("no level: {other}").into()),
        }
    }
}

impl<DB: Backend> ToSql<SmallInt, DB> for Level
where
    i16: ToSql<SmallInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        match self {
            Level::Low => (-1).to_sql(out),
            Level::High => 300.to_sql(out),
        }
    }
}

diesel::table! {
    units (code) {
        code -> Text,
        level -> SmallInt,
    }
}
diesel::table! {
    levels (level) {
        level -> SmallInt,
    }
}
diesel::table! {
    goods (id) {
        id -> SmallInt,
        unit -> Nullable<Text>,
        part_of -> Nullable<SmallInt>,
        fresh -> Bool,
        weight -> Double,
    }
}
diesel::table! {
    unit_levels (unit, level) {
        unit -> Text,
        level -> SmallInt,
    }
}
diesel::table! {
    answers (fresh) {
        fresh -> Bool,
        answer -> Text,
    }
}
diesel::allow_tables_to_appear_in_same_query!(units, levels, goods, unit_levels, answers);

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend, module = unit)]
#[diesel(table_name = units, primary_key(code))]
#[relations(
    has_many(goods: Good, back_populates = unit),
    belongs_to(level: LevelRow, foreign_key = level, back_populates = units),
    many_to_many(levels: LevelRow, through = unit_levels(unit, level), back_populates = of),
)]
struct UnitRow {
    code: Unit,
    level: Level,
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = levels, primary_key(level))]
#[relations(
    has_many(units: UnitRow, back_populates = level),
    many_to_many(of: UnitRow, through = unit_levels(level, unit), back_populates = levels),
)]
struct LevelRow {
    level: Level,
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = goods)]
#[relations(
    belongs_to(unit: UnitRow, foreign_key = unit, back_populates = goods),
    belongs_to(whole: Good, foreign_key = part_of, back_populates = parts),
    has_many(parts: Good, back_populates = whole),
    belongs_to(answer: Answer, foreign_key = fresh, back_populates = goods),
)]
struct Good {
    id: i16,
    unit: Option<Unit>,
    part_of: Option<i16>,
    fresh: bool,
    weight: f64,
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = answers, primary_key(fresh))]
#[relations(has_many(goods: Good, back_populates = answer))]
struct Answer {
    fresh: bool,
    answer: String,
}

fn world() -> Conn {
    database(
        "CREATE TABLE units (code TEXT PRIMARY KEY, level SMALLINT);
         CREATE TABLE levels (level SMALLINT PRIMARY KEY);
         CREATE TABLE goods (id SMALLINT PRIMARY KEY, unit VARCHAR(9), part_of SMALLINT,
            fresh BOOLEAN, weight DOUBLE PRECISION);
         CREATE TABLE unit_levels (unit VARCHAR(9), level SMALLINT);
         CREATE TABLE answers (fresh BOOLEAN PRIMARY KEY, answer TEXT);
         INSERT INTO levels VALUES (-1), (300);
         INSERT INTO units VALUES ('g', 300), ('l', -1);
         INSERT INTO goods VALUES (-32768, 'g', NULL, TRUE, 0.5), (7, NULL, -32768, FALSE, -1e300),
            (32767, 'g', -32768, TRUE, 0);
         INSERT INTO unit_levels VALUES ('g', -1), ('g', 300), ('l', 300);
         INSERT INTO answers VALUES (TRUE, 'yes'), (FALSE, 'no');",
    )
}

#[test]
fn enums_kept_as_text_or_as_integers_are_keys() {
    let mut conn = world();
    let query = units::table.order_by(units::code).with(UnitRow::goods.order_by(goods::id));
    let units = query.with(UnitRow::level.with(LevelRow::units)).load(&mut conn).unwrap();
    let goods = units.iter().map(|unit| unit.goods().map(|good| good.id).collect::<Vec<_>>());
    assert!(goods.eq([vec![-32768, 32767], vec![]]));
    assert!(units.iter().map(|unit| unit.code).eq([Unit::Gram, Unit::Litre]));
    for unit in &units {
        assert_eq!(unit.level().level, unit.row().level);
        assert!(unit.level().units().map(|other| other.code).eq([unit.code]));
    }
    let goods = goods::table.order_by(goods::id).with(Good::unit).load(&mut conn).unwrap();
    let codes = goods.iter().map(|good| good.unit().map(|unit| unit.code));
    assert!(codes.eq([Some(Unit::Gram), None, Some(Unit::Gram)]));
}

#[test]
fn enums_are_keys_in_association_tables() {
    let mut conn = world();
    let plan = UnitRow::levels.order_by(levels::level).with(LevelRow::of.order_by(units::code));
    let units = units::table.order_by(units::code).with(plan).load(&mut conn).unwrap();
    let levels = |at: usize| units.get(at).unwrap().levels().map(|level| level.level);
    assert!(levels(0).eq([Level::Low, Level::High]) && levels(1).eq([Level::High]));
    let of = units.get(1).unwrap().levels().flat_map(|level| level.of()).map(|unit| unit.code);
    assert!(of.eq([Unit::Gram, Unit::Litre]));
}

#[test]
fn small_integers_are_keys() {
    let mut conn = world();
    let query = goods::table.order_by(goods::id).with(Good::parts.order_by(goods::id));
    let goods = query.with(Good::whole).load(&mut conn).unwrap();
    let parts = goods.iter().map(|good| good.parts().map(|part| part.id).collect::<Vec<_>>());
    assert!(parts.eq([vec![7, 32767], vec![], vec![]]));
    assert!(goods.iter().all(|good| good.whole().map(|whole| whole.id) == good.part_of));
}

#[test]
fn booleans_are_keys() {
    let mut conn = world();
    let goods = goods::table.order_by(goods::id).with(Good::answer.with(Answer::goods));
    let goods = goods.load(&mut conn).unwrap();
    assert!(goods.iter().map(|good| good.answer().row().answer.clone()).eq(["yes", "no", "yes"]));
    assert!(goods.iter().map(|good| good.answer().goods().len()).eq([2, 1, 2]));
    assert!(goods.iter().all(|good| good.answer().fresh == good.fresh));
}

#[test]
fn the_rows_of_a_relation_are_read_as_those_of_a_query() {
    let mut conn = world();
    let plain = goods::table.filter(goods::unit.eq(Unit::Gram)).order_by(goods::id);
    let plain: Vec<Good> = plain.load(conn.diesel()).unwrap();
    assert!(plain[0].fresh && plain[0].weight == 0.5);
    let plan = UnitRow::goods.order_by(goods::id);
    let unit = units::table.find(Unit::Gram).with(plan).first(&mut conn).unwrap();
    assert!(unit.goods().rows().eq(&plain));
}

#[test]
fn related_rows_are_asked_for_by_enum() {
    let mut conn = world();
    let gram = UnitRow { code: Unit::Gram, level: Level::High };
    assert_eq!(gram.related(UnitRow::goods).count().get_result(conn.diesel()), Ok(2_i64));
    let levels = gram.related(UnitRow::levels).order_by(levels::level);
    assert_eq!(
        levels.load(conn.diesel()),
        Ok(vec![LevelRow { level: Level::Low }, LevelRow { level: Level::High }])
    );
    let joined = units::table.join(UnitRow::levels).filter(levels::level.eq(Level::High)).count();
    assert_eq!(joined.get_result(conn.diesel()), Ok(2_i64));
}

#[test]
fn a_value_that_is_none_of_the_enum_is_an_error() {
    let mut conn = world();
    conn.batch_execute("INSERT INTO unit_levels VALUES ('kg', 300)").unwrap();
    assert!(units::table.with(UnitRow::levels).load(&mut conn).is_ok());
    conn.batch_execute("INSERT INTO units VALUES ('kg', 300)").unwrap();
    let error = levels::table.with(LevelRow::of).load(&mut conn).err().unwrap();
    assert!(format!("{error:?}").contains("no unit: kg"), "{error:?}");
}
