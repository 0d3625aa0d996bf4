//! `cargo book figures`, `listings`, `deck` and `epub`: the book and its parts, as files.

mod address;
mod animate;
mod choice;
mod deck;
mod epub;
mod files;
mod interruption;
mod job;
mod list;
mod listings;
mod options;
mod progress;
mod render;
mod sheet;

pub(crate) use deck::Deck;
pub(crate) use epub::Epub;

use anyhow::Result;
use book::Project;
use clap::Subcommand;
use interruption::Interrupted;
use std::process::ExitCode;

/// The exit code for bad input and for files that cannot be written: the one that clap gives a wrong use of the command.
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
  cargo book figures render pooling --set dx=3 --width 12cm --format pdf --name shifted
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
  cargo book listings render two-pipelines --format png --aspect 16:9 --font-size 28 --out slides
  cargo book listings render --all --format svg,pdf --theme light,dark --out slides")]
    Render(Box<listings::Render>),
}

impl Figures {
    /// Runs the command and prints what it returns.
    pub(crate) fn run(&self, project: &Project) -> Result<ExitCode> {
        print_or_report(match self {
            Self::List { json } => list::list(project, *json),
            Self::Render(render) => render.run(project),
            Self::Animate(animate) => animate.run(project),
            Self::Sheet(sheet) => sheet.run(project),
        })
    }
}

impl Listings {
    /// Runs the command and prints what it returns.
    pub(crate) fn run(&self, project: &Project) -> Result<ExitCode> {
        print_or_report(match self {
            Self::List => listings::list(project),
            Self::Render(render) => render.run(project),
        })
    }
}

impl Deck {
    /// Runs the command and prints what it returns.
    pub(crate) fn run(&self, project: &Project) -> Result<ExitCode> {
        print_or_report(self.write(project))
    }
}

impl Epub {
    /// Runs the command and prints what it returns.
    pub(crate) fn run(&self, project: &Project) -> Result<ExitCode> {
        print_or_report(self.write(project))
    }
}

/// Prints the result of a command. An error is reported in one message; nothing was written then.
fn print_or_report(result: Result<String>) -> Result<ExitCode> {
    match result {
        Ok(text) => {
            book::print(&text)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            book::report(&error);
            if let Some(interrupted) = error.downcast_ref::<Interrupted>() {
                interrupted.end();
            }
            Ok(ExitCode::from(REFUSED))
        }
    }
}
