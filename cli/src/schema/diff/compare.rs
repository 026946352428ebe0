//! The differences between a schema file and the database.

use conjoin_migrate::Dialect;

use super::parse::{Column, Declared, Join, Table};

/// The differences, in an order in which they can be applied.
#[derive(Debug, Default)]
pub(super) struct Changes<'a> {
    /// Parents before their children.
    pub(super) created: Vec<&'a Table>,
    pub(super) altered: Vec<Altered<'a>>,
    /// Children before their parents.
    pub(super) dropped: Vec<&'a Table>,
    /// Relations without a key in the database, between existing tables.
    pub(super) unkept: Vec<&'a Join>,
}

#[derive(Debug)]
pub(super) struct Altered<'a> {
    pub(super) table: &'a Table,
    pub(super) added: Vec<&'a Column>,
    pub(super) removed: Vec<&'a Column>,
    /// Pairs of the existing and the desired column.
    pub(super) changed: Vec<(&'a Column, &'a Column)>,
}

/// # Errors
///
/// The line, and what cannot be changed there.
pub(super) fn compare<'a>(
    wanted: &'a Declared,
    there: &'a Declared,
    dialect: Dialect,
    is_asked_for: &dyn Fn(&Table) -> bool,
) -> Result<Changes<'a>, (usize, String)> {
    let mut changes = Changes::default();
    for table in wanted.tables.iter().filter(|it| is_asked_for(it)) {
        match there.tables.iter().find(|it| is_same_table(it, table, dialect)) {
            None => changes.created.push(table),
            Some(old) => {
                check_key(table, old, dialect)?;
                changes.altered.extend(alter(old, table, dialect));
            }
        }
    }
    let is_gone = |it: &&Table| !wanted.tables.iter().any(|new| is_same_table(it, new, dialect));
    changes.dropped = parents_first(there.tables.iter().filter(is_gone).collect(), &there.joins);
    changes.dropped.reverse();
    changes.created = parents_first(changes.created, &wanted.joins);
    changes.unkept = unkept(wanted, there, dialect);
    Ok(changes)
}

/// Only PostgreSQL distinguishes `a` from `A`, and Diesel quotes all names.
fn is_same(a: &str, b: &str, dialect: Dialect) -> bool {
    a == b || dialect != Dialect::Postgres && a.eq_ignore_ascii_case(b)
}

fn is_same_table(a: &Table, b: &Table, dialect: Dialect) -> bool {
    a.schema == b.schema && is_same(&a.name, &b.name, dialect)
}

fn check_key(wanted: &Table, there: &Table, dialect: Dialect) -> Result<(), (usize, String)> {
    let within =
        |a: &Table, b: &Table| a.key.iter().all(|x| b.key.iter().any(|y| is_same(x, y, dialect)));
    if within(wanted, there) && within(there, wanted) {
        return Ok(());
    }
    let problem = format!(
        "the primary key of {} is ({}), and in the database ({}). --diff-schema does not change \
         keys: write a migration that does, or leave the table out with --except-tables",
        wanted.name,
        wanted.key.join(", "),
        there.key.join(", ")
    );
    Err((wanted.line, problem))
}

fn alter<'a>(old: &'a Table, new: &'a Table, dialect: Dialect) -> Option<Altered<'a>> {
    let find = |list: &'a Table, column: &Column| {
        list.columns.iter().find(|it| is_same(&it.name, &column.name, dialect))
    };
    let added: Vec<_> = new.columns.iter().filter(|it| find(old, it).is_none()).collect();
    let removed: Vec<_> = old.columns.iter().filter(|it| find(new, it).is_none()).collect();
    let pairs = old.columns.iter().filter_map(|it| Some((it, find(new, it)?)));
    let changed: Vec<_> = pairs
        .filter(|(a, b)| a.ty.is_nullable != b.ty.is_nullable || !a.ty.is_like(&b.ty))
        .collect();
    let is_nothing = added.is_empty() && removed.is_empty() && changed.is_empty();
    (!is_nothing).then_some(Altered { table: old, added, removed, changed })
}

/// In the order of the file, except that children come after their parents. Cycles are left as they
/// are.
fn parents_first<'a>(mut tables: Vec<&'a Table>, joins: &[Join]) -> Vec<&'a Table> {
    let mut sorted: Vec<&Table> = Vec::new();
    while !tables.is_empty() {
        let waits = |child: &&Table| {
            let parents = joins.iter().filter(|it| it.child == child.name).map(|it| &it.parent);
            parents
                .into_iter()
                .any(|it| *it != child.name && tables.iter().any(|table| table.name == *it))
        };
        let ready = tables.iter().position(|it| !waits(it)).unwrap_or(0);
        sorted.push(tables.remove(ready));
    }
    sorted
}

fn unkept<'a>(wanted: &'a Declared, there: &Declared, dialect: Dialect) -> Vec<&'a Join> {
    let same = |a: &Join, b: &Join| {
        is_same(&a.child, &b.child, dialect) && is_same(&a.column, &b.column, dialect)
    };
    let column_is_there = |join: &Join| {
        let child = there.tables.iter().find(|it| is_same(&it.name, &join.child, dialect));
        child.is_some_and(|it| it.columns.iter().any(|it| is_same(&it.name, &join.column, dialect)))
    };
    let joins = wanted.joins.iter();
    joins.filter(|it| column_is_there(it) && !there.joins.iter().any(|old| same(it, old))).collect()
}
