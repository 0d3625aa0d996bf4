//! `cargo book figures render`.

use crate::export::{
    choice::Settings,
    files::{self, File},
    options::{Destination, OutputOptions, ThemeName, format, once_each},
    progress::Progress,
};
use anyhow::{Context, Result, ensure};
use book::Project;
use clap::Args;
use raster::{Format, Page};

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
    destination: Destination,
}

/// A page that is to be written in every format.
struct Job {
    name: &'static str,
    theme: ThemeName,
    page: Page,
}

impl Render {
    /// Writes the files; returns their paths, one a line.
    pub(crate) fn run(&self, project: &Project) -> Result<String> {
        let formats = once_each(&self.format);
        ensure!(
            self.options.scale.is_none() || formats.iter().any(|format| format.has_pixels()),
            "--scale is for png, gif and apng; svg and pdf are sharp at every size"
        );
        let layout = self.options.layout();
        let mut jobs = Vec::new();
        for figure in self
            .settings
            .figures(project.figures, &self.names, self.all)?
        {
            for theme in self.options.themes() {
                jobs.push(Job {
                    name: figure.name(),
                    theme,
                    page: layout
                        .page(figure.as_ref(), theme.theme())
                        .context(figure.name())?,
                });
            }
        }
        let scale = self.options.scale.unwrap_or(1.0);
        let progress = Progress::new(jobs.len());
        let files = progress.each(&jobs, |job| job.files(&formats, scale).context(job.name))?;
        drop(progress);
        files::write(&files.concat(), &self.destination, project)
    }
}

impl Job {
    fn files(&self, formats: &[Format], scale: f64) -> Result<Vec<File>, raster::Error> {
        let file = |format: &Format| {
            Ok(File {
                name: format!("{}-{}.{format}", self.name, self.theme.suffix()),
                bytes: format.encode(&self.page, scale)?,
            })
        };
        formats.iter().map(file).collect()
    }
}
