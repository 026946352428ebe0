use super::{CASELESS, Kind, text};

/// A collation of ICU, which is found by its full name: that of temporary tables is a temporary schema.
macro_rules! collated {
    ($name:literal, $locale:literal, $crowd:expr) => {
        Kind {
            crowd: $crowd,
            before: concat!(
                "CREATE COLLATION pg_temp.of_keys (provider = icu, locale = '",
                $locale,
                "', deterministic = false);"
            ),
            ..text($name, "TEXT COLLATE pg_temp.of_keys")
        }
    };
}

pub(super) fn kinds() -> Vec<Kind> {
    vec![
        Kind { crowd: &[], ..text("bytes", "TEXT") },
        Kind { crowd: &[], ..text("of some length", "VARCHAR(40)") },
        collated!("composed or not", "und", &["'é #'", "'e\u{301} #'", "'é #'"]),
        collated!("without case", "und-u-ks-level2", CASELESS),
        collated!("without case and accents", "und-u-ks-level1", &["'E #'", "'é #'", "'e #'"]),
        collated!("without accents", "und-u-ks-level1-kc-true", &["'e #'", "'é #'", "'è #'"]),
        collated!(
            "without spaces and signs",
            "und-u-ka-shifted",
            &["'key #'", "'key-#'", "'k-ey#'"]
        ),
        collated!("German, without case", "de-u-co-phonebk-ks-level2", CASELESS),
        Kind {
            before: "CREATE COLLATION pg_temp.of_keys
                (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
                CREATE DOMAIN pg_temp.key AS VARCHAR(40) COLLATE pg_temp.of_keys;",
            ..text("a domain without case", "pg_temp.key")
        },
    ]
}
