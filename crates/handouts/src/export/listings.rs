//! `cargo book listings`.

use crate::export::{
    files::{self, File},
    options::{Destination, ThemeName, format, once_each},
};
use anyhow::{Context, Result, bail};
use book::{Project, shown_code};
use clap::Args;
use raster::{Format, Page};
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
    #[arg(long, value_parser = format(|format| !format.has_pixels()), value_delimiter = ',', default_value = "svg")]
    format: Vec<Format>,
    /// The themes, separated by commas.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "light")]
    theme: Vec<ThemeName>,
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
        let mut files: Vec<File> = Vec::new();
        for name in names {
            if !known.contains(name) {
                bail!(
                    "no listing is named '{name}'; {}",
                    book::suggest(name, known.iter().map(String::as_str))
                );
            }
            let path = project.programs().join(name).with_extension("rs");
            let source = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            let code = if self.whole {
                book::whole_code(&source)
            } else {
                shown_code(&source)
            };
            let title = format!("Listing {name}.rs");
            for theme in once_each(&self.theme) {
                let (svg, size) = handouts::program_svg(&title, &code, theme.theme())
                    .with_context(|| name.clone())?;
                let background = theme.theme().palette().background;
                let page = Page::new(&title, svg, size, background)?;
                for format in once_each(&self.format) {
                    let name = format!("{name}-{}.{format}", theme.suffix());
                    let bytes = format.encode(&page, 1.0)?;
                    if files.iter().all(|file| file.name != name) {
                        files.push(File { name, bytes });
                    }
                }
            }
        }
        files::write(&files, &self.destination, project)
    }
}

/// The names of the listings, one a line.
pub(crate) fn list(project: &Project) -> Result<String> {
    let names = book::listing_names(project)?;
    Ok(names.into_iter().map(|name| name + "\n").collect())
}
