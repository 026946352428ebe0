//! Maps types of the database to types of Diesel.

use conjoin_migrate::Dialect;
use heck::ToUpperCamelCase;

use super::read::Row;
use super::{Name, Settings, Type};
use crate::failure::Failure;

/// Diesel's types for every database.
const COMMON: &str = " Bool Integer SmallInt BigInt Binary Text Double Float Numeric Timestamp Date Time \
    Float4 Smallint Int2 Int4 Int8 Bigint Float8 Decimal VarChar Varchar Char Tinytext Mediumtext \
    Longtext Tinyblob Blob Mediumblob Longblob Varbinary Bit ";

const POSTGRES: &str = " Cidr Citext Inet Jsonb MacAddr MacAddr8 Money Oid Range Timestamptz Uuid Json \
    PgLsn Record Interval Int4range Int8range Daterange Numrange Tsrange Tstzrange Int4multirange \
    Int8multirange Datemultirange Nummultirange Tsmultirange Tstzmultirange SmallSerial BigSerial \
    Serial Bytea Bpchar Macaddr Macaddr8 ";

const MYSQL: &str = " TinyInt Tinyint Datetime Json ";

/// Diesel's types for any of them.
pub(super) const ALL: [&str; 3] = [COMMON, POSTGRES, MYSQL];

/// The type of a column.
pub(super) fn of(
    row: &Row,
    table: &Name,
    settings: &Settings,
    dialect: Dialect,
) -> Result<Type, Failure> {
    let mut ty = match dialect {
        Dialect::Sqlite => sqlite(row, table)?,
        Dialect::Postgres => postgres(row),
        Dialect::Mysql => mysql(row, table)?,
    };
    let known = format!(" {} ", ty.rust_name);
    let provided = COMMON.contains(&known)
        || dialect == Dialect::Postgres && POSTGRES.contains(&known)
        || dialect == Dialect::Mysql && MYSQL.contains(&known);
    let excepted =
        settings.except_custom_type_definitions.iter().any(|it| it.matches(&ty.rust_name));
    ty.is_custom = settings.defines_types() && !provided && !excepted;
    if ty.is_custom && dialect == Dialect::Mysql {
        // An enum of MySQL has no name of its own.
        let column = super::names::rust_name(&row.name, Some(table));
        ty.rust_name = format!("{} {column} {}", table.rust, ty.rust_name).to_upper_camel_case();
    }
    Ok(ty)
}

fn plain(row: &Row, sql_name: &str, rust_name: String) -> Type {
    Type {
        sql_name: sql_name.to_owned(),
        rust_name,
        schema: None,
        is_array: false,
        is_nullable: row.nullable == "YES",
        is_unsigned: false,
        max_length: row.max_length.as_ref().and_then(|it| it.parse().ok()),
        is_custom: false,
    }
}

/// SQLite accepts any word as a type; these are those that Diesel understands.
fn sqlite(row: &Row, table: &Name) -> Result<Type, Failure> {
    let name = row.type_name.to_lowercase();
    let name = if name == "generated always" { "" } else { &name };
    let has = |part: &str| name.contains(part);
    let rust = match name {
        "boolean" | "bool" => "Bool",
        _ if has("tiny") && has("int") => "Bool",
        "int2" => "SmallInt",
        _ if has("small") && has("int") => "SmallInt",
        "int8" => "BigInt",
        _ if has("big") && has("int") => "BigInt",
        _ if has("int") => {
            if row.is_row_id {
                "BigInt"
            } else {
                "Integer"
            }
        }
        _ if has("char") || has("clob") || has("text") => "Text",
        _ if has("blob") || has("binary") || name.is_empty() => "Binary",
        _ if has("float") || has("real") => "Float",
        _ if has("double") || has("num") || has("dec") => "Double",
        "datetime" | "timestamp" => "Timestamp",
        "date" => "Date",
        "time" => "Time",
        _ => return Err(unsupported(row, table)),
    };
    Ok(plain(row, rust, rust.to_owned()))
}

fn postgres(row: &Row) -> Type {
    let element = row.type_name.strip_prefix('_');
    let name = element.unwrap_or(&row.type_name);
    let schema = row.type_schema.clone().filter(|it| it != "public");
    let is_array = element.is_some();
    Type { schema, is_array, ..plain(row, name, name.to_upper_camel_case()) }
}

fn mysql(row: &Row, table: &Name) -> Result<Type, Failure> {
    let full = row.type_name.as_str();
    let is_unsigned = full.to_lowercase().contains("unsigned");
    let name = match full {
        "tinyint(1)" => "bool",
        _ if full.starts_with("int") => "integer",
        _ => full.split('(').next().unwrap_or(full),
    };
    let name = name.to_lowercase().replace("unsigned", "");
    let name = name.trim();
    if name.contains(' ') {
        return Err(unsupported(row, table));
    }
    let mut ty = Type { is_unsigned, ..plain(row, name, name.to_upper_camel_case()) };
    // A length that nobody gave is that of the type.
    ty.max_length = ty.max_length.filter(|_| full.contains('('));
    Ok(ty)
}

fn unsupported(row: &Row, table: &Name) -> Failure {
    Failure::Usage(format!(
        "Diesel has no type for the column {}.{} of the type `{}`: leave the table out with \
         --except-tables, or change the column's type",
        table.full_sql(),
        row.name,
        row.type_name
    ))
}
