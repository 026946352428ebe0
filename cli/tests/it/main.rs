//! The binary, run as people and scripts run it.

mod databases;
mod diff;
mod differential;
mod files;
mod galera;
mod help;
mod history;
mod interruptions;
mod locks;
mod manners;
mod mariadb;
mod pooled;
mod projects;
mod proofs;
mod random;
mod reverts;
mod schema;
mod scratch;
mod servers;
mod sessions;
mod standby;
mod statements;
mod truth;
mod world;
