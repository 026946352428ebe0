//! Turns a page of `docs/` into the page that rustdoc tests.
//!
//! A page shows code as its reader would write it. What only the test of a block needs is in comments,
//! which every renderer hides; lines that begin with `# ` are hidden by rustdoc alone.
//!
//! | comment | is |
//! |---|---|
//! | `<!-- database: SQL -->` | executed before the next block |
//! | `<!-- before: Rust -->` | compiled before the next block |
//! | `<!-- after: Rust -->` | compiled after the block above |
//! | `<!-- around every block: Rust … Rust -->` | compiled around each block of the page, instead of [`AROUND`] |
//!
//! A block with a `main`, of its own or after it, is a program already. The SQL between another block and
//! the next is what the block must send.
//!
//! What is added stands in the first and the last line of a block, so that an error is in the line in
//! which the page has it.

/// What is compiled around a block, which stands at `…`.
const AROUND: &str =
    "let conn = &mut blog::database()?; … Ok::<(), Box<dyn std::error::Error>>(())";

/// The page `name` with whole programs in its Rust blocks.
pub(crate) fn tested(name: &str, page: &str) -> String {
    let elements = elements(page);
    let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
    let own = elements.iter().find(|it| it.kind == "around every block");
    for (at, block) in elements.iter().enumerate().filter(|(_, it)| it.is_rust()) {
        let place = format!("docs/{name}:{}", block.first + 1);
        let added = Added::to(&elements, at);
        let (before, after) = if added.with_main {
            (added.before, added.after)
        } else if let Some(own) = own {
            added.within(&own.text)
        } else {
            added.recorded(&place).within(AROUND)
        };
        lines[block.first + 1].insert_str(0, &before);
        let last = &mut lines[block.last - 1];
        assert!(after.is_empty() || !last.contains("//"), "{place}: a comment ends the block");
        last.push_str(&after);
    }
    lines.join("\n")
}

/// What the page adds to a block.
struct Added {
    before: String,
    after: String,
    /// What the block sends.
    sql: String,
    with_main: bool,
}

impl Added {
    fn to(elements: &[Element<'_>], at: usize) -> Added {
        let block = &elements[at];
        let mut added = Added {
            before: String::new(),
            after: String::new(),
            sql: String::new(),
            with_main: block.text.contains("fn main()"),
        };
        let first = elements[..at].iter().rposition(Element::is_rust).map_or(0, |last| last + 1);
        for Element { kind, text, .. } in &elements[first..at] {
            match *kind {
                "database" => added.before += &format!("blog::execute(conn, {text:?})?; "),
                "before" => added.before += &format!("{text} "),
                _ => {}
            }
        }
        for Element { kind, text, .. } in elements[at + 1..].iter().take_while(|it| !it.is_rust()) {
            match *kind {
                "after" => added.after += &format!(" {text}"),
                "```sql" if block.kind == "```rust" => added.sql += text,
                _ => {}
            }
        }
        added.with_main |= added.after.contains("fn main()");
        added
    }

    /// Compares what the block sends with the SQL of the page.
    fn recorded(mut self, place: &str) -> Added {
        if !self.sql.is_empty() {
            let sql = &self.sql;
            self.before += &format!("blog::as_shown({place:?}, {sql:?}, conn, |conn| {{ ");
            self.after += " Ok(()) })?;";
        }
        self
    }

    fn within(self, around: &str) -> (String, String) {
        let (opening, closing) = around.split_once('…').expect("`…` stands for the block");
        (format!("{opening}{}", self.before), format!("{}{closing}", self.after))
    }
}

/// A fenced block or a comment, from its first line to its last.
struct Element<'p> {
    /// The opening fence, or the comment up to its colon.
    kind: &'p str,
    /// In one line.
    text: String,
    first: usize,
    last: usize,
}

impl Element<'_> {
    fn is_rust(&self) -> bool {
        self.kind.starts_with("```rust")
    }
}

