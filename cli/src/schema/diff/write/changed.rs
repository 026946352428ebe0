//! A column whose type changes, keeping its values.

use conjoin_migrate::Dialect;

use super::{Writer, table_name};
use crate::failure::Failure;
use crate::schema::diff::definition::{self, Definition};
use crate::schema::diff::parse::{Column, Table};

impl Writer<'_> {
    pub(super) fn change_column(
        &mut self,
        table: &Table,
        old: &Column,
        new: &Column,
    ) -> Result<(), Failure> {
        let (was, _) = definition::of_column(self.database, table, old)?;
        let ty = self.type_of(table, new, false)?;
        let place = format!("{}.{}", table.name, old.name);
        match self.dialect {
            Dialect::Postgres => self.alter_column(table, old, new, &was, &ty),
            Dialect::Mysql => {
                self.remark(&format!(
                    "{place} was: {}. What of it is to stay has to be said again",
                    was.definition
                ));
                let null = if new.ty.is_nullable { " NULL" } else { " NOT NULL" };
                let modify = |definition: &str| {
                    let (table, column) = (table_name(table, self.dialect), self.quoted(&old.name));
                    vec![format!("ALTER TABLE {table} MODIFY COLUMN {column} {definition}")]
                };
                self.step(&modify(&(ty + null)), &modify(&was.definition));
            }
            Dialect::Sqlite => {
                self.remark(&format!(
                    "SQLite cannot change {place}: a copy takes its place, as the last column. Where an index, \
                     a key or a check needs the old one, DROP COLUMN is refused: rebuild the table then"
                ));
                let up = self.replace(table, old, &ty, new);
                let down = self.replace(table, old, &was.ty, old);
                self.step(&up, &down);
            }
        }
        Ok(())
    }

    fn alter_column(
        &mut self,
        table: &Table,
        old: &Column,
        new: &Column,
        was: &Definition,
        ty: &str,
    ) {
        let column = self.quoted(&old.name);
        let alter =
            format!("ALTER TABLE {} ALTER COLUMN {column}", table_name(table, self.dialect));
        let null = |it: &Column| {
            format!("{alter} {} NOT NULL", if it.ty.is_nullable { "DROP" } else { "SET" })
        };
        let to = |ty: &str| format!("{alter} TYPE {ty} USING {column}::{ty}");
        let (mut up, mut down) = (Vec::new(), Vec::new());
        if !old.ty.is_like(&new.ty) {
            up.push(to(ty));
            down.push(to(&was.ty));
        }
        if old.ty.is_nullable != new.ty.is_nullable {
            up.push(null(new));
            down.push(null(old));
        }
        self.step(&up, &down);
    }

    /// Replaces a column with a copy.
    fn replace(&self, table: &Table, old: &Column, ty: &str, new: &Column) -> Vec<String> {
        let table = table_name(table, self.dialect);
        let (column, copy) = (self.quoted(&old.name), self.quoted(&format!("{}_new", old.name)));
        let null = match new.ty.is_nullable {
            true => String::new(),
            false => format!(" NOT NULL DEFAULT {}", new.ty.zero()),
        };
        vec![
            format!("ALTER TABLE {table} ADD COLUMN {copy} {ty}{null}"),
            format!("UPDATE {table} SET {copy} = {column}"),
            format!("ALTER TABLE {table} DROP COLUMN {column}"),
            format!("ALTER TABLE {table} RENAME COLUMN {copy} TO {column}"),
        ]
    }
}
