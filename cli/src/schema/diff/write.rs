//! Changes as SQL, each with its reverse and with remarks to read before it runs.

mod changed;
mod ty;

use conjoin_migrate::{Database, Dialect};

use super::compare::{Altered, Changes};
use super::definition;
use super::parse::{Column, Declared, Join, Table};
use crate::failure::Failure;

/// up.sql and down.sql.
#[derive(Debug, Default)]
pub(crate) struct Script {
    pub(crate) up: String,
    pub(crate) down: String,
    /// What is lost, or must be checked by hand.
    pub(crate) warnings: Vec<String>,
}

pub(super) struct Writer<'a> {
    pub(super) database: &'a mut Database,
    pub(super) dialect: Dialect,
    pub(super) wanted: &'a Declared,
    /// SQLite's row ids are `BigInt`.
    pub(super) row_ids_are_big: bool,
    pub(super) script: Script,
}

impl<'a> Writer<'a> {
    pub(super) fn write(mut self, changes: &Changes<'_>) -> Result<Script, Failure> {
        for (number, table) in changes.created.iter().enumerate() {
            self.create(table, &changes.created[number + 1..])?;
        }
        for (number, table) in changes.created.iter().enumerate() {
            self.late_keys(table, &changes.created[number + 1..]);
        }
        for altered in &changes.altered {
            self.alter(altered)?;
        }
        for table in &changes.dropped {
            self.drop_table(table, &changes.created)?;
        }
        for join in &changes.unkept {
            let Join { child, column, parent } = join;
            self.script.warnings.push(format!(
                "joinable!({child} -> {parent} ({column})) is not what print-schema writes, and no \
                 foreign key is made for it: if there is none, add one by ALTER TABLE"
            ));
        }
        let Script { up, down, .. } = &mut self.script;
        (*up, *down) = (up.trim_end().to_owned() + "\n", down.trim_end().to_owned() + "\n");
        Ok(self.script)
    }

    /// A table; keys to tables that are created later are added later.
    fn create(&mut self, table: &Table, later: &[&Table]) -> Result<(), Failure> {
        let name = table_name(table, self.dialect);
        let mut lines = Vec::new();
        for column in &table.columns {
            let ty = self.type_of(table, column, true)?;
            let key = if table.key == [column.name.clone()] { " PRIMARY KEY" } else { "" };
            let null = if column.ty.is_nullable { "" } else { " NOT NULL" };
            lines.push(format!("{} {ty}{null}{key}", self.quoted(&column.name)));
        }
        if table.key.len() > 1 {
            let key: Vec<_> = table.key.iter().map(|it| self.quoted(it)).collect();
            lines.push(format!("PRIMARY KEY ({})", key.join(", ")));
        }
        for join in self.joins(table) {
            let is_late = self.dialect != Dialect::Sqlite && is_any(later, &join.parent);
            if let Some(key) = self.foreign_key(table, join).filter(|_| !is_late) {
                lines.push(key);
            }
        }
        self.step(
            &[format!("CREATE TABLE {name} (\n    {}\n)", lines.join(",\n    "))],
            &[format!("DROP TABLE {name}")],
        );
        Ok(())
    }

    /// Tables that refer to each other in a cycle: the keys that could not be created with them.
    fn late_keys(&mut self, table: &Table, later: &[&Table]) {
        if self.dialect == Dialect::Sqlite {
            return; // It does not ask for the parent before there are rows.
        }
        for join in self.joins(table).into_iter().filter(|it| is_any(later, &it.parent)) {
            let (add, drop) = self.key_statements(table, join);
            self.step(&add, &drop);
        }
    }

    fn alter(&mut self, altered: &Altered<'_>) -> Result<(), Failure> {
        for column in &altered.added {
            self.add_column(altered.table, column)?;
        }
        for (old, new) in &altered.changed {
            self.change_column(altered.table, old, new)?;
        }
        for column in &altered.removed {
            let alike = altered.added.iter().find(|it| it.ty.is_like(&column.ty));
            self.drop_column(altered.table, column, alike.copied())?;
        }
        Ok(())
    }

    fn add_column(&mut self, table: &Table, column: &Column) -> Result<(), Failure> {
        let name = table_name(table, self.dialect);
        let quoted = self.quoted(&column.name);
        let mut definition = self.type_of(table, column, false)?;
        if !column.ty.is_nullable {
            definition += " NOT NULL";
            self.remark(&match self.dialect {
                Dialect::Mysql => format!(
                    "{}.{} has no DEFAULT: rows that are there already get {}",
                    table.name, column.name, column.ty.zero()
                ),
                _ => format!(
                    "{}.{} is NOT NULL without a DEFAULT: this fails if there are rows; give it one",
                    table.name, column.name
                ),
            });
        }
        let (mut up, mut down) = (Vec::new(), Vec::new());
        match self.joins(table).into_iter().find(|it| it.column == column.name) {
            Some(join) if self.dialect == Dialect::Sqlite => {
                let references = self.references(table, join);
                definition.extend(references.iter().map(|it| format!(" {it}")));
            }
            Some(join) => (up, down) = self.key_statements(table, join),
            None => {}
        }
        up.insert(0, format!("ALTER TABLE {name} ADD COLUMN {quoted} {definition}"));
        down.push(format!("ALTER TABLE {name} DROP COLUMN {quoted}"));
        self.step(&up, &down);
        Ok(())
    }

