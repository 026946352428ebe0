//! The binary, run as people and scripts run it.

mod databases;
mod diff;
mod files;
mod galera;
mod help;
mod history;
mod interruptions;
mod locks;
mod manners;
mod pooled;
mod projects;
mod proofs;
mod schema;
mod servers;
mod standby;
mod world;
