//! Graphs that are built by hand, without a database. Random ones are compared with loaded ones in
//! `it/suite/properties/by_hand.rs`.
#![allow(missing_docs)]

mod built;
mod models;
mod refused;
