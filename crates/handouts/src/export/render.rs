//! `cargo book figures render`.

use crate::export::{
    choice::Settings,
    files::{self, File},
    options::{Destination, OutputOptions, ThemeName, once_each},
    progress::Progress,
};
use anyhow::{Context, Result, ensure};
use book::Project;
use clap::{Args, ValueEnum};
use figures::{Animation, Page};

#[derive(Args)]
pub(crate) struct Render {
    /// The figures; `figures list` names them.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Every figure.
    #[arg(long, conflicts_with = "names")]
    all: bool,
    /// The formats, separated by commas. Each is of one still picture: GIF and APNG for programs that take no other.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "svg")]
    format: Vec<Format>,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    options: OutputOptions,
    #[command(flatten)]
    destination: Destination,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Svg,
    Png,
    Pdf,
    Gif,
    Apng,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::Gif => "gif",
            Self::Apng => "apng",
        }
    }

    fn has_pixels(self) -> bool {
        matches!(self, Self::Png | Self::Gif | Self::Apng)
    }
}

/// A page that is to be written in every format.
struct Job {
    name: &'static str,
    title: &'static str,
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
                let drawing = figure.draw(theme.theme()).context(figure.name())?;
                jobs.push(Job {
                    name: figure.name(),
                    title: figure.title(),
                    theme,
                    page: layout
                        .page(&drawing, theme.theme())
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
    fn files(&self, formats: &[Format], scale: f64) -> Result<Vec<File>, figures::Error> {
        let pixels = formats
            .iter()
            .any(|format| format.has_pixels())
            .then(|| self.page.pixels(scale))
            .transpose()?;
        let mut files = Vec::new();
        for format in formats {
            let bytes = match (format, &pixels) {
                (Format::Svg, _) => self.page.svg().as_bytes().to_vec(),
                (Format::Pdf, _) => self.page.pdf(self.title)?,
                (Format::Png, Some(pixels)) => pixels.png()?,
                (Format::Gif, Some(pixels)) => Animation::new(pixels.clone(), 1.0)?.gif()?,
                (Format::Apng, Some(pixels)) => Animation::new(pixels.clone(), 1.0)?.apng()?,
                (_, None) => continue,
            };
            files.push(File {
                name: format!(
                    "{}-{}.{}",
                    self.name,
                    self.theme.suffix(),
                    format.extension()
                ),
                bytes,
            });
        }
        Ok(files)
    }
}
