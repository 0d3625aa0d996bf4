//! `cargo book figures animate`.

use crate::export::{
    choice::{Settings, in_file_name},
    files::{self, File},
    options::{Destination, Naming, OutputOptions, ThemeName, format, number, once_each},
    progress::Progress,
};
use anyhow::{Context, Result, anyhow, bail, ensure};
use book::Project;
use clap::Args;
use figures::{Control, Figure, Kind};
use raster::{Animation, FRAMES_PER_SECOND, Format, Page, Pixels};

/// The width of an animation when no size is asked for.
const DEFAULT_WIDTH: f64 = 960.0;
/// The most pictures, and the most pixels in all of them.
const MOST_PICTURES: usize = 1000;
const MOST_PIXELS: f64 = 250e6;
/// So many pictures are held in memory at once.
const BATCH: usize = 16;

#[derive(Args)]
pub(crate) struct Animate {
    /// The figure; `figures list` names them. An address in `--state` names it too.
    #[arg(value_name = "NAME")]
    figure: Option<String>,
    /// The parameter that changes and its values, first and last included: `position=0..7`.
    ///
    /// Also backwards, `position=7..0`; some with commas, `kernel=box-blur,sobel-x`; or all that it takes, `position`. There
    /// are up to 1000 pictures, of 250 million pixels in all.
    #[arg(long, value_name = "NAME=FROM..TO")]
    sweep: String,
    /// Pictures in a second, from 0.1 to 50.
    #[arg(long, value_name = "NUMBER", default_value_t = 12.0, value_parser = fps, allow_hyphen_values = true)]
    fps: f64,
    /// The formats, separated by commas; both, unless only frames are asked for.
    ///
    /// An APNG has every colour, a GIF a palette of 255 for all of it.
    #[arg(long, value_parser = format(Format::is_animated), value_delimiter = ',')]
    format: Vec<Format>,
    /// Numbered PNG files, one for each picture.
    #[arg(long)]
    frames: bool,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    options: OutputOptions,
    #[command(flatten)]
    naming: Naming,
    #[command(flatten)]
    destination: Destination,
}

impl Animate {
    /// Writes the files; returns their paths, one a line.
    pub(crate) fn run(&self, project: &Project) -> Result<String> {
        let names: Vec<String> = self.figure.iter().cloned().collect();
        let figures = self.settings.figures(project.figures, &names, false)?;
        let [mut figure] = <[_; 1]>::try_from(figures).map_err(|_| anyhow!("name one figure"))?;
        let named = || format!("--sweep {}", self.sweep);
        let (parameter, values) = values(&figure.controls(), &self.sweep).with_context(named)?;
        ensure!(
            (1..=MOST_PICTURES).contains(&values.len()),
            "--sweep {}: {} pictures, and an animation has from 1 to {MOST_PICTURES}",
            self.sweep,
            values.len()
        );
        let formats = self.formats();
        let scale = match formats.as_slice() {
            // Frames are PNG.
            [] => self.options.scale(&[Format::Png])?,
            formats => self.options.scale(formats)?,
        };
        let shown = self.file_name(figure.as_ref(), (&parameter, &values));
        let variant = format!(
            "{} {parameter} {values:?} {:?} {scale} {}",
            self.settings.variant(figure.as_ref()),
            self.options.layout(),
            self.fps
        );
        let mut animations = Vec::new();
        for theme in self.options.themes() {
            let pages = self
                .pages(figure.as_mut(), (&parameter, &values), theme, scale)
                .with_context(named)?;
            animations.push((theme, pages));
        }
        let progress = Progress::new(values.len() * animations.len());
        let mut files = Vec::new();
        for (theme, pages) in &animations {
            let stem = self.naming.stem(&shown, *theme, &self.options);
            for (name, bytes) in self.files(&stem, &formats, pages, scale, &progress)? {
                files.push(File {
                    name,
                    bytes,
                    variant: format!("{variant} {theme:?}"),
                });
            }
        }
        drop(progress);
        files::write(&files, &self.destination, project)
    }

    /// The figure at its other settings, and the sweep: `position`, or `position_2..0` if it does not go through all values.
    fn file_name(&self, figure: &dyn Figure, (parameter, swept): (&str, &[String])) -> String {
        let mut at_rest = figure.clone_box();
        // The value of the parameter that changes is no part of the name.
        let default = figure.fresh().controls();
        if let Some(control) = default.iter().find(|control| control.name == parameter) {
            let _ = at_rest.set(parameter, &control.value);
        }
        let all = values(&figure.controls(), parameter).is_ok_and(|(_, all)| all == swept);
        let sweep = match self.sweep.split_once('=') {
            Some((name, values)) if !all => format!("{name}_{values}"),
            _ => parameter.to_owned(),
        };
        in_file_name(&self.settings.file_name(at_rest.as_ref()), &[sweep])
    }

