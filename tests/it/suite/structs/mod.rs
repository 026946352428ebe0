//! Plain structs that are filled from graphs.

mod blog;
mod shapes;
mod trees;
