//! The `cargo book` command.

mod built;
mod exercises;
mod handouts;
mod serve;
mod wasm;

use anyhow::{Context, Result};
use book::{BookPreprocessor, Project};
use built::Pages;
use clap::{Parser, Subcommand};
use figures::FIGURES;
use mdbook_preprocessor::Preprocessor;
use std::{env, ffi::OsString, io, path::Path, process::ExitCode, time::Instant};

/// Builds the book, serves it and rebuilds it as files change; the subcommands do one thing each.
#[derive(Parser)]
#[command(
    name = "cargo book",
    bin_name = "cargo book",
    version,
    args_conflicts_with_subcommands = true
)]
struct Arguments {
    /// Serves at this port, instead of the first from 3000 that is free.
    #[arg(long)]
    port: Option<u16>,
    /// Shows the book in your browser.
    #[arg(long)]
    open: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Builds the book into target/book, or into the folder that CARGO_TARGET_DIR names.
    Build,
    /// Runs every program of the book, as `mdbook test` does.
    Test,
    /// Prints every checked number with its chapter, line and program.
    Claims {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Trains the experiments whose committed output is of another state, and writes it. Prints the paths of the files.
    Experiments {
        /// Trains and writes all of them.
        #[arg(long)]
        all: bool,
        /// Trains all of them and writes nothing: fails where one prints something else than what is committed.
        #[arg(long, conflicts_with = "all")]
        check: bool,
    },
    /// Checks your program for an exercise and says what is missing; without a name, lists the exercises that ask for one.
    Exercise {
        /// The exercise.
        name: Option<String>,
    },
    /// Lists and exports the figures.
    Figures,
    /// Writes the programs of the listings as pictures.
    Listings,
    /// Writes the book as slides with notes: one HTML file, and Typst source with its figures. Prints their paths.
    Deck,
    /// Writes the book as an EPUB 3, for readers of books. Prints its path.
    Epub,
    /// Compiles the figures and the listings to WebAssembly, for the page; needed after a change of these or of the mathematics.
    Wasm {
        /// The modules to compile, such as `figures` and `programs`, instead of all.
        modules: Vec<String>,
    },
    /// Is a preprocessor of mdBook, which gives the book on standard input.
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
    match run() {
        Ok(code) => code,
        Err(error) => {
            book::report(&error);
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let words: Vec<OsString> = env::args_os().skip(1).collect();
    let project = || Project::find(&env::current_dir()?, &FIGURES);
    if handouts::are_called_by(&words) {
        return handouts::run(&project()?, &words);
    }
    let arguments = Arguments::parse();
    let binary = env::current_exe().context("this program does not know where it is")?;
    if is_overlooked(&binary)? {
        return handouts::run_anew(&project()?, &words);
    }
    // What all but a question needs: a place for what is built.
    let project = || {
        let project = project()?;
        project.check_target()?;
        anyhow::Ok(project)
    };
    match arguments.command {
        None => serve::serve(&project()?, &binary, arguments.port, arguments.open)?,
        Some(Command::Build) => {
            let project = project()?;
            let start = Instant::now();
            let pages = Pages::of(&project, &binary)?;
            let page = pages.folder.join("index.html");
            if pages.are_current() {
                eprintln!("{} is as it was built; nothing changed", page.display());
                return Ok(ExitCode::SUCCESS);
            }
            book::build(&project, pages.edition.clone())?;
            if book::site::address(&project.config()?).is_some() {
                handouts::write_cards(&project, &pages.folder)?;
            }
            pages.keep()?;
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
            book::print(&if json {
                serde_json::to_string_pretty(&claims)? + "\n"
            } else {
                book::claim_lines(&claims)
            })?;
        }
        Some(Command::Experiments { check: true, .. }) => book::check_experiments(&project()?)?,
        Some(Command::Experiments { all, .. }) => {
            for path in book::renew_experiments(&project()?, all)? {
                book::print(&format!("{}\n", path.display()))?;
            }
        }
        Some(Command::Exercise { name }) => {
            return exercises::run(&project()?, name.as_deref());
        }
        Some(Command::Figures | Command::Listings | Command::Deck | Command::Epub) => {
            return handouts::run(&project()?, &words);
        }
        Some(Command::Wasm { modules }) => wasm::compile(&project()?, &modules)?,
        Some(Command::Preprocess {
            question: Some(Question::Supports { renderer }),
        }) => {
            let supported = BookPreprocessor { figures: &FIGURES }.supports_renderer(&renderer)?;
            return Ok(if supported {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            });
        }
        Some(Command::Preprocess { question: None }) => {
            let (context, book) = mdbook_preprocessor::parse_input(io::stdin())
                .context("this is for mdBook to call; use `cargo book build`")?;
            let book = BookPreprocessor { figures: &FIGURES }.run(&context, book)?;
            serde_json::to_writer(io::stdout(), &book)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether a file that this program was compiled from changed without cargo's notice. One that is installed has no list of them.
fn is_overlooked(binary: &Path) -> Result<bool> {
    Ok(binary.with_extension("d").exists() && book::renew_overlooked(binary)?)
}
