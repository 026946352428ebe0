//! Rows that come in the statement of the query: what is written, and which rows are which.

pub(crate) mod attach;
pub(crate) mod roots;
pub(crate) mod sides;
pub(crate) mod written;
