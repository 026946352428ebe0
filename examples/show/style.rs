//! Colour, where it is wanted.

use std::env;
use std::fmt::Display;
use std::io::{self, IsTerminal};

/// What a piece of text is, which decides how it looks.
#[derive(Clone, Copy)]
pub(crate) enum Ink {
    /// Titles and headings.
    Strong,
    /// What only frames the rest.
    Faint,
    /// The keywords of SQL.
    Keyword,
    /// The number of statements.
    Count,
}

/// Paints text, or leaves it as it is.
#[derive(Clone, Copy)]
pub(crate) struct Paint {
    coloured: bool,
}

impl Paint {
    /// Coloured only on a terminal that shows colours, and never with <https://no-color.org>.
    pub(crate) fn for_stdout() -> Self {
        let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        Paint { coloured: io::stdout().is_terminal() && !refused && !is_dumb }
    }

    pub(crate) fn with(self, ink: Ink, text: impl Display) -> String {
        let code = match ink {
            Ink::Strong => "1",
            Ink::Faint => "2",
            Ink::Keyword => "36",
            Ink::Count => "1;33",
        };
        let text = text.to_string();
        if self.coloured && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text }
    }
}
