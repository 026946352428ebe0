mod composite;
mod diesel;
mod keys;
mod names;
mod places;
mod sides;
pub mod strict;
mod unique;
