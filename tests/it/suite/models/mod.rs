//! What Diesel's tables and models can be besides plain ones.

mod base_queries;
mod codes;
mod fields;
mod names;
mod schemas;
mod transactions;
mod views;
