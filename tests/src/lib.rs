//! The tests of conjoin. The library of this package is empty but for the book, whose code they run.

#[cfg(doctest)]
mod book {
    #[doc = include_str!("../../docs/relations.md")]
    pub struct Relations;
    #[doc = include_str!("../../docs/keys.md")]
    pub struct Keys;
    #[doc = include_str!("../../docs/filters.md")]
    pub struct Filters;
    #[doc = include_str!("../../docs/trees.md")]
    pub struct Trees;
    #[doc = include_str!("../../docs/declarations.md")]
    pub struct Declarations;
    #[doc = include_str!("../../docs/edge-cases.md")]
    pub struct EdgeCases;
    #[doc = include_str!("../../docs/loading.md")]
    pub struct Loading;
    #[doc = include_str!("../../docs/large-results.md")]
    pub struct LargeResults;
    #[doc = include_str!("../../docs/graph.md")]
    pub struct Graph;
    #[doc = include_str!("../../docs/joining.md")]
    pub struct Joining;
    #[doc = include_str!("../../docs/filtering.md")]
    pub struct Filtering;
    #[doc = include_str!("../../docs/aggregates.md")]
    pub struct Aggregates;
    #[doc = include_str!("../../docs/connections.md")]
    pub struct Connections;
    #[cfg(feature = "async")]
    #[doc = include_str!("../../docs/async.md")]
    pub struct Async;
    #[doc = include_str!("../../docs/sqlite.md")]
    pub struct Sqlite;
    #[cfg(all(feature = "postgres", feature = "async"))]
    #[doc = include_str!("../../docs/postgresql.md")]
    pub struct Postgresql;
    #[cfg(feature = "mysql")]
    #[doc = include_str!("../../docs/mariadb.md")]
    pub struct Mariadb;
    #[doc = include_str!("../../docs/testing.md")]
    pub struct Testing;
    #[doc = include_str!("../../docs/migrations.md")]
    pub struct Migrations;
    #[doc = include_str!("../../docs/diesel-cli.md")]
    pub struct DieselCli;
    #[doc = include_str!("../../docs/design.md")]
    pub struct Design;
}
