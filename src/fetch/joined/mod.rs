//! Rows that are returned by the statement of the query: writing it, and telling the rows apart.

pub(crate) mod attach;
pub(crate) mod roots;
pub(crate) mod sides;
pub(crate) mod written;
