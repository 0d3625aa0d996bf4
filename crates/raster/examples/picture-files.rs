//! Writes the files of the tests' table into a folder, and prints a line for each: `taken NAME` or `refused NAME`.

#[path = "../tests/files/mod.rs"]
mod files;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args_os().nth(1).unwrap_or_else(|| ".".into()));
    for file in files::all() {
        std::fs::write(folder.join(file.name), &file.bytes)?;
        let outcome = if file.taken { "taken" } else { "refused" };
        println!("{outcome} {}", file.name);
    }
    Ok(())
}
