//! Opens the shop and checks what loads return.
#![deny(warnings, missing_docs, unreachable_pub, missing_debug_implementations)]
#![forbid(unsafe_code)]

mod borrowed;
mod database;
mod loads;

fn main() -> database::Result {
    let mut conn = database::open()?;
    loads::check(&mut conn)?;
    borrowed::check(&mut conn)
}
