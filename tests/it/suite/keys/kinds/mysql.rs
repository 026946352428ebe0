use super::{Kind, PADDED, text};

pub(super) fn kinds() -> Vec<Kind> {
    vec![
        Kind { crowd: &[], ..text("bytes", "VARCHAR(40) COLLATE utf8mb4_nopad_bin") },
        Kind { crowd: PADDED, ..text("bytes, padded", "VARCHAR(40) COLLATE utf8mb4_bin") },
        text("without case", "VARCHAR(40) COLLATE utf8mb4_general_ci"),
        text("without case, not padded", "VARCHAR(40) COLLATE utf8mb4_general_nopad_ci"),
        text("by Unicode", "VARCHAR(40) COLLATE utf8mb4_unicode_ci"),
        text("by Unicode 5.2, not padded", "VARCHAR(40) COLLATE utf8mb4_unicode_520_nopad_ci"),
        text("Turkish", "VARCHAR(40) COLLATE utf8mb4_turkish_ci"),
        text("a fixed length", "CHAR(40) COLLATE utf8mb4_general_ci"),
        Kind {
            spellings: &[
                &["'abc'", "'ABC'", "'abc '", "'äbc'", "'ábc'"],
                &["'é'", "'e'", "'E'", "'É '"],
                &["'ß'", "'ss'", "'s'"],
                &["''", "' '"],
            ],
            ..text(
                "another character set",
                "VARCHAR(40) CHARACTER SET latin1 COLLATE latin1_german1_ci",
            )
        },
    ]
}
