//! The way from the root to a row.

/// The rows that lead to a row, back to the root.
pub struct Path<'p> {
    level: *const (),
    index: usize,
    parent: Option<&'p Path<'p>>,
}

impl<'p> Path<'p> {
    /// To the row `index` of a level, which is recognized by its address.
    pub(crate) fn new<L>(level: &L, index: usize, parent: Option<&'p Path<'p>>) -> Self {
        Path { level: std::ptr::from_ref(level).cast(), index, parent }
    }

    /// The row at the end of the path, in its level.
    pub(crate) fn index(&self) -> usize {
        self.index
    }

    /// Whether the row at the end is on the path before. Only a recursive relation leads back.
    pub(crate) fn is_cycle(&self) -> bool {
        let mut before = self.parent;
        while let Some(path) = before {
            if (path.level, path.index) == (self.level, self.index) {
                return true;
            }
            before = path.parent;
        }
        false
    }
}
