//! Links as relations load them, and as SQL written by hand finds them.

use conjoin::{Graph, Model, Nodes};
use diesel::associations::HasTable;
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Deref;

/// The database of a sample script.
pub(crate) fn database(name: &str) -> SqliteConnection {
    let script = fs::read_to_string(format!("data/{name}.sqlite.sql")).unwrap();
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    conn.batch_execute(&script).unwrap();
    conn
}

/// A row's primary key as SQLite writes it.
pub(crate) trait Key {
    fn key(&self) -> String;
}

/// Implements [`Key`] for models whose primary key is their field `id`.
macro_rules! keys {
    ($($model:ident),* $(,)?) => {
        $(
            impl $crate::compare::Key for $model {
                fn key(&self) -> String {
                    self.id.to_string()
                }
            }
        )*
    };
}

/// The targets of each source, in order. A source that leads nowhere is not in it.
pub(crate) type Links = BTreeMap<String, Vec<String>>;

/// Compares relations with SQL that selects the keys of their sources and targets, a row per link.
/// Returns how many relations these are.
///
/// Before each relation stands how many rows it leads to: `one`, `maybe` one, or `many`.
macro_rules! compare {
    ($conn:ident, $($cardinality:ident $model:ident::$relation:ident: $by_hand:literal,)*) => {{
        $(
            let rows = $crate::compare::table::<$model>().with($model::$relation).load($conn);
            let rows = rows.unwrap();
            let links = $crate::compare::links(&rows, |row| {
                $crate::compare::$cardinality(row.$relation())
            });
            let name = concat!(stringify!($model), "::", stringify!($relation));
            $crate::compare::assert_same(name, &links, &$crate::compare::by_hand($conn, $by_hand));
        )*
        [$(stringify!($relation)),*].len()
    }};
}

pub(crate) fn table<M: Model>() -> M::Table {
    M::Table::table()
}

pub(crate) fn one<N>(node: N) -> Option<N> {
    Some(node)
}

pub(crate) fn maybe<N>(node: Option<N>) -> Option<N> {
    node
}

pub(crate) fn many<M, E>(nodes: Nodes<'_, M, E>) -> Nodes<'_, M, E> {
    nodes
}

/// The links from all rows of a graph.
pub(crate) fn links<'g, M, E, I>(
    rows: &'g Graph<M, E>,
    targets: impl Fn(M::Node<'g, E>) -> I,
) -> Links
where
    M: Model + Key,
    E: 'static,
    I: IntoIterator<Item: Deref<Target: Key>>,
{
    let pairs = rows.iter().flat_map(|row| {
        let targets = targets(row).into_iter().map(|target| target.key());
        targets.map(move |target| (row.key(), target)).collect::<Vec<_>>()
    });
    grouped(pairs)
}

/// The links that a statement finds.
pub(crate) fn by_hand(conn: &mut SqliteConnection, statement: &str) -> Links {
    grouped(sql::<(Text, Text)>(statement).load::<(String, String)>(conn).unwrap())
}

/// All rows below each row of a table that refers to itself by `ReportsTo`.
pub(crate) fn below_by_hand(conn: &mut SqliteConnection, table: &str, id: &str) -> Links {
    by_hand(
        conn,
        &format!(
            "WITH RECURSIVE below (top, id) AS (
                 SELECT ReportsTo, {id} FROM {table} WHERE ReportsTo IS NOT NULL
                 UNION ALL SELECT top, {id} FROM {table} JOIN below ON ReportsTo = id)
             SELECT top, id FROM below"
        ),
    )
}

/// All rows above each row of such a table.
pub(crate) fn above_by_hand(conn: &mut SqliteConnection, table: &str, id: &str) -> Links {
    by_hand(
        conn,
        &format!(
            "WITH RECURSIVE above (bottom, id) AS (
                 SELECT {id}, ReportsTo FROM {table} WHERE ReportsTo IS NOT NULL
                 UNION ALL SELECT bottom, ReportsTo FROM {table} JOIN above ON {id} = id
                     WHERE ReportsTo IS NOT NULL)
             SELECT bottom, id FROM above"
        ),
    )
}

fn grouped(pairs: impl IntoIterator<Item = (String, String)>) -> Links {
    let mut links = Links::new();
    for (source, target) in pairs {
        links.entry(source).or_default().push(target);
    }
    links.values_mut().for_each(|targets| targets.sort());
    links
}

/// All rows that are reached from one, step by step, in a tree.
///
/// Each once: a wrong relation may lead in circles, which has to fail and not to go on for ever.
pub(crate) fn reachable<N, I>(from: N, step: impl Fn(N) -> I) -> Vec<N>
where
    N: Copy + Deref<Target: Key>,
    I: IntoIterator<Item = N>,
{
    let mut found: Vec<N> = step(from).into_iter().collect();
    let mut seen = BTreeSet::new();
    let mut place = 0;
    while let Some(&node) = found.get(place) {
        assert!(seen.insert(node.key()), "{} is reached twice", node.key());
        found.extend(step(node));
        place += 1;
    }
    found
}

/// Links that nobody could miss prove nothing, hence there are some.
pub(crate) fn assert_same(relation: &str, loaded: &Links, by_hand: &Links) {
    let count = |links: &Links| links.values().map(Vec::len).sum::<usize>();
    assert!(count(by_hand) > 0, "{relation}: nothing to compare");
    assert_eq!(count(loaded), count(by_hand), "{relation}: links in all");
    for (source, targets) in by_hand {
        assert_eq!(loaded.get(source), Some(targets), "{relation}: from {source}");
    }
}

/// Every table of the database is in the schema. Every foreign key is a `belongs_to` or half of an
/// association table, which has a `many_to_many` for each of its two keys. Every relation of the
/// models is among those that were compared.
pub(crate) fn assert_complete(
    conn: &mut SqliteConnection,
    [schema, models]: [&str; 2],
    compared: usize,
) {
    // A relation to a line, alone in its attribute or among others.
    let items = models.lines().map(|line| line.trim_start().trim_start_matches("#[relations("));
    let of_kind =
        |kind: &str| items.clone().filter(|item| item.starts_with(&format!("{kind}("))).count();
    let tables =
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    let foreign_keys = "SELECT count(*) FROM sqlite_master m, pragma_foreign_key_list(m.name)";
    let keys = of_kind("belongs_to") + of_kind("many_to_many");
    let relations = keys + of_kind("has_many") + of_kind("has_one");
    assert_eq!(schema.matches("diesel::table!").count(), count(conn, tables), "tables");
    assert_eq!(keys, count(conn, foreign_keys), "foreign keys");
    assert_eq!(compared, relations, "relations that are compared");
}

/// The number that a statement finds.
pub(crate) fn count(conn: &mut SqliteConnection, statement: &str) -> usize {
    usize::try_from(sql::<BigInt>(statement).get_result::<i64>(conn).unwrap()).unwrap()
}