    fn drop_column(
        &mut self,
        table: &Table,
        column: &Column,
        alike: Option<&Column>,
    ) -> Result<(), Failure> {
        let name = table_name(table, self.dialect);
        let quoted = self.quoted(&column.name);
        let (old, parts) = definition::of_column(self.database, table, column)?;
        let mut loss = format!(
            "the values of {}.{} are lost; down.sql does not bring them back",
            table.name, column.name
        );
        if let Some(new) = alike {
            let new = self.quoted(&new.name);
            loss += &format!(
                ". For a new name write ALTER TABLE {name} RENAME COLUMN {quoted} TO {new} instead"
            );
        }
        self.warn(loss);
        let mut up: Vec<_> = if self.dialect == Dialect::Mysql {
            parts.iter().filter_map(|it| drop_key(&name, it)).collect()
        } else {
            Vec::new()
        };
        up.push(format!("ALTER TABLE {name} DROP COLUMN {quoted}"));
        let mut down = vec![format!("ALTER TABLE {name} ADD COLUMN {quoted} {}", old.definition)];
        if old.definition.contains("NOT NULL") && !old.definition.contains("DEFAULT") {
            down[0] = format!("-- If there are rows, this needs a DEFAULT.\n{}", down[0]);
        }
        down.extend(parts);
        self.step(&up, &down);
        Ok(())
    }

    fn drop_table(&mut self, table: &Table, created: &[&Table]) -> Result<(), Failure> {
        let name = table_name(table, self.dialect);
        let mut loss =
            format!("the rows of {} are lost; down.sql makes the table empty", table.name);
        if let Some(new) = created.iter().find(|it| is_alike(it, table)) {
            let new = self.quoted(&new.name);
            loss += &format!(". For a new name write ALTER TABLE {name} RENAME TO {new} instead");
        }
        self.warn(loss);
        for (child, column) in definition::referring(self.database, table)? {
            let (quoted, gone) = (self.quoted(&child), self.quoted(&column));
            let is_gone = [
                format!("DROP TABLE {quoted};"),
                format!("ALTER TABLE {quoted} DROP COLUMN {gone};"),
            ];
            if !is_gone.iter().any(|it| self.script.up.contains(it)) {
                self.warn(format!("{child}.{column} still refers to {}", table.name));
            }
        }
        let made = definition::of_table(self.database, table)?;
        self.step(&[format!("DROP TABLE {name}")], &made);
        Ok(())
    }

    fn joins(&self, table: &Table) -> Vec<&'a Join> {
        self.wanted.joins.iter().filter(|it| it.child == table.name).collect()
    }

    /// `REFERENCES …`, if the file specifies the parent's key.
    fn references(&mut self, table: &Table, join: &Join) -> Option<String> {
        let parent = self.wanted.tables.iter().find(|it| it.name == join.parent);
        let Some((parent, [key])) = parent.map(|it| (it, it.key.as_slice())) else {
            let place = format!("{}.{}", table.name, join.column);
            let parent = &join.parent;
            self.warn(format!(
                "{place}: the schema file does not tell the key of {parent}; there is no foreign key to it"
            ));
            return None;
        };
        Some(format!("REFERENCES {} ({})", table_name(parent, self.dialect), self.quoted(key)))
    }

    fn foreign_key(&mut self, table: &Table, join: &Join) -> Option<String> {
        let references = self.references(table, join)?;
        Some(format!("FOREIGN KEY ({}) {references}", self.quoted(&join.column)))
    }

    /// A separate key with a name, because only then can it be dropped.
    fn key_statements(&mut self, table: &Table, join: &Join) -> (Vec<String>, Vec<String>) {
        let name = table_name(table, self.dialect);
        let constraint = self.quoted(&format!("{}_{}_fkey", table.name, join.column));
        let Some(key) = self.foreign_key(table, join) else { return (Vec::new(), Vec::new()) };
        let kind = if self.dialect == Dialect::Mysql { "FOREIGN KEY" } else { "CONSTRAINT" };
        (
            vec![format!("ALTER TABLE {name} ADD CONSTRAINT {constraint} {key}")],
            vec![format!("ALTER TABLE {name} DROP {kind} {constraint}")],
        )
    }

    /// Adds statements and their reverse, which is prepended.
    fn step(&mut self, up: &[String], down: &[String]) {
        let text = |it: &[String]| it.iter().map(|it| format!("{it};\n")).collect::<String>();
        self.script.up += &text(up);
        self.script.up.push('\n');
        self.script.down = format!("{}\n{}", text(down), self.script.down);
    }

    /// A remark for those who read the file.
    fn remark(&mut self, text: &str) {
        self.script.up += &format!("-- {text}.\n");
    }

    /// A warning that is also printed, for those who do not read the file.
    fn warn(&mut self, text: String) {
        self.remark(&text);
        self.script.warnings.push(text);
    }

    fn quoted(&self, name: &str) -> String {
        quoted(name, self.dialect)
    }
}

fn is_any(tables: &[&Table], name: &str) -> bool {
    tables.iter().any(|it| it.name == name)
}

fn is_alike(a: &Table, b: &Table) -> bool {
    let pairs = a.columns.iter().zip(&b.columns);
    a.columns.len() == b.columns.len()
        && pairs.into_iter().all(|(a, b)| a.name == b.name && a.ty.is_like(&b.ty))
}

/// `ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY …` reversed: MariaDB does not drop columns that a
/// key needs.
fn drop_key(table: &str, add: &str) -> Option<String> {
    let (_, constraint) = add.split_once("ADD CONSTRAINT ")?;
    let (name, _) = constraint.split_once(" FOREIGN KEY ")?;
    Some(format!("ALTER TABLE {table} DROP FOREIGN KEY {name}"))
}

pub(super) fn quoted(name: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Mysql => format!("`{}`", name.replace('`', "``")),
        _ => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

/// Qualified with its schema, if the file has one.
pub(super) fn table_name(table: &Table, dialect: Dialect) -> String {
    let schema = table.schema.iter().map(|it| quoted(it, dialect) + ".");
    schema.collect::<String>() + &quoted(&table.name, dialect)
}
