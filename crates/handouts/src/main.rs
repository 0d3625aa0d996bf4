//! The commands `cargo book figures`, `listings`, `deck` and `epub`, which `cargo book` hands over to this program.

mod export;

use anyhow::Result;
use book::Project;
use clap::Parser;
use figures::FIGURES;
use std::{env, path::PathBuf, process::ExitCode};

/// Writes slides of the book, an EPUB of it, and its figures and programs as pictures.
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
    /// Writes the book as an EPUB 3, for readers of books: its figures stand still. Prints its path.
    #[command(after_help = "Example:
  cargo book epub --out books")]
    Epub(export::Epub),
    /// Writes a picture for each page that shows a figure, for those who share its address. Part of `cargo book build`.
    #[command(hide = true)]
    Cards {
        /// The folder of the built book.
        folder: PathBuf,
    },
}

fn main() -> ExitCode {
    run(Command::parse()).unwrap_or_else(|error| {
        book::report(&error);
        ExitCode::FAILURE
    })
}

fn run(command: Command) -> Result<ExitCode> {
    let project = Project::find(&env::current_dir()?, &FIGURES)?;
    match command {
        Command::Figures(command) => command.run(&project),
        Command::Listings(command) => command.run(&project),
        Command::Deck(command) => command.run(&project),
        Command::Epub(command) => command.run(&project),
        Command::Cards { folder } => {
            handouts::write_cards(&project, &folder)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