fn elements(page: &str) -> Vec<Element<'_>> {
    let lines: Vec<&str> = page.lines().collect();
    let mut elements = Vec::new();
    let mut first = 0;
    while first < lines.len() {
        let (kind, end) = if lines[first].starts_with("```") {
            (lines[first], "```")
        } else if let Some(comment) = lines[first].strip_prefix("<!-- ") {
            (comment.split(':').next().unwrap_or_default(), "-->")
        } else {
            first += 1;
            continue;
        };
        let known = ["database", "before", "after", "around every block"].contains(&kind);
        assert!(known || end == "```", "unknown comment: {kind}");
        // A fence does not end its own block, but a comment may be one line.
        let skipped = usize::from(end == "```");
        let length = lines[first + skipped..].iter().position(|line| line.ends_with(end));
        let last = first + skipped + length.unwrap_or_else(|| panic!("{kind} does not end"));
        let text: Vec<&str> = lines[first..=last].iter().map(|line| line.trim()).collect();
        let text = text.join(" ");
        let text = text.trim_start_matches("<!-- ").trim_end_matches(end);
        let text = text.strip_prefix(kind).unwrap_or(text).trim_start_matches(':').trim();
        elements.push(Element { kind, text: text.to_owned(), first, last });
        first = last + 1;
    }
    elements
}

#[cfg(test)]
mod tests {
    use super::tested;

    /// Lines of a page, each written between `|` and the end of its line.
    fn page(lines: &[&str]) -> String {
        lines.join("\n")
    }

    #[test]
    fn a_block_becomes_a_program_line_by_line() {
        let shown = page(&["Prose.", "```rust", "let a = 1;", "", "load(a)?;", "```", "Prose."]);
        let expected = page(&[
            "Prose.",
            "```rust",
            "let conn = &mut blog::database()?; let a = 1;",
            "",
            "load(a)?; Ok::<(), Box<dyn std::error::Error>>(())",
            "```",
            "Prose.",
        ]);
        assert_eq!(tested("a.md", &shown), expected);
    }

    #[test]
    fn comments_are_compiled_and_sql_is_what_is_sent() {
        let shown = page(&[
            "<!-- database:",
            "CREATE TABLE \"a\" (id);",
            "-->",
            "<!-- before: let a = 1; -->",
            "```rust",
            "print(conn)?;",
            "```",
            "<!-- after: assert_eq!(a, 1); -->",
            "```sql",
            "SELECT 1;",
            "SELECT 2;",
            "```",
            "```rust",
            "fn main() {}",
            "```",
            "```sql",
            "SELECT 3;",
            "```",
        ]);
        let expected = "let conn = &mut blog::database()?; \
            blog::execute(conn, \"CREATE TABLE \\\"a\\\" (id);\")?; let a = 1; \
            blog::as_shown(\"docs/a.md:5\", \"SELECT 1; SELECT 2;\", conn, |conn| { \
            print(conn)?; \
            assert_eq!(a, 1); Ok(()) })?; Ok::<(), Box<dyn std::error::Error>>(())";
        assert_eq!(tested("a.md", &shown).lines().nth(5), Some(expected));
    }

    #[test]
    fn a_program_and_other_languages_stay_as_they_are() {
        let shown = page(&["```rust", "fn main() {}", "```", "```sh", "ls", "```"]);
        assert_eq!(tested("a.md", &shown), shown);
    }

    #[test]
    fn a_page_may_have_its_own_program_around_every_block() {
        let shown = page(&[
            "<!-- around every block:",
            "async { …",
            "}",
            "-->",
            "```rust,no_run",
            "wait().await;",
            "```",
        ]);
        assert_eq!(tested("a.md", &shown).lines().nth(5), Some("async { wait().await; }"));
    }

    #[test]
    #[should_panic = "unknown comment: befor"]
    fn a_misspelt_comment_is_refused() {
        tested("a.md", "<!-- befor: let a = 1; -->");
    }
}
