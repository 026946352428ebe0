//! Random rows: the same few values in many spellings, some of nothing, many `NULL`s.

use super::kinds::Kind;
use crate::database;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use std::fmt::Write;

/// A key: a value, one of its spellings, and the number beside it where keys have two columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelling(usize, usize, Option<i32>);

/// The rows of all tables, and how they are loaded.
#[derive(Debug, Clone)]
pub(super) struct Case {
    /// The value that is called 0.
    values: usize,
    /// The key, and the one above.
    parents: Vec<(Spelling, Option<Spelling>)>,
    /// The key, and the one that has to be there.
    children: Vec<(Option<Spelling>, Spelling)>,
    notes: Vec<Spelling>,
    labels: Vec<Spelling>,
    parent_labels: Vec<(Option<Spelling>, Option<Spelling>)>,
    /// Whether the keys that have to lead to a row do.
    sound: bool,
    pub(super) limits: Limits,
}

/// How much a load asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// How many rows per parent.
    pub(crate) first: i64,
    /// How many rows in a batch.
    pub(crate) batch: i64,
    /// Up to which id rows are loaded one by one.
    pub(crate) few: i32,
    /// Up to which id parents are the roots of trees.
    pub(crate) roots: i32,
}

pub(super) fn cases() -> impl Strategy<Value = Case> {
    // Of few values, so that they meet. A key without a number equals nothing.
    let key = || {
        let number = weighted(0.95, 0..2);
        (0..3_usize, 0..9_usize, number).prop_map(|(a, b, c)| Spelling(a, b, c))
    };
    let some = move || weighted(0.9, key());
    let rows = (
        vec((key(), some()), 0..7),
        vec((some(), key()), 0..9),
        vec(key(), 0..3),
        vec(key(), 0..5),
        vec((some(), some()), 0..9),
    );
    let limits = (0..4_i64, 1..5_i64, 0..7_i32, 0..7_i32);
    (rows, 0..7_usize, prop::bool::weighted(0.8), limits).prop_map(
        |(rows, values, sound, (first, batch, few, roots))| {
            let (parents, children, notes, labels, parent_labels) = rows;
            let limits = Limits { first, batch, few, roots };
            Case { values, parents, children, notes, labels, parent_labels, sound, limits }
        },
    )
}

/// How keys are written: in columns of a kind, and in a second one if there is one.
#[derive(Clone, Copy)]
pub(super) struct Form<'k> {
    pub(super) kind: &'k Kind,
    pub(super) pair: bool,
}

