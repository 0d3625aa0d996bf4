//! How pictures are to look, and where files go.

use anyhow::Result;
use clap::{
    Args, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use figures::Theme;
use raster::{Format, Layout};
use std::path::PathBuf;

/// How pictures are to look.
#[derive(Args)]
pub(crate) struct OutputOptions {
    /// The themes, separated by commas.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "light")]
    theme: Vec<ThemeName>,
    /// Leaves out the background, so that the slide's own shows through.
    ///
    /// A GIF knows no half transparent pixels: its edges are mixed with the theme's background.
    #[arg(long)]
    transparent: bool,
    /// The width in pixels.
    ///
    /// With a height or a shape too, the whole figure stands in the middle of such a page, on its own background. Without any
    /// size, an SVG has none but scales, a PDF is 600 points wide, and the others are 1920 pixels wide, an animation 960.
    /// A page has up to 16384 pixels on a side and 50 million in all. A pixel is 0.75 points of a PDF.
    #[arg(long, value_name = "PIXELS")]
    width: Option<u32>,
    /// The height in pixels.
    #[arg(long, value_name = "PIXELS")]
    height: Option<u32>,
    /// The shape of the page, such as 16:9, 4:3 or 1:1; with a width or a height, but not with both.
    #[arg(long, value_name = "ACROSS:DOWN", value_parser = aspect)]
    aspect: Option<(u32, u32)>,
    /// The size of the figure's labels in pixels, and so the size of the figure: the same labels on every slide.
    ///
    /// Alone it decides the size of the page, which is 25.8 labels wide. On a page of a given size, the figure is as large as
    /// its labels say, and must fit.
    #[arg(long, value_name = "PIXELS")]
    font_size: Option<f64>,
    /// So many pixels for each pixel of the layout, in PNG, GIF and APNG: 2 for twice as sharp, from 0.1 to 8.
    #[arg(long, value_name = "TIMES", value_parser = scale)]
    pub(crate) scale: Option<f64>,
}

/// Where files go.
#[derive(Args)]
pub(crate) struct Destination {
    /// The folder to write to; it is made if it is not there.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub(crate) out: PathBuf,
    /// Overwrites files that are there, even if this command did not write them or they were changed since.
    ///
    /// The command knows its own files by their checksums, which it keeps in the target folder of the project.
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ThemeName {
    Light,
    Dark,
}

impl ThemeName {
    pub(crate) fn theme(self) -> Theme {
        match self {
            Self::Light => Theme::Light,
            Self::Dark => Theme::Dark,
        }
    }

    /// The part of a file's name.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl OutputOptions {
    pub(crate) fn themes(&self) -> Vec<ThemeName> {
        once_each(&self.theme)
    }

    pub(crate) fn layout(&self) -> Layout {
        Layout {
            width: self.width,
            height: self.height,
            aspect: self.aspect,
            font_size: self.font_size,
            transparent: self.transparent,
        }
    }

    /// The layout, with this width if no option gives a size.
    pub(crate) fn layout_or(&self, width: u32) -> Layout {
        let mut layout = self.layout();
        let sized = [layout.width, layout.height].iter().any(Option::is_some);
        if !sized && layout.font_size.is_none() {
            layout.width = Some(width);
        }
        layout
    }
}

/// The values without repetitions, each at its first place.
pub(crate) fn once_each<T: Copy + PartialEq>(values: &[T]) -> Vec<T> {
    let mut once = Vec::new();
    for value in values {
        if !once.contains(value) {
            once.push(*value);
        }
    }
    once
}

/// Reads the name of a format, one of those that a command takes.
pub(crate) fn format(taken: impl Fn(Format) -> bool) -> impl TypedValueParser<Value = Format> {
    let taken = Format::ALL.into_iter().filter(|&format| taken(format));
    PossibleValuesParser::new(taken.map(Format::extension)).try_map(|name| name.parse::<Format>())
}

fn aspect(text: &str) -> Result<(u32, u32), String> {
    let side = |text: &str| text.parse().ok().filter(|side| (1..=100).contains(side));
    text.split_once(':')
        .and_then(|(across, down)| Some((side(across)?, side(down)?)))
        .ok_or_else(|| "two whole numbers from 1 to 100, such as 16:9".to_owned())
}

fn scale(text: &str) -> Result<f64, String> {
    let scale = text
        .parse()
        .ok()
        .filter(|scale| (0.1..=8.0).contains(scale));
    scale.ok_or_else(|| "a number from 0.1 to 8".to_owned())
}
