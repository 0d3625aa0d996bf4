//! Runs one of the book's listings: `listings NAME`; without a name, lists them.
//!
//! A listing is a file in `programs/`, or in `experiments/` where it may run long, complete as it stands. `build.rs` makes a
//! module of each.

#![allow(clippy::unit_arg, reason = "a listing's main may return nothing")]

use std::{
    io::{self, Write as _},
    panic,
    process::{self, ExitCode},
};

/// Runs one listing.
type Program = fn() -> ExitCode;

include!(concat!(env!("OUT_DIR"), "/programs.rs"));

fn main() -> ExitCode {
    report_closed_output();
    let Some(wanted) = std::env::args().nth(1) else {
        for (name, _) in PROGRAMS {
            println!("{name}");
        }
        return ExitCode::SUCCESS;
    };
    match PROGRAMS.iter().find(|(name, _)| *name == wanted) {
        Some((_, run)) => run(),
        None => {
            let _ = writeln!(
                io::stderr(),
                "no listing is named '{wanted}'; run without a name to see them all"
            );
            ExitCode::from(2)
        }
    }
}

/// A listing prints with `println!`, which panics where its output cannot be written. Who closed the pipe has what they want;
/// otherwise this says what is wrong.
fn report_closed_output() {
    let other = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let said = info.payload_as_str().unwrap_or_default();
        let Some(error) = said.strip_prefix("failed printing to stdout: ") else {
            return other(info);
        };
        let closed: &[i32] = if cfg!(windows) { &[109, 232] } else { &[32] };
        if closed
            .iter()
            .any(|code| error.ends_with(&format!("(os error {code})")))
        {
            process::exit(0);
        }
        let _ = writeln!(io::stderr(), "cannot write to standard output: {error}");
        process::exit(1);
    }));
}
