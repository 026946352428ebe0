//! The help of every verb, as it was last read and found good.

use crate::world::World;

const VERBS: &[&str] = &[
    "",
    "setup",
    "database",
    "database setup",
    "database reset",
    "database drop",
    "migration",
    "migration run",
    "migration revert",
    "migration redo",
    "migration list",
    "migration pending",
    "migration generate",
    "migration plan",
    "migration verify",
    "migration repair",
    "migration baseline",
    "migration wait",
    "completions",
];

/// `CONJOIN_UPDATE=1` writes the file anew; the change is to be read as a screen is.
#[test]
fn help_is_what_it_was() {
    let world = World::sqlite();
    let mut text = String::new();
    for verb in VERBS {
        let mut command = world.command(crate::world::CONJOIN, &format!("{verb} --help"));
        let ran: crate::world::Ran = command.env_remove("DATABASE_URL").output().unwrap().into();
        text += &format!(
            "$ conjoin {verb}{}--help\n{}\n",
            if verb.is_empty() { "" } else { " " },
            ran.ok().out
        );
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/help.txt");
    if std::env::var_os("CONJOIN_UPDATE").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(path).unwrap_or_default());
}

#[test]
fn every_verb_shows_an_example() {
    let world = World::sqlite();
    for verb in VERBS.iter().filter(|it| !matches!(**it, "" | "database" | "migration")) {
        let help = world.conjoin(&format!("{verb} --help")).ok().out;
        assert!(help.contains("Example: conjoin "), "{verb}: {help}");
    }
}
