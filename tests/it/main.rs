//! What conjoin does at run time, by capability.
#![allow(missing_docs)]

mod loading;
mod world;
