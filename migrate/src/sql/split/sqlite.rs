//! SQLite: the states of its own `sqlite3_complete`. A trigger ends at `; END ;`, where no name can
//! stand; what is called `begin` or `end` elsewhere does not matter.

use super::{Problem, Token};

#[derive(Default)]
pub(super) struct Body {
    state: State,
    trigger: usize,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum State {
    #[default]
    Start,
    Explain,
    Create,
    Plain,
    Trigger,
    /// After a semicolon of a trigger.
    Semicolon,
    /// After an `END` that followed a semicolon.
    End,
}

impl Body {
    pub(super) fn see(&mut self, token: &Token<'_>) {
        self.state = match self.state {
            State::Start if token.is("EXPLAIN") => State::Explain,
            State::Start | State::Explain if token.is("CREATE") => State::Create,
            State::Explain => State::Explain,
            State::Create if token.is_any(&["TEMP", "TEMPORARY"]) => State::Create,
            State::Create if token.is("TRIGGER") => {
                self.trigger = token.start;
                State::Trigger
            }
            State::Semicolon if token.is("END") => State::End,
            State::Trigger | State::Semicolon | State::End => State::Trigger,
            State::Start | State::Create | State::Plain => State::Plain,
        }
    }

    pub(super) fn ends_at_semicolon(&mut self) -> bool {
        let within = matches!(self.state, State::Trigger | State::Semicolon);
        if within {
            self.state = State::Semicolon;
        }
        !within
    }

    pub(super) fn open(&self) -> Option<Problem> {
        let open = matches!(self.state, State::Trigger | State::Semicolon);
        open.then(|| Problem::new(self.trigger, "this trigger never ends: write `END;`"))
    }
}
