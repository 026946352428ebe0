//! Writes the pages of the book as rustdoc tests them.

#[path = "src/page.rs"]
mod page;

use std::path::Path;
use std::{env, fs};

fn main() {
    let folder = "../docs";
    println!("cargo::rerun-if-changed={folder}");
    let out = env::var_os("OUT_DIR").expect("cargo names a folder");
    for entry in fs::read_dir(folder).expect("the pages of the book") {
        let path = entry.expect("a page of the book").path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name in Unicode");
            let text = fs::read_to_string(&path).expect("a page of the book");
            let tested = page::tested(name, &text.replace('\r', ""));
            fs::write(Path::new(&out).join(name), tested)
                .expect("cargo's folder can be written to");
        }
    }
}
