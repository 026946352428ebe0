use conjoin::testing;
use diesel::prelude::*;
use std::fs;

/// Runs `code`, and asserts that a page of `docs/` shows what it sends: one of the page's SQL
/// blocks has just these statements, each closed by a semicolon, backquotes left out.
pub fn as_shown<T>(
    page: &str,
    conn: &mut SqliteConnection,
    code: impl FnOnce(&mut SqliteConnection) -> QueryResult<T>,
) -> QueryResult<T> {
    let (result, sent) = testing::record(conn, code);
    let result = result?;
    let sent: Vec<String> = sent.sent.iter().map(|sql| plain(&sql.replace('`', ""))).collect();
    let path = format!("{}/../../docs/{page}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).expect("a page of docs/");
    assert!(
        blocks(&text).any(|block| block == sent),
        "no SQL block of docs/{page} shows what is sent:\n\n{};\n",
        sent.join(";\n"),
    );
    Ok(result)
}

/// The statements of each SQL block.
fn blocks(page: &str) -> impl Iterator<Item = Vec<String>> {
    page.split("```sql\n").skip(1).filter_map(|rest| {
        let (block, _) = rest.split_once("```")?;
        Some(block.split(';').map(plain).filter(|sql| !sql.is_empty()).collect())
    })
}

/// One space between words.
fn plain(sql: &str) -> String {
    let words = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace("( ", "(").replace(" )", ")")
}
