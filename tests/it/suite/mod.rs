//! What conjoin does at run time, by capability: the same tests over every kind of connection.

mod applications;
pub(crate) mod conn;
mod creating;
mod expressions;
mod joins;
pub(crate) mod keys;
mod loading;
mod models;
mod one_row;
mod properties;
mod related;
mod related_of_several;
mod snapshots;
mod structs;
mod testing;
pub(crate) mod world;
mod writing;

// Public, so that rustc checks what its modules promise to others.
pub mod relations;
