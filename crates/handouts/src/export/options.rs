//! How pictures are to look, and where files go.

use anyhow::{Result, ensure};
use clap::{
    Args, ValueEnum,
    builder::{OsStringValueParser, PossibleValuesParser, TypedValueParser},
};
use figures::Theme;
use raster::{Format, Layout, MAX_FONT_SIZE, MAX_SIDE};
use std::{ffi::OsString, ops::RangeInclusive, path::PathBuf};

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
    /// The width: pixels, or a length in cm, mm, in, pt or bp, such as 12cm or 345pt.
    ///
    /// With a height or a shape too, the whole picture stands in the middle of such a page, on its own background. Without any
    /// size, a figure is 800 pixels wide in SVG and PDF and 1920 in the other formats, an animation 960. A page has up to
    /// 16384 pixels on a side and 50 million in all. An inch has 96 pixels, 72.27 pt, as in LaTeX, and 72 bp, the points of a
    /// PDF; files say how large they are on paper.
    #[arg(long, value_name = "LENGTH", value_parser = length, allow_hyphen_values = true)]
    width: Option<f64>,
    /// The height, as the width.
    #[arg(long, value_name = "LENGTH", value_parser = length, allow_hyphen_values = true)]
    height: Option<f64>,
    /// The shape of the page, such as 16:9, 4:3 or 1:1; with a width or a height, but not with both.
    #[arg(long, value_name = "ACROSS:DOWN", value_parser = aspect, allow_hyphen_values = true)]
    aspect: Option<(u32, u32)>,
    /// The size of the labels, or of a program's letters, and so of the picture: the same labels on every slide.
    ///
    /// It is a length as the width. Alone it decides the size of the page: a figure is 25.8 labels wide. On a page of a given
    /// size, the picture is as large as its labels say, and must fit.
    #[arg(long, value_name = "LENGTH", value_parser = font_size, allow_hyphen_values = true)]
    font_size: Option<f64>,
    /// So many pixels for each pixel of the layout, in PNG, GIF and APNG: 2 for twice as sharp, from 0.1 to 8.
    #[arg(long, value_name = "TIMES", value_parser = scale, allow_hyphen_values = true)]
    scale: Option<f64>,
}

/// Where files go.
#[derive(Args)]
pub(crate) struct Destination {
    /// The folder to write to; it is made if it is not there.
    #[arg(long, value_name = "FOLDER", default_value = ".", value_parser = OsStringValueParser::new().try_map(folder))]
    pub(crate) out: PathBuf,
    /// Overwrites files that are there, whatever wrote them.
    ///
    /// Without it, a command overwrites what it wrote itself, with the same options, and nobody changed since. It knows its
    /// files by their checksums, which it keeps in the target folder of the project.
    #[arg(long)]
    pub(crate) force: bool,
}

/// What files are called.
#[derive(Args)]
pub(crate) struct Naming {
    /// The name of the files, in place of the one that says what they show; with one theme, it is left out too.
    #[arg(long, value_name = "NAME", value_parser = file_name)]
    name: Option<String>,
}

impl Naming {
    /// The name of a theme's files, without what their formats add.
    pub(crate) fn stem(&self, shown: &str, theme: ThemeName, options: &OutputOptions) -> String {
        match &self.name {
            Some(name) if options.themes().len() == 1 => name.clone(),
            Some(name) => format!("{name}-{}", theme.suffix()),
            None => format!("{shown}-{}", theme.suffix()),
        }
    }

    /// Refuses one name for several pictures.
    pub(crate) fn check(&self, pictures: usize) -> Result<()> {
        ensure!(
            self.name.is_none() || pictures == 1,
            "--name is for one picture, and {pictures} are asked for; leave it out, or write them one by one"
        );
        Ok(())
    }
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

    /// How many pixels a file has for each pixel of the page.
    ///
    /// # Errors
    ///
    /// A scale, where no format has pixels.
    pub(crate) fn scale(&self, formats: &[Format]) -> Result<f64> {
        ensure!(
            self.scale.is_none() || formats.iter().any(|format| format.has_pixels()),
            "--scale is for png, gif and apng; svg and pdf are sharp at every size"
        );
        Ok(self.scale.unwrap_or(1.0))
    }

