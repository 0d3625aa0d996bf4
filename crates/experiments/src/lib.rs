//! The experiments of the book as WebAssembly: a page runs one by its name, and is told each line as it is printed.
//!
//! They are the files of `crates/listings/experiments`, as they stand. `build.rs` makes a module of each, in which `println!` and
//! `eprintln!` are macros of this crate.

#![allow(clippy::unit_arg, reason = "a listing's main may return nothing")]

mod exports;
mod page;

use std::process::ExitCode;

/// Runs one listing.
type Program = fn() -> ExitCode;

/// Passes a line of the output to the page.
macro_rules! to_page {
    () => { $crate::page::print("") };
    ($($part:tt)*) => { $crate::page::print(&format!($($part)*)) };
}

/// Passes a line of the progress to the page.
macro_rules! to_progress {
    () => { $crate::page::report("") };
    ($($part:tt)*) => { $crate::page::report(&format!($($part)*)) };
}

#[allow(unused_imports, reason = "there may be no experiment")]
pub(crate) use {to_page, to_progress};

include!(concat!(env!("OUT_DIR"), "/programs.rs"));

/// The names of the experiments, sorted.
#[must_use]
pub fn names() -> Vec<&'static str> {
    PROGRAMS.iter().map(|(name, _)| *name).collect()
}

/// Runs the experiment of this name, if there is one, and tells whether it succeeds.
#[must_use]
pub fn run(name: &str) -> Option<bool> {
    let (_, program) = PROGRAMS.iter().find(|(known, _)| *known == name)?;
    Some(program() == ExitCode::SUCCESS)
}
