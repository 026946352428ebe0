//! Relations that come in the query's own statement: `.joined()`. What they give is compared with what
//! grouped loading gives, of which the graph is of the same type.

mod queries;
mod same;
mod sql;
mod wrong_rows;
