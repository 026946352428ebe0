use super::{Kind, PADDED, text};

pub(super) fn kinds() -> Vec<Kind> {
    vec![
        Kind { crowd: &[], ..text("bytes", "TEXT") },
        text("without case", "TEXT COLLATE NOCASE"),
        Kind { crowd: PADDED, ..text("without trailing spaces", "TEXT COLLATE RTRIM") },
        text("a column of a number of characters, which nobody counts", "CHAR(3) COLLATE NOCASE"),
    ]
}