    fn formats(&self) -> Vec<Format> {
        match (self.format.as_slice(), self.frames) {
            ([], true) => Vec::new(),
            ([], false) => Format::ALL
                .into_iter()
                .filter(|format| format.is_animated())
                .collect(),
            (formats, _) => once_each(formats),
        }
    }

    /// The files of one theme by their names.
    fn files(
        &self,
        stem: &str,
        formats: &[Format],
        pages: &[Page],
        scale: f64,
        progress: &Progress,
    ) -> Result<Vec<(String, Vec<u8>)>> {
        let digits = (pages.len() - 1).to_string().len();
        let mut files = Vec::new();
        let mut animation: Option<Animation> = None;
        for pages in pages.chunks(BATCH) {
            for (picture, png) in progress.each(pages, |page| self.picture(page, scale))? {
                if let Some(bytes) = png {
                    files.push((format!("{stem}-{:0digits$}.png", files.len()), bytes));
                }
                match &mut animation {
                    Some(animation) => animation.push(picture)?,
                    None => animation = Some(Animation::new(picture, self.fps)?),
                }
            }
        }
        for format in formats {
            let Some(animation) = &animation else {
                continue;
            };
            files.push((
                format!("{stem}.{format}"),
                format.encode_animation(animation)?,
            ));
        }
        Ok(files)
    }

    /// A page in pixels, and as PNG if frames are wanted.
    fn picture(&self, page: &Page, scale: f64) -> Result<(Pixels, Option<Vec<u8>>)> {
        let picture = page.pixels(scale)?;
        let png = self.frames.then(|| picture.png()).transpose()?;
        Ok((picture, png))
    }

    /// A page for each value.
    fn pages(
        &self,
        figure: &mut dyn Figure,
        (parameter, values): (&str, &[String]),
        theme: ThemeName,
        scale: f64,
    ) -> Result<Vec<Page>> {
        let mut layout = self.options.layout_or(DEFAULT_WIDTH);
        let mut pages: Vec<Page> = Vec::new();
        for value in values {
            figure.set(parameter, value)?;
            let page = layout.page(figure, theme.theme())?;
            if pages.is_empty() {
                let (width, height) = page.scaled_size(scale)?;
                let all = f64::from(width) * f64::from(height) * values.len() as f64;
                ensure!(
                    all <= MOST_PIXELS,
                    "{} pictures of {width}×{height} are {:.0} million pixels, and at most {:.0} are taken; make them smaller or fewer",
                    values.len(),
                    all / 1e6,
                    MOST_PIXELS / 1e6
                );
            }
            pages.push(page);
        }
        // A figure may be taller at some values; all pictures of an animation have the size of the tallest.
        let (width, height) = pages.iter().map(Page::size).fold((0, 0), |most, size| {
            (most.0.max(size.0), most.1.max(size.1))
        });
        if pages.iter().any(|page| page.size() != (width, height)) {
            layout.width = Some(width.into());
            layout.height = Some(height.into());
            for (page, value) in pages.iter_mut().zip(values) {
                figure.set(parameter, value)?;
                *page = layout.page(figure, theme.theme())?;
            }
        }
        Ok(pages)
    }
}

fn fps(text: &str) -> Result<f64, String> {
    number(text, FRAMES_PER_SECOND)
}

/// The parameter of a sweep and its values.
fn values(controls: &[Control], sweep: &str) -> Result<(String, Vec<String>)> {
    let (name, values) = match sweep.split_once('=') {
        Some((name, values)) => (name, Some(values)),
        None => (sweep, None),
    };
    let Some(control) = controls.iter().find(|control| control.name == name) else {
        let known = controls.iter().map(|control| control.name.as_str());
        bail!(
            "no parameter is named '{name}'; {}",
            book::suggest(name, known)
        );
    };
    let values = match (values, &control.kind) {
        (None, Kind::Range { min, max, .. }) => numbers(*min, *max),
        (None, Kind::Choice { options } | Kind::Image { options }) => options.clone(),
        (Some(values), Kind::Range { min, max, .. }) if values.contains("..") => {
            let ends = values.split_once("..").and_then(|(first, last)| {
                let last = last.strip_prefix('=').unwrap_or(last);
                Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
            });
            let taken = *min..=*max;
            match ends {
                Some((first, last)) if taken.contains(&first) && taken.contains(&last) => {
                    numbers(first, last)
                }
                _ => bail!("{name} goes from {min} to {max}; write {name}={min}..{max}"),
            }
        }
        (None, _) | (_, Kind::Numbers { .. }) => {
            bail!("{name} takes no single values that could be gone through")
        }
        (Some(values), _) => values.split(',').map(str::to_owned).collect(),
    };
    Ok((name.to_owned(), values))
}

/// The whole numbers from one to another, both included, up or down.
fn numbers(first: i64, last: i64) -> Vec<String> {
    let up = first.min(last)..=first.max(last);
    // One more than is allowed is enough to refuse the sweep.
    let mut numbers: Vec<String> = up
        .take(MOST_PICTURES + 1)
        .map(|number| number.to_string())
        .collect();
    if first > last {
        numbers.reverse();
    }
    numbers
}
