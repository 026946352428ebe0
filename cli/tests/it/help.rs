//! The help of every verb, as it was last read and found good.

use crate::world::{World, golden};

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
    "migration test",
    "migration wait",
    "print-schema",
    "completions",
];

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
    golden("help.txt", &text);
}

#[test]
fn every_verb_shows_an_example() {
    let world = World::sqlite();
    for verb in VERBS.iter().filter(|it| !matches!(**it, "" | "database" | "migration")) {
        let help = world.conjoin(&format!("{verb} --help")).ok().out;
        assert!(help.contains("Example: conjoin "), "{verb}: {help}");
    }
}
