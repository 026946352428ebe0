//! Maps types of Diesel to types of SQL.

use conjoin_migrate::Dialect;
use heck::ToSnakeCase;
use syn::{GenericArgument, PathArguments};

/// The type of a column in a schema file.
#[derive(Debug, Clone)]
pub(super) struct Type {
    /// Its name in Diesel.
    pub(super) name: String,
    /// The schema and the name in SQL, if the file defines the type.
    pub(super) defined: Option<(Option<String>, String)>,
    pub(super) is_array: bool,
    pub(super) is_nullable: bool,
    pub(super) is_unsigned: bool,
    pub(super) max_length: Option<u64>,
}

/// Synonyms for one type; we use the first.
const SYNONYMS: &[&[&str]] = &[
    &["SmallInt", "Smallint", "Int2", "SmallSerial"],
    &["Integer", "Int4", "Serial"],
    &["BigInt", "Bigint", "Int8", "BigSerial"],
    &["Float", "Float4"],
    &["Double", "Float8"],
    &["Numeric", "Decimal"],
    &["Varchar", "VarChar"],
    &["Binary", "Bytea"],
    &["TinyInt", "Tinyint"],
    &["MacAddr", "Macaddr"],
    &["MacAddr8", "Macaddr8"],
];

/// Types of a database that Diesel treats as the first one.
const KINDS: &[&[&str]] = &[
    &["Text", "Varchar", "Char", "Bpchar", "Tinytext", "Mediumtext", "Longtext"],
    &["Binary", "Blob", "Tinyblob", "Mediumblob", "Longblob", "Varbinary"],
    &["Timestamp", "Datetime"],
];

const RANGES: &[(&str, &str)] = &[
    ("Integer", "Int4"),
    ("BigInt", "Int8"),
    ("Numeric", "Num"),
    ("Timestamp", "Ts"),
    ("Timestamptz", "Tstz"),
    ("Date", "Date"),
];

fn first_of<'a>(groups: &'a [&'a [&'a str]], name: &'a str) -> &'a str {
    groups.iter().find(|it| it.contains(&name)).map_or(name, |it| it[0])
}

