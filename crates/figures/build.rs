//! Takes from Lato the outlines of the signs that figures write.

use std::{env, fs, path::Path};

const FONT: &str = "fonts/Lato-Regular.ttf";
/// What the figures write.
const SIGNS: &str =
    " !\"%'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]abcdefghijklmnopqrstuvwxyz|×−";

fn main() {
    println!("cargo::rerun-if-changed={FONT}");
    println!("cargo::rerun-if-changed=build.rs");
    let font = fs::read(FONT).expect("the font is part of this crate");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(
        Path::new(&out).join("glyphs.rs"),
        outlines::table(&font, SIGNS.chars()),
    )
    .expect("cargo's folder can be written");
}
