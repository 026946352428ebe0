//! Times as keys, on MariaDB and MySQL: typed binds in a list are not all found in a `TIMESTAMP` column.

use crate::suite::world::{database, sent};
use conjoin::prelude::*;
use diesel::data_types::MysqlTime;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::mysql::data_types::MysqlTimestampType;
use diesel::mysql::{Mysql, MysqlValue};
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{Datetime, Timestamp};

/// A time of a day in January 2026, to the microsecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, FromSqlRow, AsExpression)]
#[diesel(sql_type = Timestamp)]
#[diesel(sql_type = Datetime)]
struct Moment {
    day: u32,
    second: u32,
    micros: u64,
}

macro_rules! moment {
    ($($sql_type:ty),*) => {$(
        impl FromSql<$sql_type, Mysql> for Moment {
            fn from_sql(value: MysqlValue<'_>) -> deserialize::Result<Self> {
                let time = <MysqlTime as FromSql<$sql_type, Mysql>>::from_sql(value)?;
                let micros = time.second_part.into();
                Ok(Moment { day: time.day, second: time.second, micros })
            }
        }

        impl ToSql<$sql_type, Mysql> for Moment {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Mysql>) -> serialize::Result {
                let Moment { day, second, micros } = *self;
                let kind = MysqlTimestampType::MYSQL_TIMESTAMP_DATETIME;
                let micros = micros.try_into()?;
                let time = MysqlTime::new(2026, 1, day, 0, 0, second, micros, false, kind, 0);
                <MysqlTime as ToSql<$sql_type, Mysql>>::to_sql(&time, &mut out.reborrow())
            }
        }
    )*};
}
moment!(Timestamp, Datetime);

diesel::table! {
    runs (started) {
        started -> Timestamp,
        planned -> Datetime,
        lane -> Integer,
    }
}
diesel::table! {
    steps (id) {
        id -> Integer,
        started -> Timestamp,
        planned -> Datetime,
        lane -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(runs, steps);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = runs)]
#[relations(
    only = Mysql,
    has_many(steps: Step, back_populates = run),
    has_many(planned_steps: Step, back_populates = planned_run),
    has_many(lane_steps: Step, back_populates = lane_run),
)]
struct Run {
    started: Moment,
    planned: Moment,
    lane: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = steps)]
#[relations(
    only = Mysql,
    belongs_to(run: Run, foreign_key = started, back_populates = steps),
    belongs_to(
        planned_run: Run,
        foreign_key = planned,
        references = runs::planned,
        back_populates = planned_steps,
    ),
    belongs_to(
        lane_run: Run,
        foreign_key = (lane, started),
        references = (runs::lane, runs::started),
        back_populates = lane_steps,
    ),
)]
struct Step {
    id: i32,
    started: Moment,
    planned: Moment,
    lane: i32,
}

const TABLES: &str = "
    CREATE TABLE runs (started TIMESTAMP(6) NOT NULL PRIMARY KEY, planned DATETIME(6) NOT NULL,
        lane INTEGER NOT NULL);
    CREATE TABLE steps (id INTEGER PRIMARY KEY, started TIMESTAMP(6) NOT NULL,
        planned DATETIME(6) NOT NULL, lane INTEGER NOT NULL);
    INSERT INTO runs VALUES
        ('2026-01-01 00:00:01.5', '2026-01-01 00:00:01.5', 1),
        ('2026-01-02 00:00:02', '2026-01-02 00:00:02', 2),
        ('2026-01-03 00:00:03.000001', '2026-01-03 00:00:03.000001', 1);
    INSERT INTO steps SELECT ROW_NUMBER() OVER (ORDER BY started), started, planned, lane FROM runs;
    INSERT INTO steps SELECT id + 3, started, planned, lane FROM steps;
";

#[test]
fn all_of_several_times_are_found() {
    let mut conn = database(TABLES);
    let (runs, statements) = sent(&mut conn, |conn| {
        let runs = runs::table.order_by(runs::started);
        runs.with(Run::steps.order_by(steps::id))
            .with(Run::planned_steps.order_by(steps::id))
            .with(Run::lane_steps.order_by(steps::id))
            .load(conn)
    });
    assert_eq!((runs.len(), statements.len()), (3, 4));
    for (run, first) in runs.iter().zip(1..) {
        let both = [first, first + 3];
        assert!(run.steps().map(|step| step.id).eq(both), "{:?}", run.started);
        assert!(run.planned_steps().map(|step| step.id).eq(both), "{:?}", run.planned);
        assert!(run.lane_steps().map(|step| step.id).eq(both), "{:?}", run.lane);
    }
}

#[test]
fn the_rows_that_times_refer_to_are_found() {
    let mut conn = database(TABLES);
    let plan = steps::table.with(Step::run).with(Step::planned_run).with(Step::lane_run);
    let steps = plan.load(&mut conn).unwrap();
    assert_eq!(steps.len(), 6);
    for step in &steps {
        assert_eq!(step.run().started, step.started);
        assert_eq!(step.planned_run().planned, step.planned);
        assert_eq!((step.lane_run().lane, step.lane_run().started), (step.lane, step.started));
    }
}

#[test]
fn the_first_rows_of_each_of_several_times_are_found() {
    let mut conn = database(TABLES);
    let plan = Run::steps.order_by(steps::id.desc()).per_parent(1);
    let runs = runs::table.order_by(runs::started).with(plan).load(&mut conn).unwrap();
    for (run, last) in runs.iter().zip(4..) {
        assert!(run.steps().map(|step| step.id).eq([last]));
    }
}
