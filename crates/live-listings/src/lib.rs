//! Listings of the book as WebAssembly: a page runs one by its name, with numbers of the reader's, and is told each line as it is printed.
//!
//! They are the files of `crates/listings`, as they stand. `build.rs` makes a module of each, in which `println!` and `eprintln!` are macros
//! of this crate, and each number that is marked as changeable is a call. `cargo book wasm` decides which listings a module has.

mod exports;
mod numbers;
mod outcome;
mod page;

/// How a listing ends: well, or with what went wrong, in words.
type End = Result<(), String>;

/// Runs one listing.
type Program = fn() -> End;

/// Passes a line of the output to the page.
#[allow(unused_macros, reason = "natively there is no listing")]
macro_rules! to_page {
    () => { $crate::page::print("") };
    ($($part:tt)*) => { $crate::page::print(&format!($($part)*)) };
}

/// Passes a line of the progress to the page.
#[allow(unused_macros, reason = "natively there is no listing")]
macro_rules! to_progress {
    () => { $crate::page::report("") };
    ($($part:tt)*) => { $crate::page::report(&format!($($part)*)) };
}

#[allow(unused_imports, reason = "natively there is no listing")]
pub(crate) use {to_page, to_progress};

include!(concat!(env!("OUT_DIR"), "/programs.rs"));

/// Runs the listing of this name, if there is one, and tells whether it succeeds. The page is told why one fails.
fn run(name: &str) -> Option<bool> {
    let (_, program) = PROGRAMS.iter().find(|(known, _)| *known == name)?;
    std::panic::set_hook(Box::new(|panic| {
        page::fail(panic.payload_as_str().unwrap_or("it panicked"));
    }));
    let outcome = program();
    if let Err(error) = &outcome {
        page::fail(error);
    }
    Some(outcome.is_ok())
}
