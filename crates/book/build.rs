//! Takes the outlines of the signs that the exports write: programs in Listing Mono, words in Lato.

use std::{env, fs, path::Path};

const MONO: &str = "fonts/ListingMono.ttf";
const SANS: &str = "../figures/fonts/Lato-Regular.ttf";

fn main() {
    println!("cargo::rerun-if-changed={MONO}");
    println!("cargo::rerun-if-changed={SANS}");
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    let mono = fs::read(MONO).expect("the font is part of this crate");
    write(
        &out,
        "mono.rs",
        outlines::table(&mono, outlines::signs(&mono)),
    );
    let sans = fs::read(SANS).expect("the font is part of the figures");
    let signs = (' '..='~').chain("·×−’“”…–éü".chars());
    write(&out, "sans.rs", outlines::table(&sans, signs));
}

fn write(folder: &str, file: &str, table: String) {
    fs::write(Path::new(folder).join(file), table).expect("cargo's folder can be written");
}
