//! Which figure is wanted, and at which settings.

use crate::export::{address, files::checksum};
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use figures::{Catalogue, Figure, Kind, MAX_FILE_BYTES, Picture};
use raster::picture_from_file;
use std::{
    fs::File,
    io::Read as _,
    path::{self, Path, PathBuf},
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

impl Settings {
    /// What files of a figure are called: its name, and its state where that is not the default, as in
    /// `pooling-dx_3-kind_mean`.
    pub(crate) fn file_name(&self, figure: &dyn Figure) -> String {
        let own = self.image.as_deref().and_then(Path::file_stem);
        let parts: Vec<String> = figure
            .settings()
            .into_iter()
            .map(|(name, value)| match own {
                Some(own) if value == "own" => format!("{name}_{}", own.display()),
                _ => format!("{name}_{value}"),
            })
            .collect();
        in_file_name(figure.name(), &parts)
    }

    /// What decides how a figure looks, beside the page: its settings, and where a picture was read from.
    pub(crate) fn variant(&self, figure: &dyn Figure) -> String {
        let image = self.image.as_deref().map(|path| path::absolute(path).ok());
        format!("{} {:?} {image:?}", figure.name(), figure.settings())
    }
}

/// The longest list of parts in the name of a file, in bytes. Many systems take names of 255.
const LONGEST_PARTS: usize = 120;

/// A name and what distinguishes a file of it from others, in characters that are safe in the names of files. A long list of
/// parts is told by its checksum.
pub(crate) fn in_file_name(name: &str, parts: &[String]) -> String {
    let safe = |character: char| match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' => character,
        _ => '_',
    };
    let whole: String = parts.iter().map(|part| format!("-{part}")).collect();
    if whole.len() > LONGEST_PARTS {
        return format!("{name}-{}", checksum(whole.as_bytes()));
    }
    format!(
        "{name}{}",
        whole
            .replace("..", "_to_")
            .chars()
            .map(safe)
            .collect::<String>()
    )
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

#[cfg(test)]
mod tests {
    use super::in_file_name;

    #[test]
    fn names_of_files_are_safe_short_and_tell_states_apart() {
        let named = |parts: &[&str]| {
            let parts: Vec<String> = parts.iter().map(|&part| part.to_owned()).collect();
            in_file_name("f", &parts)
        };
        assert_eq!(named(&[]), "f");
        assert_eq!(named(&["dx_-3", "kind_mean"]), "f-dx_-3-kind_mean");
        assert_eq!(named(&["samples_1,-0.5"]), "f-samples_1_-0.5");
        assert_eq!(named(&["dx_-1..3"]), "f-dx_-1_to_3");
        assert_eq!(named(&["image_me & you/ü"]), "f-image_me___you__");
        let long = "weights_".to_owned() + &"0.125,".repeat(25);
        let other = long.replace("0.125,", "0.25,");
        assert_ne!(named(&[&long]), named(&[&other]));
        assert_eq!(named(&[&long]).len(), "f-".len() + 16);
    }
}
