//! An SQL type of one's own: an enum of the database where it has those.

use crate::database::MOOD;
use crate::suite::conn::Conn;
use crate::suite::world::{keys, sent};
use conjoin::prelude::*;
use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{SqlType, Text};

#[derive(SqlType, QueryId)]
#[diesel(postgres_type(name = "mood"), mysql_type(name = "Enum"), sqlite_type(name = "Text"))]
pub struct MoodType;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = MoodType)]
enum Mood {
    Sad,
    SoSo,
    Happy,
}

impl<DB: Backend> FromSql<MoodType, DB> for Mood
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        match String::from_sql(bytes)?.as_str() {
            "sad" => Ok(Mood::Sad),
            "so-so" => Ok(Mood::SoSo),
            "happy" => Ok(Mood::Happy),
            other => Err(format!("no mood: {other}").into()),
        }
    }
}

impl<DB: Backend> ToSql<MoodType, DB> for Mood
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        match self {
            Mood::Sad => "sad".to_sql(out),
            Mood::SoSo => "so-so".to_sql(out),
            Mood::Happy => "happy".to_sql(out),
        }
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::MoodType;

    moods (mood) {
        mood -> MoodType,
        better -> Nullable<MoodType>,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use super::MoodType;

    days (id) {
        id -> Integer,
        mood -> MoodType,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use super::MoodType;

    changes (old, new) {
        old -> MoodType,
        new -> MoodType,
    }
}
diesel::allow_tables_to_appear_in_same_query!(moods, days, changes);

#[derive(Debug, PartialEq, Queryable, Selectable, Relations)]
#[diesel(table_name = moods, primary_key(mood))]
#[relations(
    module = mood,
    has_many(days: Day, back_populates = mood),
    belongs_to(better: MoodRow, foreign_key = better, back_populates = worse),
    has_one(worse: MoodRow, back_populates = better),
    many_to_many(next: MoodRow, through = changes(old, new), back_populates = previous),
    many_to_many(previous: MoodRow, through = changes(new, old), back_populates = next),
)]
struct MoodRow {
    mood: Mood,
    better: Option<Mood>,
}

#[derive(Debug, PartialEq, Queryable, Selectable, Relations)]
#[diesel(table_name = days)]
#[relations(belongs_to(mood: MoodRow, foreign_key = mood, back_populates = days))]
struct Day {
    id: i32,
    mood: Mood,
}

fn world() -> Conn {
    let (create, mood) = MOOD;
    let mut conn = Conn::new();
    conn.batch_execute(&format!(
        "{create}
         CREATE TABLE moods (mood {mood}, better {mood});
         CREATE TABLE days (id INTEGER, mood {mood});
         CREATE TABLE changes (old {mood}, new {mood});
         INSERT INTO moods VALUES ('sad', 'so-so'), ('so-so', 'happy'), ('happy', NULL);
         INSERT INTO days VALUES (1, 'sad'), (2, 'happy'), (3, 'sad');
         INSERT INTO changes VALUES ('sad', 'sad'), ('sad', 'happy'), ('happy', 'so-so');"
    ))
    .unwrap();
    conn
}

#[test]
fn an_enum_of_the_database_is_a_column_and_a_key() {
    let mut conn = world();
    let (moods, sent) = sent(&mut conn, |conn| {
        let query = moods::table.with(MoodRow::days.order_by(days::id)).with(MoodRow::better);
        query.with(MoodRow::worse).load(conn)
    });
    for mood in &moods {
        let days = mood.days().map(|day| day.id);
        match mood.row().mood {
            Mood::Sad => assert!(days.eq([1, 3]) && mood.worse().is_none()),
            Mood::SoSo => assert!(days.len() == 0 && mood.worse().is_some()),
            Mood::Happy => assert!(days.eq([2]) && mood.better().is_none()),
        }
        assert_eq!(mood.better().map(|mood| mood.mood), mood.row().better);
    }
    assert!(sent.iter().any(|sql| sql.contains(&format!("`days`.`mood` {}", keys(3)))), "{sent:?}");
    let days = days::table.order_by(days::id).with(Day::mood).load(&mut conn).unwrap();
    assert!(days.iter().all(|day| day.mood().row().mood == day.row().mood));
}

#[test]
fn an_enum_of_the_database_leads_through_an_association() {
    let mut conn = world();
    let plan = MoodRow::next.with(MoodRow::previous);
    let moods = moods::table.with(plan).load(&mut conn).unwrap();
    for mood in &moods {
        let mut next: Vec<Mood> = mood.next().map(|next| next.mood).collect();
        next.sort_by_key(|next| *next as u8);
        let expected: &[Mood] = match mood.mood {
            Mood::Sad => &[Mood::Sad, Mood::Happy],
            Mood::SoSo => &[],
            Mood::Happy => &[Mood::SoSo],
        };
        assert_eq!(next, expected);
        let mut previous = mood.next().flat_map(|next| next.previous());
        assert!(previous.all(|previous| previous.mood == mood.mood));
    }
}

#[test]
fn one_enum_is_asked_for_with_its_statement_prepared() {
    let mut conn = world();
    for (mood, days) in [(Mood::Sad, 2), (Mood::Happy, 1), (Mood::SoSo, 0), (Mood::Sad, 2)] {
        let query = moods::table.find(mood).with(MoodRow::days).with(MoodRow::next);
        let row = query.first(&mut conn).unwrap();
        assert_eq!((row.mood, row.days().len()), (mood, days));
    }
    let sad = MoodRow { mood: Mood::Sad, better: None };
    assert_eq!(sad.related(MoodRow::days).count().get_result(conn.diesel()), Ok(2_i64));
    assert_eq!(sad.related(MoodRow::next).count().get_result(conn.diesel()), Ok(2_i64));
    assert_eq!(sad.related(MoodRow::better).count().get_result(conn.diesel()), Ok(0_i64));
    let joined = days::table.join(Day::mood).select((Day::as_select(), MoodRow::as_select()));
    let joined = joined.load::<(Day, MoodRow)>(conn.diesel()).unwrap();
    assert!(joined.len() == 3 && joined.iter().all(|(day, mood)| day.mood == mood.mood));
}
