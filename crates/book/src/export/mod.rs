//! `cargo book figures`: lists the figures and writes them as files.

mod address;
mod animate;
mod choice;
mod files;
mod list;
mod look;
mod progress;
mod render;

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
}

/// Does what the command says. Whatever is wrong with it is told in one message, and nothing is written.
pub(crate) fn run(command: &Figures) -> Result<ExitCode> {
    let text = match command {
        Figures::List { json } => list::list(*json),
        Figures::Render(render) => render.run(),
        Figures::Animate(animate) => animate.run(),
    };
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
