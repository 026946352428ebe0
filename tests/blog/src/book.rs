use conjoin::testing;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

/// Executes the SQL that a page has for its next block.
pub fn execute(conn: &mut SqliteConnection, sql: &str) -> QueryResult<()> {
    conn.batch_execute(sql)
}

/// Runs the code of a block, and asserts that it sends the SQL that the page shows below it: each
/// statement closed by a semicolon, backquotes left out.
pub fn as_shown<T>(
    place: &str,
    shown: &str,
    conn: &mut SqliteConnection,
    code: impl FnOnce(&mut SqliteConnection) -> QueryResult<T>,
) -> QueryResult<T> {
    let (result, sent) = testing::record(conn, code);
    let result = result?;
    let sent: Vec<String> = sent.sent.iter().map(|sql| plain(&sql.replace('`', ""))).collect();
    let shown: Vec<String> = shown.split(';').map(plain).filter(|sql| !sql.is_empty()).collect();
    assert!(shown == sent, "{place}: below the block belongs\n\n{};\n", sent.join(";\n"));
    Ok(result)
}

/// One space between words.
fn plain(sql: &str) -> String {
    let words = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace("( ", "(").replace(" )", ")")
}