impl Form<'_> {
    /// The tables. Parents and labels are unique, as the database sees it; nothing else is constrained.
    pub(super) fn tables(self) -> String {
        let column = self.kind.column;
        let key = |name: &str, null: &str| match self.pair {
            true => format!("{name} {column} {null}, {name}_n INTEGER {null}"),
            false => format!("{name} {column} {null}"),
        };
        let (k, primary) = (key("k", "NOT NULL"), if self.pair { "k, k_n" } else { "k" });
        let (above, maybe, must) = (key("above", ""), key("k", ""), key("must", "NOT NULL"));
        let (parent, label) = (key("parent", ""), key("label", ""));
        format!(
            "{}
             CREATE TABLE parents (id INTEGER NOT NULL, {k}, {above}, PRIMARY KEY ({primary}));
             CREATE TABLE children (id INTEGER NOT NULL PRIMARY KEY, {maybe}, {must});
             CREATE TABLE notes (id INTEGER NOT NULL PRIMARY KEY, {k});
             CREATE TABLE labels (id INTEGER NOT NULL, {k}, PRIMARY KEY ({primary}));
             CREATE TABLE parent_labels ({parent}, {label});",
            self.kind.before
        )
    }

    /// That the one key equals the other.
    pub(super) fn equal(self, left: &str, right: &str) -> String {
        match self.pair {
            true => format!("({left} = {right} AND {left}_n = {right}_n)"),
            false => format!("{left} = {right}"),
        }
    }

    fn key(self, values: usize, spelling: Option<Spelling>) -> String {
        let literal = spelling.map_or("NULL", |Spelling(value, spelling, _)| {
            let spellings = self.kind.spellings[(values + value) % self.kind.spellings.len()];
            spellings[spelling % spellings.len()]
        });
        let number = spelling.and_then(|Spelling(.., number)| number);
        self.columns(literal, number)
    }

    /// A key that is there.
    fn whole(self, values: usize, Spelling(value, spelling, number): Spelling) -> String {
        self.key(values, Some(Spelling(value, spelling, Some(number.unwrap_or(0)))))
    }

    fn columns(self, literal: &str, number: Option<i32>) -> String {
        match self.pair {
            true => {
                let number = number.map_or_else(|| "NULL".to_owned(), |number| number.to_string());
                format!("{literal}, {number}")
            }
            false => literal.to_owned(),
        }
    }

    /// Puts the rows of a case in place of those that are there.
    pub(super) fn fill(self, case: &Case) -> String {
        let mut sql = String::new();
        let key = |spelling| self.key(case.values, spelling);
        let whole = |spelling| self.whole(case.values, spelling);
        for table in ["parents", "children", "notes", "labels", "parent_labels"] {
            write!(sql, "DELETE FROM {table}; ").unwrap();
        }
        // Of two keys that are equal to the database, the first one stands.
        for (id, (own, above)) in (1..).zip(&case.parents) {
            let row = format!("{id}, {}, {}", whole(*own), key(*above));
            sql += &database::insert_if_new("parents", &row);
        }
        for (id, own) in (1..).zip(&case.labels) {
            sql += &database::insert_if_new("labels", &format!("{id}, {}", whole(*own)));
        }
        let children = (1..).zip(&case.children);
        let children = children
            .map(|(id, (parent, must))| format!("{id}, {}, {}", key(*parent), whole(*must)));
        insert(&mut sql, "children", children);
        let notes = (1..).zip(&case.notes);
        insert(&mut sql, "notes", notes.map(|(id, parent)| format!("{id}, {}", whole(*parent))));
        let pairs = case.parent_labels.iter();
        let pairs = pairs.map(|(one, other)| format!("{}, {}", key(*one), key(*other)));
        insert(&mut sql, "parent_labels", pairs);
        if case.sound {
            sql += &self.keep_sound();
        }
        sql
    }

    /// Leaves no key in a column that is `NOT NULL` which leads nowhere.
    fn keep_sound(self) -> String {
        [("children", "must"), ("notes", "k")]
            .map(|(table, column)| {
                let equal = self.equal("parents.k", &format!("{table}.{column}"));
                format!(
                    "DELETE FROM {table} WHERE NOT EXISTS (SELECT 1 FROM parents WHERE {equal}); "
                )
            })
            .concat()
    }

    /// More rows than one list of keys is for. Two children refer to each parent, in two spellings, of
    /// which neither need be its own: some keys are in one list and others that equal them in the next.
    pub(super) fn crowd(self, count: i32) -> String {
        let (mut sql, spellings) = (String::new(), self.kind.crowd);
        let spelled = |row: i32, number: i32| {
            let (spelling, number) = (spellings[row as usize % spellings.len()], number % count);
            self.columns(&spelling.replace('#', &format!("{number:04}")), Some(number % 2))
        };
        let mut rows = |table: &str, count: i32, row: &dyn Fn(i32) -> String| {
            insert(&mut sql, table, (0..count).map(|at| format!("{}, {}", at + 100, row(at))));
        };
        rows("parents", count, &|at| format!("{}, {}", spelled(0, at), spelled(at, at / 2)));
        rows("labels", count, &|at| spelled(0, at));
        rows("children", 2 * count, &|at| {
            format!("{}, {}", spelled(at, at * 7), spelled(at + 1, at * 3))
        });
        rows("notes", count, &|at| spelled(at, at * 7));
        let pairs =
            (0..count).map(|at| format!("{}, {}", spelled(at, at * 7), spelled(at + 2, at)));
        insert(&mut sql, "parent_labels", pairs);
        sql + &self.keep_sound()
    }
}

fn insert(sql: &mut String, table: &str, rows: impl Iterator<Item = String>) {
    let rows: Vec<_> = rows.map(|row| format!("({row})")).collect();
    if !rows.is_empty() {
        write!(sql, "INSERT INTO {table} VALUES {}; ", rows.join(", ")).unwrap();
    }
}
