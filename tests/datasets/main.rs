//! Two sample databases, declared in full: every relation, loaded with all rows of its table,
//! leads where SQL written by hand leads.

#[macro_use]
mod compare;
mod chinook;
mod northwind;
