//! Maps names of the database to names of Rust.

use super::Name;

/// Words that cannot be identifiers, and those that `table!` reserves.
const RESERVED: &str = " abstract as async await become box break const continue crate do dyn else \
    enum extern false final fn for if impl in let loop macro match mod move mut override priv pub \
    ref return Self self static struct super trait true try type typeof unsafe unsized use virtual \
    where while yield _ table columns is_nullable ";

impl Name {
    pub(super) fn new(sql: &str, schema: Option<String>) -> Self {
        Self { sql: sql.to_owned(), rust: rust_name(sql, None), schema }
    }

    /// Qualified with its schema, in SQL.
    pub(super) fn full_sql(&self) -> String {
        let schema = self.schema.iter().map(|it| format!("{it}."));
        schema.collect::<String>() + &self.sql
    }

    /// Qualified with its schema, in `table!`.
    pub(super) fn full_rust(&self) -> String {
        let schema = self.schema.iter().map(|it| format!("{}.", rust_name(it, None)));
        schema.collect::<String>() + &self.rust
    }
}

/// A name with underscores for characters that Rust does not accept, and one at the end if it would
/// clash.
pub(super) fn rust_name(sql: &str, table: Option<&Name>) -> String {
    let name = identifier(sql);
    let reserved = name.is_empty()
        || RESERVED.contains(&format!(" {name} "))
        || name.starts_with("__") && !name.ends_with('_');
    let clashes = table.is_some_and(|it| it.rust == name);
    if reserved || clashes { format!("{name}_") } else { name }
}

fn identifier(sql: &str) -> String {
    let mut name = String::new();
    if sql.starts_with(|it: char| it.is_ascii_digit()) {
        name.push('_');
    }
    let mut replaced = false;
    for c in sql.chars() {
        let fits = c.is_ascii_alphanumeric() || c == '_';
        if fits {
            name.push(c);
        } else if !replaced {
            name.push('_');
        }
        replaced = !fits;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_identifiers() {
        let names = [
            ("users", "users"),
            ("Order Details", "Order_Details"),
            ("a - b", "a_b"),
            ("2fa", "_2fa"),
            ("type", "type_"),
            ("columns", "columns_"),
            ("__x", "__x_"),
            ("é", "_"),
        ];
        for (sql, rust) in names {
            let expected = if rust == "_" { "__" } else { rust };
            assert_eq!(rust_name(sql, None), expected, "{sql}");
        }
        let table = Name::new("posts", None);
        assert_eq!(rust_name("posts", Some(&table)), "posts_");
    }
}
