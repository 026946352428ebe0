//! Lets the models of the blog load over one connection type for several databases as well.

use std::path::Path;
use std::{env, fs};

fn main() {
    let models = "../../schema/src/models.rs";
    println!("cargo::rerun-if-changed={models}");
    let table = "#[diesel(table_name";
    let backend = format!("#[relations(backend = crate::MultiBackend)]\n{table}");
    let text = fs::read_to_string(models).expect("the models of the blog").replace(table, &backend);
    let out = env::var_os("OUT_DIR").expect("cargo names a folder");
    fs::write(Path::new(&out).join("models.rs"), text).expect("cargo's folder can be written to");
}
