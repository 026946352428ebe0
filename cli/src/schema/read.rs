//! Reads the schema from the database.

mod mysql;
mod postgres;
mod sqlite;

use conjoin_migrate::{AnyConnection, Database, Dialect};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};

use super::names::rust_name;
use super::{Column, ForeignKey, Name, Settings, Sorting, Table, types};
use crate::failure::Failure;

/// A column as the database describes it.
#[derive(Debug, Clone, QueryableByName)]
pub(super) struct Row {
    #[diesel(sql_type = Text)]
    pub(super) name: String,
    #[diesel(sql_type = Text)]
    pub(super) type_name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) type_schema: Option<String>,
    /// `YES` or `NO`.
    #[diesel(sql_type = Text)]
    pub(super) nullable: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) max_length: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) comment: Option<String>,
    /// Whether it is SQLite's row id, and should have the same width.
    #[diesel(sql_type = Bool)]
    pub(super) is_row_id: bool,
}

/// One column of a foreign key; the columns of one key are consecutive.
#[derive(Debug, QueryableByName)]
struct KeyRow {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    child: String,
    #[diesel(sql_type = Text)]
    child_column: String,
    #[diesel(sql_type = Nullable<Text>)]
    parent_schema: Option<String>,
    #[diesel(sql_type = Text)]
    parent: String,
    /// The primary key, if SQLite's key specifies no column.
    #[diesel(sql_type = Nullable<Text>)]
    parent_column: Option<String>,
}

/// The queries for one kind of database. Each takes the schema, and a table if it is about one.
struct Questions {
    /// The names of the tables, as `value`.
    tables: &'static str,
    columns: &'static str,
    /// The columns of the primary key, as `value`.
    primary_key: &'static str,
    /// The comment on a table, as `value`.
    comment: &'static str,
    foreign_keys: &'static str,
}

struct Reader<'a> {
    connection: &'a mut AnyConnection,
    settings: &'a Settings,
    dialect: Dialect,
    questions: Questions,
    /// The schema to read.
    schema: String,
    /// The schema that qualifies the tables.
    named: Option<String>,
}

