//! Runs one of the book's listings: `listings NAME`; without a name, lists them.
//!
//! A listing is a file in `programs/`, complete as it stands. `build.rs` makes a module of each.

#![allow(clippy::unit_arg, reason = "a listing's main may return nothing")]

use std::process::ExitCode;

/// Runs one listing.
type Program = fn() -> ExitCode;

include!(concat!(env!("OUT_DIR"), "/programs.rs"));

fn main() -> ExitCode {
    let Some(wanted) = std::env::args().nth(1) else {
        for (name, _) in PROGRAMS {
            println!("{name}");
        }
        return ExitCode::SUCCESS;
    };
    match PROGRAMS.iter().find(|(name, _)| *name == wanted) {
        Some((_, run)) => run(),
        None => {
            eprintln!("no listing is named '{wanted}'; run without a name to see them all");
            ExitCode::from(2)
        }
    }
}
