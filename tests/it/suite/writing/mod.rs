//! Writing through relations.

mod children;
mod deletes;
mod errors;
mod further_columns;
mod links;
mod many_links;
mod random_links;
mod sets;
mod twice;