pub(super) fn read(
    database: &mut Database,
    settings: &Settings,
) -> Result<(Vec<Table>, Vec<ForeignKey>), Failure> {
    let dialect = database.dialect();
    let (questions, default) = match dialect {
        Dialect::Sqlite => (sqlite::QUESTIONS, "main".to_owned()),
        Dialect::Postgres => (postgres::QUESTIONS, "public".to_owned()),
        Dialect::Mysql => {
            (mysql::QUESTIONS, database.url().map(|it| it.database()).unwrap_or_default())
        }
    };
    if dialect == Dialect::Sqlite && settings.schema.is_some() {
        let problem = "SQLite has one schema: leave --schema, or `schema` in diesel.toml, out";
        return Err(Failure::Usage(problem.to_owned()));
    }
    let named = settings.schema.clone().filter(|it| *it != default);
    let schema = settings.schema.clone().unwrap_or(default);
    let connection = database.connection();
    let mut reader = Reader { connection, settings, dialect, questions, schema, named };
    reader.read()
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(Vec<Table>, Vec<ForeignKey>), Failure> {
        let mut names = self.values(self.questions.tables, None)?;
        names.sort();
        let names: Vec<_> = names
            .iter()
            .filter(|it| self.settings.filter.wants(it))
            .map(|it| Name::new(it, self.named.clone()))
            .collect();
        let keys = self.foreign_keys(&names)?;
        let tables = names.into_iter().map(|it| self.table(it)).collect::<Result<_, _>>()?;
        Ok((tables, keys))
    }

    fn table(&mut self, name: Name) -> Result<Table, Failure> {
        let primary_key = self.primary_key(&name.sql)?;
        if primary_key.is_empty() {
            let name = name.full_sql();
            let problem = format!("the table {name} has no primary key, which Diesel needs");
            return Err(Failure::Usage(
                problem + ": add one, or leave it out with --except-tables",
            ));
        }
        let mut rows = self.columns(&name.sql, &primary_key)?;
        if self.settings.column_sorting == Sorting::Name {
            rows.sort_by(|a, b| a.name.cmp(&b.name));
        }
        let column = |row: Row| -> Result<Column, Failure> {
            Ok(Column {
                ty: types::of(&row, &name, self.settings, self.dialect)?,
                rust_name: rust_name(&row.name, Some(&name)),
                sql_name: row.name,
                comment: row.comment,
            })
        };
        let columns = rows.into_iter().map(column).collect::<Result<_, _>>()?;
        let primary_key = primary_key.iter().map(|it| rust_name(it, Some(&name))).collect();
        let comment = self.values(self.questions.comment, Some(&name.sql))?.into_iter().next();
        Ok(Table { name, primary_key, columns, comment })
    }

    fn primary_key(&mut self, table: &str) -> Result<Vec<String>, Failure> {
        let key = self.values(self.questions.primary_key, Some(table))?;
        if key.is_empty() && self.dialect == Dialect::Sqlite { self.row_id(table) } else { Ok(key) }
    }

    fn columns(&mut self, table: &str, primary_key: &[String]) -> Result<Vec<Row>, Failure> {
        let question = diesel::sql_query(self.questions.columns);
        let question = question.bind::<Text, _>(&self.schema).bind::<Text, _>(table);
        let rows = question.load(self.connection).map_err(doing("reading columns"))?;
        if self.dialect != Dialect::Sqlite {
            return Ok(self.with_domains(rows));
        }
        self.finish_sqlite(rows, table, primary_key)
    }

    fn foreign_keys(&mut self, tables: &[Name]) -> Result<Vec<ForeignKey>, Failure> {
        let question = diesel::sql_query(self.questions.foreign_keys);
        let rows: Vec<KeyRow> = question
            .bind::<Text, _>(&self.schema)
            .load(self.connection)
            .map_err(doing("reading foreign keys"))?;
        let mut keys = Vec::new();
        for rows in rows.chunk_by(|a, b| (&a.id, &a.child) == (&b.id, &b.child)) {
            let default = self.default_schema();
            let schema = rows[0].parent_schema.clone().filter(|it| *it != default);
            let parent_columns = match rows[0].parent_column {
                Some(_) => rows.iter().filter_map(|it| it.parent_column.clone()).collect(),
                None => self.primary_key(&rows[0].parent)?,
            };
            keys.push(ForeignKey {
                child: Name::new(&rows[0].child, self.named.clone()),
                columns: rows.iter().map(|it| it.child_column.clone()).collect(),
                parent: Name::new(&rows[0].parent, schema),
                parent_columns,
            });
        }
        self.joinable(keys, tables)
    }

    /// The keys that `joinable!` can name: one column, to the primary key, and the only one between
    /// two tables.
    fn joinable(
        &mut self,
        keys: Vec<ForeignKey>,
        tables: &[Name],
    ) -> Result<Vec<ForeignKey>, Failure> {
        let pair = |it: &ForeignKey| {
            let (a, b) = (it.child.clone(), it.parent.clone());
            if a < b { (a, b) } else { (b, a) }
        };
        let mut joinable = Vec::new();
        for key in &keys {
            let alone = keys.iter().filter(|it| pair(it) == pair(key)).count() == 1;
            let known = tables.contains(&key.child) && tables.contains(&key.parent);
            if !alone || !known || key.child == key.parent || key.columns.len() != 1 {
                continue;
            }
            if self.primary_key(&key.parent.sql)? == key.parent_columns {
                joinable.push(key.clone());
            }
        }
        joinable.sort_by(|a, b| (&a.child, &a.parent).cmp(&(&b.child, &b.parent)));
        Ok(joinable)
    }

    fn default_schema(&self) -> String {
        match self.dialect {
            Dialect::Postgres => "public".to_owned(),
            _ if self.named.is_none() => self.schema.clone(),
            _ => String::new(),
        }
    }

    fn values(&mut self, question: &str, table: Option<&str>) -> Result<Vec<String>, Failure> {
        #[derive(QueryableByName)]
        struct Value {
            #[diesel(sql_type = Text)]
            value: String,
        }
        let question = diesel::sql_query(question).into_boxed().bind::<Text, _>(&self.schema);
        let question = match table {
            Some(table) => question.bind::<Text, _>(table),
            None => question,
        };
        let rows: Vec<Value> =
            question.load(self.connection).map_err(doing("reading the schema"))?;
        Ok(rows.into_iter().map(|it| it.value).collect())
    }
}

fn doing(doing: &'static str) -> impl Fn(diesel::result::Error) -> Failure {
    move |error| conjoin_migrate::Error::Database { doing: doing.to_owned(), error }.into()
}
