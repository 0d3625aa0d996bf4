//! `cargo book figures`: lists the figures and writes them as files.

use anyhow::{Context, Result, bail};
use clap::{Subcommand, ValueEnum};
use figures::Theme;
use std::{fs, path::PathBuf};

#[derive(Subcommand)]
pub(crate) enum Figures {
    /// Lists every figure and its parameters.
    List,
    /// Writes a figure as files.
    Render {
        /// The figure's name.
        name: String,
        /// A parameter, as name=value; may be repeated.
        #[arg(long = "set", value_name = "NAME=VALUE")]
        settings: Vec<String>,
        /// The formats, separated by commas.
        #[arg(long, value_delimiter = ',', default_value = "svg")]
        format: Vec<Format>,
        /// The theme.
        #[arg(long, default_value = "light")]
        theme: ThemeName,
        /// The width of a PNG in pixels.
        #[arg(long, default_value_t = 1920)]
        width: u32,
        /// The folder to write to.
        #[arg(long, default_value = ".")]
        out: PathBuf,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    Svg,
    Png,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ThemeName {
    Light,
    Dark,
}

pub(crate) fn run(command: &Figures) -> Result<()> {
    match command {
        Figures::List => list(),
        Figures::Render {
            name,
            settings,
            format,
            theme,
            width,
            out,
        } => {
            let mut figure = figures::figure(name)
                .with_context(|| format!("the figures are {}", figures::NAMES.join(", ")))?;
            for setting in settings {
                let Some((key, value)) = setting.split_once('=') else {
                    bail!("--set {setting}: write NAME=VALUE");
                };
                figure
                    .set(key, value)
                    .with_context(|| format!("--set {setting}"))?;
            }
            let (theme, suffix) = match theme {
                ThemeName::Light => (Theme::Light, "light"),
                ThemeName::Dark => (Theme::Dark, "dark"),
            };
            let drawing = figure.draw(theme)?;
            fs::create_dir_all(out)
                .with_context(|| format!("cannot write to {}", out.display()))?;
            for format in format {
                let (extension, bytes) = match format {
                    Format::Svg => ("svg", drawing.svg.clone().into_bytes()),
                    Format::Png => ("png", figures::png(&drawing.svg, *width)?),
                };
                let path = out.join(format!("{name}-{suffix}.{extension}"));
                fs::write(&path, bytes)
                    .with_context(|| format!("cannot write {}", path.display()))?;
                println!("{}", path.display());
            }
            Ok(())
        }
    }
}

fn list() -> Result<()> {
    for name in figures::NAMES {
        let figure = figures::figure(name)?;
        println!("{name}: {}", figure.title());
        for control in figure.controls() {
            println!(
                "    {}  {} (now {})",
                book::takes(&control),
                control.label,
                control.value
            );
        }
    }
    Ok(())
}
