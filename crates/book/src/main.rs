//! The `cargo book` command.

mod export;
mod serve;
mod wasm;

use anyhow::{Context, Result};
use book::{BookPreprocessor, Project};
use clap::{Parser, Subcommand};
use mdbook_preprocessor::Preprocessor;
use std::{io, process::ExitCode, time::Instant};

/// Builds the book, serves it and rebuilds it as files change; the subcommands do one thing each.
#[derive(Parser)]
#[command(name = "cargo book", bin_name = "cargo book", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Builds the book into target/book.
    Build,
    /// Runs every program of the book, as `mdbook test` does.
    Test,
    /// Prints every checked number with its chapter, line and program.
    Claims {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
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
    /// Compiles the figures to WebAssembly, for the page; needed after a change of the figures or the mathematics.
    Wasm,
    /// Speaks with mdBook, which gives the book on standard input.
    #[command(hide = true)]
    Preprocess {
        #[command(subcommand)]
        question: Option<Question>,
    },
}

#[derive(Subcommand)]
enum Question {
    /// Whether a renderer is supported, by the exit code.
    Supports {
        /// The renderer's name.
        renderer: String,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode> {
    let project = || Project::find(&std::env::current_dir()?);
    match arguments.command {
        None => serve::serve(&project()?)?,
        Some(Command::Build) => {
            let project = project()?;
            let start = Instant::now();
            build(&project)?;
            let page = serve::output(&project)?.join("index.html");
            eprintln!(
                "built {} in {:.1} s",
                page.display(),
                start.elapsed().as_secs_f64()
            );
        }
        Some(Command::Test) => {
            book::load(&project()?)?.test(Vec::new())?;
            eprintln!("every program of the book ran");
        }
        Some(Command::Claims { json }) => {
            let claims = book::claims(&project()?)?;
            if json {
                println!("{}", serde_json::to_string_pretty(&claims)?);
            } else {
                print!("{}", book::claim_lines(&claims));
            }
        }
        Some(Command::Figures(command)) => return command.run(),
        Some(Command::Listings(command)) => return command.run(),
        Some(Command::Deck(command)) => return command.run(),
        Some(Command::Wasm) => wasm::compile(&project()?)?,
        Some(Command::Preprocess {
            question: Some(Question::Supports { renderer }),
        }) => {
            let supported = BookPreprocessor.supports_renderer(&renderer)?;
            return Ok(if supported {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            });
        }
        Some(Command::Preprocess { question: None }) => {
            let (context, book) = mdbook_preprocessor::parse_input(io::stdin())
                .context("this is for mdBook to call; use `cargo book build`")?;
            let book = BookPreprocessor.run(&context, book)?;
            serde_json::to_writer(io::stdout(), &book)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn build(project: &Project) -> Result<()> {
    book::load(project)?.build()
}