impl Type {
    pub(super) fn read(ty: &syn::Type) -> syn::Result<Self> {
        let unfit = || syn::Error::new_spanned(ty, "a column cannot have this type");
        let syn::Type::Path(path) = ty else { return Err(unfit()) };
        let last = path.path.segments.last().ok_or_else(unfit)?;
        let name = last.ident.to_string();
        let PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return Ok(Self::plain(name));
        };
        let Some(GenericArgument::Type(inner)) = arguments.args.first() else {
            return Err(unfit());
        };
        if name == "Record" {
            let problem = "SQL has no name for a `Record`: make a type for it by CREATE TYPE, and \
                           let print-schema define it";
            return Err(syn::Error::new_spanned(ty, problem));
        }
        let inner = Self::read(inner)?;
        match name.as_str() {
            "Nullable" => Ok(Self { is_nullable: true, ..inner }),
            "Array" => Ok(Self { is_array: true, is_nullable: false, ..inner }),
            "Unsigned" => Ok(Self { is_unsigned: true, ..inner }),
            "Range" | "Multirange" => {
                let of = first_of(SYNONYMS, &inner.name);
                let of = RANGES.iter().find(|(name, _)| *name == of).ok_or_else(unfit)?.1;
                Ok(Self::plain(of.to_owned() + &name.to_lowercase()))
            }
            _ => Err(unfit()),
        }
    }

    fn plain(name: String) -> Self {
        let (is_array, is_nullable, is_unsigned) = (false, false, false);
        Self { name, defined: None, is_array, is_nullable, is_unsigned, max_length: None }
    }

    /// Whether both are the same type, ignoring nullability.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let (a, b) = (first_of(SYNONYMS, &self.name), first_of(SYNONYMS, &other.name));
        let same = match (&self.defined, &other.defined) {
            (Some(a), Some(b)) => a.0 == b.0 && a.1.eq_ignore_ascii_case(&b.1),
            _ => a == b || first_of(KINDS, a) == b || a == first_of(KINDS, b),
        };
        same && (self.is_array, self.is_unsigned, self.max_length)
            == (other.is_array, other.is_unsigned, other.max_length)
    }

    /// Whether the database can generate values for a primary key of this type.
    pub(super) fn is_integer(&self) -> bool {
        self.defined.is_none()
            && ["SmallInt", "Integer", "BigInt"].contains(&first_of(SYNONYMS, &self.name))
    }

    /// Whether Diesel has this type.
    pub(super) fn is_known(&self) -> bool {
        let name = format!(" {} ", self.name);
        let own = ["TimestamptzSqlite", "CChar", "Unsigned"].contains(&self.name.as_str());
        let lists = crate::schema::types::ALL;
        self.defined.is_none() && (own || lists.iter().any(|it| it.contains(&name)))
    }

    /// Its SQL, without NOT NULL.
    pub(super) fn sql(&self, dialect: Dialect) -> String {
        let mut sql = match &self.defined {
            Some((schema, name)) => defined(schema.as_deref(), name, dialect),
            None => self.named(dialect),
        };
        if let Some(length) = self.max_length.filter(|_| !sql.contains('(')) {
            sql += &format!("({length})");
        }
        if self.is_unsigned {
            sql += " UNSIGNED";
        }
        if self.is_array { sql + "[]" } else { sql }
    }

    fn named(&self, dialect: Dialect) -> String {
        let sized = self.max_length.is_some();
        let word = match (dialect, first_of(SYNONYMS, &self.name)) {
            (Dialect::Postgres, _) if self.name.ends_with("Serial") => &self.name,
            (Dialect::Postgres, "Float") => "REAL",
            (Dialect::Postgres, "Double") => "DOUBLE PRECISION",
            (Dialect::Postgres, "Binary") => "BYTEA",
            (Dialect::Postgres, "PgLsn") => "PG_LSN",
            (Dialect::Postgres, "CChar") => "\"char\"",
            (Dialect::Mysql, "Varchar") if !sized => "VARCHAR(255)",
            (Dialect::Mysql, "Varbinary") if !sized => "VARBINARY(255)",
            (Dialect::Mysql, "Binary") if sized => "BINARY",
            (Dialect::Sqlite, "TimestamptzSqlite") => "TIMESTAMP",
            (Dialect::Sqlite, "Json") => "TEXT",
            (Dialect::Sqlite | Dialect::Mysql, "Binary" | "Jsonb") => "BLOB",
            (_, "Text") if sized => "VARCHAR",
            (_, word) => word,
        };
        if word.starts_with('"') { word.to_owned() } else { word.to_uppercase() }
    }

    /// The value that replaces NULLs, and that a column has until it is filled.
    pub(super) fn zero(&self) -> &'static str {
        let name = first_of(SYNONYMS, &self.name);
        match first_of(KINDS, name) {
            "Binary" => "x''",
            "Timestamp" | "TimestamptzSqlite" => "'1970-01-01 00:00:00'",
            "Date" => "'1970-01-01'",
            "Time" => "'00:00:00'",
            "Bool" | "SmallInt" | "Integer" | "BigInt" | "Float" | "Double" | "Numeric" => "0",
            _ => "''",
        }
    }

    /// Possible SQL names for a PostgreSQL type of which only the Rust name is known.
    pub(super) fn guesses(&self) -> [String; 2] {
        [self.name.to_snake_case(), self.name.to_lowercase()]
    }
}

fn defined(schema: Option<&str>, name: &str, dialect: Dialect) -> String {
    if dialect == Dialect::Mysql {
        // An enum and its values are the column's own.
        return format!("{}(/* the values */)", name.to_uppercase());
    }
    let schema = schema.map(|it| format!("{}.", super::write::quoted(it, dialect)));
    let plain = name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_');
    let name = if plain { name.to_owned() } else { super::write::quoted(name, dialect) };
    schema.unwrap_or_default() + &name
}