    /// The layout, with this width if no option gives a size.
    pub(crate) fn layout_or(&self, width: f64) -> Layout {
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
        .ok_or_else(|| "it must be two whole numbers from 1 to 100, such as 16:9".to_owned())
}

fn scale(text: &str) -> Result<f64, String> {
    number(text, 0.1..=8.0)
}

/// Reads a number between two bounds.
pub(crate) fn number(text: &str, bounds: RangeInclusive<f64>) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| bounds.contains(number));
    number.ok_or_else(|| {
        format!(
            "it must be a number from {} to {}",
            bounds.start(),
            bounds.end()
        )
    })
}

/// The units of lengths, and how many of each are an inch. A `pt` is that of TeX, which calls the point of a PDF `bp`.
///
/// # Source
/// Donald E. Knuth, *The TeXbook*, chapter 10.
const UNITS: [(&str, f64); 6] = [
    ("px", 96.0),
    ("cm", 2.54),
    ("mm", 25.4),
    ("in", 1.0),
    ("pt", 72.27),
    ("bp", 72.0),
];

/// Reads a length; returns it in pixels.
fn pixels(text: &str) -> Option<f64> {
    let unit = UNITS
        .into_iter()
        .find_map(|(unit, on_an_inch)| Some((text.strip_suffix(unit)?, on_an_inch)));
    let (number, on_an_inch) = unit.unwrap_or((text, UNITS[0].1));
    let number: f64 = number.trim_end().parse().ok()?;
    Some(number * UNITS[0].1 / on_an_inch)
}

fn length(text: &str) -> Result<f64, String> {
    let bounds = 1.0..=f64::from(MAX_SIDE);
    pixels(text).filter(|length| bounds.contains(length)).ok_or_else(|| {
        format!("it must be from 1 to {MAX_SIDE} pixels, such as 1280, or a length such as 12cm or 345pt")
    })
}

fn font_size(text: &str) -> Result<f64, String> {
    let size = pixels(text).filter(|&size| size > 0.0 && size <= MAX_FONT_SIZE);
    size.ok_or_else(|| {
        format!("it must be above 0 and at most {MAX_FONT_SIZE} pixels, such as 32, or a length such as 11pt")
    })
}

fn folder(path: OsString) -> Result<PathBuf, String> {
    let path = PathBuf::from(path);
    if path.is_dir() {
        return Ok(path);
    }
    if path.exists() {
        return Err("it is a file, and it must be the folder to write to".to_owned());
    }
    // A folder called `figure.pdf` is hardly what is meant.
    let extension = path.extension().and_then(|extension| extension.to_str());
    let known = extension.is_some_and(|extension| {
        ["html", "typ", "epub"].contains(&extension) || extension.parse::<Format>().is_ok()
    });
    if known {
        return Err(
            "it must be the folder to write to; the files in it have names of their own".to_owned(),
        );
    }
    Ok(path)
}

fn file_name(text: &str) -> Result<String, String> {
    let plain = |character: char| !character.is_control() && !"/\\:*?\"<>|".contains(character);
    if text.is_empty() || text.starts_with(['.', '-']) || !text.chars().all(plain) {
        return Err("it must be the name of a file; --out gives the folder".to_owned());
    }
    if let Some((name, extension)) = text.rsplit_once('.')
        && extension.parse::<Format>().is_ok()
    {
        return Err(format!(
            "it must be without its ending, '{name}'; --format gives that"
        ));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_in_every_unit() {
        for (text, inches) in [
            ("96", 1.0),
            ("48px", 0.5),
            ("2.54cm", 1.0),
            ("5.08 cm", 2.0),
            ("25.4mm", 1.0),
            ("1.5in", 1.5),
            ("72.27pt", 1.0),
            ("36bp", 0.5),
        ] {
            let got = length(text).unwrap();
            assert!((got - 96.0 * inches).abs() < 1e-9, "{text}: {got} pixels");
        }
    }

    #[test]
    fn what_is_no_length_or_none_of_a_page_is_refused() {
        for text in [
            "",
            "-5",
            "0",
            "1e9",
            "cm",
            "12 furlongs",
            "12,5cm",
            "NaN",
            "inf",
            "0.5",
            "500cm",
        ] {
            let message = length(text).unwrap_err();
            assert_eq!(
                message,
                "it must be from 1 to 16384 pixels, such as 1280, or a length such as 12cm or 345pt",
                "{text}"
            );
        }
    }

    #[test]
    fn a_name_is_that_of_a_file() {
        assert_eq!(file_name("two steps").unwrap(), "two steps");
        assert_eq!(file_name("v1.2").unwrap(), "v1.2");
        for name in ["", ".", "..", "a/b", "a\\b", "-x", "a.pdf", "a:b", "a\nb"] {
            assert!(file_name(name).is_err(), "{name:?}");
        }
    }
}
