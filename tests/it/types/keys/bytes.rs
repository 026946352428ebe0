//! Keys of bytes, which nobody asks about again: they are equal in the database just when they are in Rust.

use crate::suite::keys::kinds::Kind;

#[path = "../../suite/keys/models.rs"]
mod models;
#[path = "../../suite/keys/ways.rs"]
mod ways;

type Key = diesel::sql_types::Binary;
type Value = Vec<u8>;
const PAIR: bool = false;

fn kinds() -> Vec<Kind> {
    let kind = |name, column, spellings, crowd| Kind { name, before: "", column, spellings, crowd };
    let spellings: &[&[&str]] =
        &[&["x'616263'", "x'414243'", "x'61626320'", "x'61626300'"], &["x''", "x'00'", "x'20'"]];
    match crate::database::name() {
        "mariadb" => vec![
            kind("bytes", "VARBINARY(40)", spellings, &["'#'", "'k#'"]),
            kind("bytes, filled up", "BINARY(8)", spellings, &["'#'", "'k#'"]),
        ],
        "postgresql" => {
            let spellings: &[&[&str]] =
                &[&["'abc'", "'ABC'", "'abc '", "'\\x616263'"], &["''", "' '"]];
            vec![kind("bytes", "BYTEA", spellings, &["'#'", "'k#'"])]
        }
        _ => vec![kind("bytes", "BLOB", spellings, &["CAST('#' AS BLOB)", "CAST('k#' AS BLOB)"])],
    }
}
