//! More new rows than one statement has binds for, and rows that cannot be inserted together.

use super::statements::{is_together, starting};
use super::*;
use crate::suite::world::{binds, sent};
use conjoin::{create, create_all};

diesel::table! {
    samples (id) {
        id -> Integer,
        name -> Integer,
        of -> Nullable<Integer>,
        a -> Integer, b -> Integer, c -> Integer, d -> Integer, e -> Integer, f -> Integer,
        g -> Integer, h -> Integer, i -> Integer, j -> Integer, k -> Integer, l -> Integer,
    }
}

/// A row of many columns, and those that were taken from it.
#[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
#[diesel(table_name = samples)]
#[relations(
    backend = blog::MultiBackend,
    has_many(parts: Sample, back_populates = whole),
    belongs_to(whole: Sample, foreign_key = of, back_populates = parts),
)]
struct Sample {
    id: i32,
    name: i32,
    of: Option<i32>,
}

#[derive(Insertable)]
#[diesel(table_name = samples)]
struct NewSample {
    id: Option<i32>,
    name: i32,
    #[diesel(embed)]
    values: Values,
}

#[derive(Insertable, Default)]
#[diesel(table_name = samples)]
#[rustfmt::skip]
struct Values {
    a: i32, b: i32, c: i32, d: i32, e: i32, f: i32, g: i32, h: i32, i: i32, j: i32, k: i32, l: i32,
}

fn sample(id: Option<i32>, name: i32) -> NewSample {
    NewSample { id, name, values: Values::default() }
}

fn samples() -> Conn {
    let columns = "abcdefghijkl".chars().map(|name| format!("{name} INTEGER NOT NULL, "));
    database(&format!(
        "CREATE TABLE samples (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name INTEGER NOT NULL, {}
            of INTEGER, FOREIGN KEY (of) REFERENCES samples (id));",
        columns.collect::<String>()
    ))
}

/// Rows that have these keys, or none, with two parts each; the statements that inserted them.
fn save(keys: &[Option<i32>]) -> Vec<String> {
    let mut conn = samples();
    let rows = keys.iter().zip(0..).map(|(&id, name)| {
        let parts = [1, 2].map(|part| create(sample(None, name * 10 + part)));
        create(sample(id, name * 10)).with(Sample::parts, parts)
    });
    let (created, statements) = sent(&mut conn, |conn| create_all(rows).save(conn));
    assert_eq!(created.len(), keys.len());
    for (sample, (&id, name)) in created.iter().zip(keys.iter().zip(0..)) {
        assert_eq!((sample.id, sample.name), (id.unwrap_or(sample.id), name * 10));
        let mut parts: Vec<i32> = sample.parts().map(|part| part.name).collect();
        parts.sort_unstable();
        assert_eq!(parts, [name * 10 + 1, name * 10 + 2]);
    }
    let all = samples::table.select(samples::id).order_by(samples::id);
    let all: Vec<i32> = all.load(conn.diesel()).unwrap();
    assert_eq!(all.len(), 3 * keys.len());
    statements
}

#[test]
fn more_rows_than_a_statement_has_binds_for_are_inserted_by_several() {
    if !is_together() {
        return; // One by one, they never have too many.
    }
    let statements = save(&[None; 5_100]);
    let inserts = statements.iter().filter(|sql| sql.starts_with("INSERT"));
    let inserts: Vec<usize> = inserts.map(|sql| binds(sql)).collect();
    // 13 values of a sample, and 14 of a part, which also has the key of its sample.
    assert_eq!(inserts, [5_041 * 13, 59 * 13, 4_681 * 14, 4_681 * 14, 838 * 14]);
}

#[test]
fn rows_with_keys_of_their_own_are_inserted_beside_others() {
    let keys = [None, None, Some(50), Some(40), None, Some(60), None];
    let statements = save(&keys);
    let expected = match crate::database::name() {
        _ if !is_together() => 3 * keys.len(),
        // Where rows are found by their keys, those that follow each other and have some, or none.
        "mariadb" => 5 + 1,
        _ => 1 + 1,
    };
    assert_eq!(starting("INSERT", &statements), expected, "{statements:#?}");
}

diesel::table! { kinds (id) { id -> Integer, } }
diesel::table! { sample_kinds (sample, kind) { sample -> Integer, kind -> Integer, } }
diesel::allow_tables_to_appear_in_same_query!(samples, kinds, sample_kinds);

/// A sample with kinds.
#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = samples)]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(kinds: Kind, through = sample_kinds(sample, kind), one_way),
)]
struct SampleOfKinds {
    id: i32,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = kinds)]
#[relations(backend = blog::MultiBackend)]
struct Kind {
    id: i32,
}

#[test]
fn more_links_than_a_statement_has_binds_for_are_inserted_by_several() {
    let mut conn = samples();
    let tables = "CREATE TABLE kinds (id INTEGER PRIMARY KEY);
                  CREATE TABLE sample_kinds (sample INTEGER NOT NULL, kind INTEGER NOT NULL,
                    PRIMARY KEY (sample, kind));";
    conn.batch_execute(tables).unwrap();
    let sample = || create(sample(None, 0)).link(SampleOfKinds::kinds, conjoin::keys(1..=20_000));
    let (created, statements) = sent(&mut conn, |conn| create_all([sample(), sample()]).save(conn));
    let links: Vec<usize> = statements
        .iter()
        .filter(|sql| sql.starts_with("INSERT INTO `sample_kinds`"))
        .map(|sql| binds(sql))
        .collect();
    assert_eq!(links.iter().sum::<usize>(), 80_000);
    assert_eq!(links.len(), 80_000_usize.div_ceil(crate::database::MAX_BINDS / 2 * 2));
    for sample in &created {
        let of = sample_kinds::table.filter(sample_kinds::sample.eq(sample.id));
        assert_eq!(of.count().get_result(conn.diesel()), Ok(20_000_i64));
    }
}
