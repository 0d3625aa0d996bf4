//! `cargo book listings`.

use crate::export::{
    files,
    job::{Job, encoded},
    options::{Destination, Naming, OutputOptions, format, once_each},
};
use anyhow::{Context, Result, bail};
use book::{Project, shown_code};
use clap::Args;
use raster::Format;
use std::fs;

#[derive(Args)]
pub(crate) struct Render {
    /// The listings; `listings list` names them.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Every listing.
    #[arg(long, conflicts_with = "names")]
    all: bool,
    /// The whole program, with the lines that the book folds away.
    #[arg(long)]
    whole: bool,
    /// The formats, separated by commas.
    #[arg(long, value_parser = format(|format| !format.is_animated()), value_delimiter = ',', default_value = "svg")]
    format: Vec<Format>,
    #[command(flatten)]
    options: OutputOptions,
    #[command(flatten)]
    naming: Naming,
    #[command(flatten)]
    destination: Destination,
}

impl Render {
    /// Writes the files; returns their paths, one a line.
    pub(crate) fn run(&self, project: &Project) -> Result<String> {
        let known = book::listing_names(project)?;
        let names = match (self.names.as_slice(), self.all) {
            (_, true) => &known,
            ([], false) => bail!("name a listing, or ask for --all: {}", known.join(", ")),
            (_, false) => &self.names,
        };
        let mut once: Vec<&String> = Vec::new();
        for name in names {
            if !known.contains(name) {
                bail!(
                    "no listing is named '{name}'; {}",
                    book::suggest(name, known.iter().map(String::as_str))
                );
            }
            if !once.contains(&name) {
                once.push(name);
            }
        }
        self.naming.check(once.len())?;
        let formats = once_each(&self.format);
        let scale = self.options.scale(&formats)?;
        let layout = self.options.layout();
        let mut jobs = Vec::new();
        for name in once {
            let path = project.listing(name);
            let source = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            let (code, shown) = if self.whole {
                (book::whole_code(&source), format!("{name}-whole"))
            } else {
                (shown_code(&source), name.clone())
            };
            let title = format!("Listing {name}.rs");
            for theme in self.options.themes() {
                let program = handouts::program(&title, &code, theme.theme());
                let program = program.with_context(|| name.clone())?;
                jobs.push(Job {
                    stem: self.naming.stem(&shown, theme, &self.options),
                    variant: format!("listing {shown} {theme:?} {layout:?} {scale}"),
                    page: layout.place(program).with_context(|| name.clone())?,
                });
            }
        }
        files::write(
            &encoded(&jobs, &formats, scale)?,
            &self.destination,
            project,
        )
    }
}

/// The names of the listings, one a line.
pub(crate) fn list(project: &Project) -> Result<String> {
    let names = book::listing_names(project)?;
    Ok(names.into_iter().map(|name| name + "\n").collect())
}
