//! Kinds of columns for keys of text: the collations of each database.

mod mysql;
mod postgres;
mod sqlite;

/// A column for keys, and what is written into it.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// What is said before there are tables.
    pub(crate) before: &'static str,
    /// Its type and its collation.
    pub(crate) column: &'static str,
    /// Values as they are written in SQL, those together that one would take for spellings of one value.
    /// Whether they are is for the database to say.
    pub(crate) spellings: &'static [&'static [&'static str]],
    /// Spellings of as many values as one likes, if there are so many: `#` is a number.
    pub(crate) crowd: &'static [&'static str],
}

/// What keys of text are: in cases, with accents and paddings, composed and not, of nothing.
pub(crate) const TEXTS: &[&[&str]] = &[
    &["'abc'", "'ABC'", "'aBc'", "'abc '", "'Abc   '", "'ábc'", "'ABC\u{301}'", "'abć'", "'a-bc'"],
    &["'é'", "'e\u{301}'", "'e'", "'E'", "'É'", "'é '"],
    &["'straße'", "'strasse'", "'STRASSE'", "'Straße'", "'STRAẞE'"],
    &["''", "' '", "'  '"],
    &["'i'", "'I'", "'ı'", "'İ'", "'ï'"],
    &["'K'", "'k'", "'\u{212a}'", "'ｋ'", "'K '"],
    &["'a_c'", "'a%c'", "'A_C'", "'a\\c'"],
];

/// A column for text.
const fn text(name: &'static str, column: &'static str) -> Kind {
    Kind { name, before: "", column, spellings: TEXTS, crowd: CASELESS }
}

/// Of texts without case.
pub(crate) const CASELESS: &[&str] = &["'key #'", "'KEY #'", "'Key #'"];
const PADDED: &[&str] = &["'key #'", "'key #  '", "'key # '"];

/// The collations of the database that is tested.
pub(crate) fn kinds() -> Vec<Kind> {
    match crate::database::name() {
        "mariadb" => mysql::kinds(),
        "postgresql" => postgres::kinds(),
        _ => sqlite::kinds(),
    }
}
