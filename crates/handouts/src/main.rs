//! The commands `cargo book figures`, `listings` and `deck`, which `cargo book` hands over to this program.

mod export;

use clap::Parser;
use std::process::ExitCode;

/// Writes what a lecture is made of.
#[derive(Parser)]
#[command(name = "cargo book", bin_name = "cargo book", version)]
enum Command {
    /// Lists and exports the figures.
    #[command(subcommand)]
    Figures(Box<export::Figures>),
    /// Writes the programs of the listings as pictures.
    #[command(subcommand)]
    Listings(export::Listings),
    /// Writes the book as slides with notes: one HTML file, and Typst source with its figures. Prints their paths.
    #[command(after_help = "Examples:
  cargo book deck --out slides
  cargo book deck --chapter pooling --format html --out slides
  typst compile --input theme=dark slides/deck.typ")]
    Deck(export::Deck),
}

fn main() -> ExitCode {
    let result = match Command::parse() {
        Command::Figures(command) => command.run(),
        Command::Listings(command) => command.run(),
        Command::Deck(command) => command.run(),
    };
    result.unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}
