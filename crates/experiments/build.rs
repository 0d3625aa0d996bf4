//! Makes one module of every experiment, in which `println!` and `eprintln!` are those of this crate.

use std::{env, path::PathBuf};

#[path = "../listings/modules.rs"]
mod modules;

fn main() {
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap());
    modules::write(
        &package.join("../listings"),
        &["experiments"],
        "#[allow(unused_imports, reason = \"one may write nothing\")] use crate::{to_page as println, to_progress as eprintln};",
    );
}
