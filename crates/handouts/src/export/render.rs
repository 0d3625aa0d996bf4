//! `cargo book figures render`.

use crate::export::{
    choice::Settings,
    files,
    job::{Job, encoded},
    options::{Destination, Naming, OutputOptions, format, once_each},
};
use anyhow::{Context, Result};
use book::Project;
use clap::Args;
use raster::Format;

#[derive(Args)]
pub(crate) struct Render {
    /// The figures; `figures list` names them.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Every figure.
    #[arg(long, conflicts_with = "names")]
    all: bool,
    /// The formats, separated by commas. Each is of one still picture: GIF and APNG for programs that take no other.
    #[arg(long, value_parser = format(|_| true), value_delimiter = ',', default_value = "svg")]
    format: Vec<Format>,
    #[command(flatten)]
    settings: Settings,
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
        let formats = once_each(&self.format);
        let scale = self.options.scale(&formats)?;
        let layout = self.options.layout();
        let figures = self
            .settings
            .figures(project.figures, &self.names, self.all)?;
        self.naming.check(figures.len())?;
        let mut jobs = Vec::new();
        for figure in figures {
            let shown = self.settings.file_name(figure.as_ref());
            for theme in self.options.themes() {
                let page = layout
                    .page(figure.as_ref(), theme.theme())
                    .with_context(|| figure.name())?;
                jobs.push(Job {
                    stem: self.naming.stem(&shown, theme, &self.options),
                    variant: format!(
                        "{} {theme:?} {layout:?} {scale}",
                        self.settings.variant(figure.as_ref())
                    ),
                    page,
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
