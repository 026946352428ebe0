//! What conjoin does at run time, by capability.
#![allow(missing_docs)]

mod connections;
mod joins;
mod loading;
mod related;
mod testing;
mod world;

// Public, so that rustc checks what its modules promise to others.
pub mod relations;
