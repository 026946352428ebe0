//! What structs are filled from: something that may be taken apart, or something that is kept.

/// Something that is owned or borrowed.
#[derive(Debug)]
pub enum Origin<'g, T> {
    /// Its rows may be moved.
    Owned(&'g mut T),
    /// Its rows are cloned.
    Borrowed(&'g T),
}

impl<T> Origin<'_, T> {
    pub(crate) fn get(&self) -> &T {
        match self {
            Origin::Owned(it) => it,
            Origin::Borrowed(it) => it,
        }
    }

    /// The same, from which nothing is moved if it is to be `shared`.
    pub fn unless(&mut self, shared: bool) -> Origin<'_, T> {
        match self {
            Origin::Owned(it) => match shared {
                true => Origin::Borrowed(it),
                false => Origin::Owned(it),
            },
            Origin::Borrowed(it) => Origin::Borrowed(it),
        }
    }
}
