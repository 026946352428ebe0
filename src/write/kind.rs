//! What is done with links.

/// Links are added.
#[derive(Debug)]
pub enum Add {}

/// Links are deleted.
#[derive(Debug)]
pub enum Delete {}

/// Links are added, and all others of the same rows are deleted.
#[derive(Debug)]
pub enum Set {}

/// What is done with links: [`Add`], [`Delete`] or [`Set`].
pub trait Kind {
    /// What `execute` returns.
    type Output;
    /// The same as a value.
    const ACTION: Action;
    /// What `execute` returns if the statements changed this many rows.
    fn output(changed: usize) -> Self::Output;
}

/// [`Add`], [`Delete`] or [`Set`] as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Links are added.
    Add,
    /// Links are deleted.
    Delete,
    /// Links are added, and all others of the same rows are deleted.
    Set,
}

impl Kind for Add {
    // MariaDB also counts the links that are there already.
    type Output = ();
    const ACTION: Action = Action::Add;

    fn output(_: usize) {}
}

impl Kind for Delete {
    type Output = usize;
    const ACTION: Action = Action::Delete;

    fn output(changed: usize) -> usize {
        changed
    }
}

impl Kind for Set {
    type Output = ();
    const ACTION: Action = Action::Set;

    fn output(_: usize) {}
}

/// [`Add`] or [`Set`]: new links can have values.
#[diagnostic::on_unimplemented(
    message = "links that are deleted are not given values",
    label = "only `.link(…)` and `.set(…)` add links"
)]
pub trait Adds {}

impl Adds for Add {}
impl Adds for Set {}

/// [`Add`] or [`Delete`]: one statement, unless there are too many links.
pub trait OneStatement {}

impl OneStatement for Add {}
impl OneStatement for Delete {}
