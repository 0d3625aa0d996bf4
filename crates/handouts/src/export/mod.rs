//! `cargo book figures`, `listings` and `deck`: what a lecture is made of, as files.

mod address;
mod animate;
mod choice;
mod deck;
mod files;
mod list;
mod listings;
mod look;
mod progress;
mod render;
mod sheet;

pub(crate) use deck::Deck;

use anyhow::Result;
use clap::Subcommand;
use std::{
    io::{self, Write as _},
    process::ExitCode,
};

/// What bad input and files that cannot be written end with, as a wrong use of the command does.
const REFUSED: u8 = 2;

#[derive(Subcommand)]
pub(crate) enum Figures {
    /// Lists every figure, where the book uses it, and its parameters.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Writes figures as files, and prints their paths.
    #[command(after_help = "Examples:
  cargo book figures render image-filter --set kernel=laplacian --format png,pdf --theme dark --out slides
  cargo book figures render --all --format png --aspect 16:9 --width 1920 --out slides
  cargo book figures render pooling --font-size 32 --transparent --format pdf
  cargo book figures render --state 'https://…/pooling.html#fig-pooling?dx=3' --format svg")]
    Render(render::Render),
    /// Writes a figure that moves, as one of its parameters goes through its values, and prints the paths.
    #[command(after_help = "Examples:
  cargo book figures animate sliding-window --sweep position --fps 2 --out slides
  cargo book figures animate image-filter --sweep column=0..45 --format gif --width 800
  cargo book figures animate pooling --sweep dx=-7..7 --frames --theme light,dark")]
    Animate(animate::Animate),
    /// Writes one page that shows every figure small, with its command, and prints the paths.
    #[command(after_help = "Example:
  cargo book figures sheet --format html,pdf --out slides")]
    Sheet(sheet::Sheet),
}

#[derive(Subcommand)]
pub(crate) enum Listings {
    /// Lists the listings that the book shows, and where.
    List,
    /// Writes the programs of listings as pictures, in colours, and prints their paths.
    #[command(after_help = "Examples:
  cargo book listings render two-pipelines --out slides
  cargo book listings render two-pipelines --whole --format pdf --theme dark --out slides
  cargo book listings render --all --format svg,pdf --theme light,dark --out slides")]
    Render(listings::Render),
}

impl Figures {
    /// Does what the command says.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        told(match self {
            Self::List { json } => list::list(*json),
            Self::Render(render) => render.run(),
            Self::Animate(animate) => animate.run(),
            Self::Sheet(sheet) => sheet.run(),
        })
    }
}

impl Listings {
    /// Does what the command says.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        told(match self {
            Self::List => listings::list(),
            Self::Render(render) => render.run(),
        })
    }
}

impl Deck {
    /// Does what the command says.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        told(self.files())
    }
}

/// Prints what a command gives. Whatever is wrong with it is told in one message, and nothing is written.
fn told(text: Result<String>) -> Result<ExitCode> {
    match text {
        Ok(text) => match io::stdout().write_all(text.as_bytes()) {
            // Whoever reads has read enough.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(ExitCode::SUCCESS),
        },
        Err(error) => {
            eprintln!("{error:#}");
            Ok(ExitCode::from(REFUSED))
        }
    }
}
