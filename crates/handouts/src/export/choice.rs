//! Which figure is wanted, and at which settings.

use crate::export::address;
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use figures::{Catalogue, Figure, Kind, Picture};
use raster::{MAX_FILE_BYTES, picture_from_file};
use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

/// The settings that a figure starts from.
#[derive(Args)]
pub(crate) struct Settings {
    /// A parameter, as `figures list` shows them; may be repeated.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// The state in an address of the book, as its button Copy link gives it.
    ///
    /// All of the address, or from `#fig-` on. It must be valid as it stands. It names its figure, so that no other name is
    /// needed. What `--set` says comes after it.
    #[arg(long, value_name = "ADDRESS")]
    state: Option<String>,
    /// A picture of your own, PNG or JPEG, in place of the figure's image.
    ///
    /// The largest square in its middle is shown, in grey, turned as the camera noted. It may have 25 million pixels in 64
    /// MB, of 8 or 16 bits; one that is animated or in CMYK colours is refused. With `--all`, the figures without an image
    /// stay as they are.
    #[arg(long, value_name = "FILE")]
    image: Option<PathBuf>,
}

impl Settings {
    /// The figures of these names at the settings; all of them if `all` is set, and then those without an image stay as
    /// they are. Without a name, the one in the address.
    pub(crate) fn figures(
        &self,
        figures: &Catalogue,
        names: &[String],
        all: bool,
    ) -> Result<Vec<Box<dyn Figure>>> {
        let state = self
            .state
            .as_deref()
            .map(|state| address::read(state).with_context(|| format!("--state '{state}'")))
            .transpose()?;
        let names: Vec<&str> = match (&state, names) {
            _ if all => figures.names(),
            (Some((name, _)), []) => vec![name],
            (None, []) => bail!("name a figure: {}", figures.names().join(", ")),
            (_, names) => names.iter().map(String::as_str).collect(),
        };
        if let Some((name, _)) = &state {
            ensure!(
                names == [name.as_str()],
                "--state is that of {name}, and of no other figure"
            );
        }
        let picture = self.image.as_deref().map(read).transpose()?;
        let mut chosen: Vec<Box<dyn Figure>> = Vec::new();
        for name in names {
            if chosen.iter().any(|figure| figure.name() == name) {
                continue;
            }
            let mut figure = figures.figure(name)?;
            if let Some(picture) = picture
                .as_ref()
                .filter(|_| !all || image(figure.as_ref()).is_some())
            {
                figure.show(picture).context("--image")?;
            }
            for (name, value) in state.iter().flat_map(|(_, settings)| settings) {
                set(figure.as_mut(), name, value)
                    .with_context(|| format!("--state, {name}={value}"))?;
            }
            for setting in &self.set {
                let Some((name, value)) = setting.split_once('=') else {
                    bail!("--set {setting}: write NAME=VALUE");
                };
                set(figure.as_mut(), name, value).with_context(|| format!("--set {setting}"))?;
            }
            if let Some(image) = image(figure.as_ref())
                && picture.is_some()
            {
                ensure!(
                    image == "own",
                    "--image gives a picture and another setting asks for the image '{image}'; leave out one of them"
                );
            }
            chosen.push(figure);
        }
        Ok(chosen)
    }
}

fn set(figure: &mut dyn Figure, name: &str, value: &str) -> Result<()> {
    let name_of_figure = figure.name();
    figure.set(name, value).context(name_of_figure)
}

/// The name of the image that a figure shows.
fn image(figure: &dyn Figure) -> Option<String> {
    figure
        .controls()
        .into_iter()
        .find(|control| matches!(control.kind, Kind::Image { .. }))
        .map(|control| control.value)
}

fn read(path: &Path) -> Result<Picture> {
    let named = || format!("--image {}", path.display());
    let mut bytes = Vec::new();
    // Reading one byte more than is allowed shows that a file is too long, even if it never ends.
    File::open(path)
        .and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes))
        .with_context(named)?;
    picture_from_file(&bytes).with_context(named)
}
