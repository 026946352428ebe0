//! The message about a relation that a model does not declare: a text that is put together at compile time.

use crate::private::check::same;

/// A name is one of those that a model declares.
#[track_caller]
pub(crate) const fn exists(model: &str, names: &[&str], name: &str) {
    let mut place = 0;
    while place < names.len() {
        if same(names[place], name) {
            return;
        }
        place += 1;
    }
    panic!("{}", Text::unknown(model, names, name).as_str());
}

/// A text of limited length.
struct Text {
    bytes: [u8; Text::LONGEST],
    length: usize,
}

impl Text {
    const LONGEST: usize = 1024;

    const fn unknown(model: &str, names: &[&str], name: &str) -> Self {
        let text = Text { bytes: [0; Text::LONGEST], length: 0 };
        let text = text.and("`").and(model).and("` has no relation `").and(name);
        if names.is_empty() {
            return text.and("`: it declares none");
        }
        let mut text = text.and("`; it has `").and(names[0]);
        let mut place = 1;
        while place < names.len() {
            text = text.and("`, `").and(names[place]);
            place += 1;
        }
        text.and("`")
    }

    const fn and(mut self, more: &str) -> Self {
        let more = more.as_bytes();
        let mut place = 0;
        while place < more.len() && self.length < Text::LONGEST {
            self.bytes[self.length] = more[place];
            self.length += 1;
            place += 1;
        }
        self
    }

    const fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.length);
        match str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => "no such relation",
        }
    }
}
