//! The tests of conjoin. The library of this package is empty but for the book, whose code they run.

#[cfg(test)]
mod page;

/// The pages as `build.rs` writes them.
#[cfg(doctest)]
mod book {
    macro_rules! pages {
        ($($(#[$condition:meta])? $page:literal $name:ident)*) => {$(
            $(#[$condition])?
            #[doc = include_str!(concat!(env!("OUT_DIR"), "/", $page))]
            pub struct $name;
        )*};
    }

    pages! {
        "relations.md" Relations
        "keys.md" Keys
        "filters.md" Filters
        "trees.md" Trees
        "declarations.md" Declarations
        "edge-cases.md" EdgeCases
        "loading.md" Loading
        "costs.md" Costs
        "large-results.md" LargeResults
        "graph.md" Graph
        "structs.md" Structs
        "joining.md" Joining
        "filtering.md" Filtering
        "aggregates.md" Aggregates
        "writing.md" Writing
        "messages.md" Messages
        "connections.md" Connections
        #[cfg(feature = "async")]
        "async.md" Async
        "consistency.md" Consistency
        #[cfg(all(feature = "serde", feature = "async"))]
        "serving.md" Serving
        "sqlite.md" Sqlite
        #[cfg(all(feature = "postgres", feature = "async"))]
        "postgresql.md" Postgresql
        #[cfg(feature = "mysql")]
        "mariadb.md" Mariadb
        "testing.md" Testing
        "testing-without-a-database.md" TestingWithoutADatabase
        "migrations.md" Migrations
        "diesel-cli.md" DieselCli
        "design.md" Design
    }
}
