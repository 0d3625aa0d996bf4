//! `cargo book figures sheet`.

use crate::export::{
    files::{self, File},
    options::{Destination, once_each},
};
use anyhow::Result;
use book::Project;
use clap::{Args, ValueEnum};
use raster::Layout;

#[derive(Args)]
pub(crate) struct Sheet {
    /// The formats, separated by commas.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "html,pdf")]
    format: Vec<Format>,
    #[command(flatten)]
    destination: Destination,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One file that asks for no other, in both themes.
    Html,
    /// One page.
    Pdf,
}

impl Sheet {
    /// Writes the files; returns their paths, one a line.
    pub(crate) fn run(&self, project: &Project) -> Result<String> {
        let sheet = handouts::Sheet::draw(project.figures)?;
        let mut files = Vec::new();
        for format in once_each(&self.format) {
            let (name, bytes) = match format {
                Format::Html => ("figures.html", sheet.html().into_bytes()),
                Format::Pdf => {
                    let page = Layout::default().place(sheet.graphic()?)?;
                    ("figures.pdf", raster::Format::Pdf.encode(&page, 1.0)?)
                }
            };
            files.push(File {
                name: name.into(),
                bytes,
                variant: "sheet".into(),
            });
        }
        files::write(&files, &self.destination, project)
    }
}
