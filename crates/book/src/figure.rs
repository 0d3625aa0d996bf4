//! The figures of a chapter: drawn in both themes, captioned, with their text alternative.

use std::fmt::Write as _;

use crate::{both_themes::both_themes, html, numbers};
use figures::{Catalogue, Control, Figure, Kind, Space, Theme};

/// A figure at the parameters that one chapter gives it, drawn.
#[derive(Debug)]
pub struct DrawnFigure {
    /// The numbers that the picture shows, by name.
    pub readouts: Vec<(String, String)>,
    /// These, and others that chapters may quote.
    pub quoted: Vec<(String, String)>,
    /// The picture in words.
    pub description: String,
    /// The caption.
    pub caption: String,
    /// The title.
    pub title: &'static str,
    /// The module that draws it in the page.
    module: &'static str,
    /// The names of the parts that a text can point at.
    pub(crate) parts: Vec<&'static str>,
    settings: String,
    controls: Vec<Control>,
    /// Width over height.
    pub aspect: f64,
    /// Width and height, in units.
    size: [f64; 2],
    /// The picture for a light page, as SVG.
    pub light: String,
    /// The picture for a dark page, as SVG.
    pub dark: String,
    /// One SVG for both themes.
    both: String,
}

/// Why a figure could not be drawn as a chapter wants it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DrawError {
    #[error(transparent)]
    Unknown(figures::Error),
    #[error("'{0}' is not of the form parameter=value")]
    Form(String),
    #[error("figure '{figure}', '{setting}': {error}")]
    Refused {
        figure: String,
        setting: String,
        error: Box<figures::Error>,
    },
    #[error("figure '{figure}' cannot be drawn: {error}")]
    Failed {
        figure: String,
        error: figures::Error,
    },
    #[error("figure '{0}': its light and its dark drawing differ in more than colours")]
    Themes(String),
}

impl DrawnFigure {
    /// Sets the `settings` one after another and draws.
    pub(crate) fn draw(
        figures: &Catalogue,
        name: &str,
        settings: &[String],
    ) -> Result<Self, DrawError> {
        let settings = settings.iter().map(String::as_str);
        let figure = figure_at(figures, name, settings)?;
        let failed = |error| DrawError::Failed {
            figure: name.to_owned(),
            error,
        };
        let light = figure.draw(Theme::Light, Space::PAGE).map_err(failed)?;
        let dark = figure.draw(Theme::Dark, Space::PAGE).map_err(failed)?;
        let others = figure.quoted().map_err(failed)?;
        let svg = (light.svg(), dark.svg());
        let Some(both) = both_themes(&svg.0, &svg.1) else {
            return Err(DrawError::Themes(name.to_owned()));
        };
        let mut parts: Vec<&str> = light.parts.iter().map(|part| part.name).collect();
        parts.sort_unstable();
        parts.dedup();
        Ok(Self {
            parts,
            aspect: light.width / light.height,
            size: [light.width, light.height],
            controls: figure.controls(),
            light: svg.0,
            dark: svg.1,
            both,
            quoted: [&light.readouts[..], &others].concat(),
            readouts: light.readouts,
            description: light.description,
            caption: figure.caption(),
            title: figure.title(),
            module: figures.module_of(name).unwrap_or_default(),
            settings: query(figure.as_ref()),
        })
    }

    /// The state that these settings lead to from this one, as the query of an address.
    pub(crate) fn state_at<'a>(
        &'a self,
        figures: &Catalogue,
        name: &str,
        settings: impl IntoIterator<Item = &'a str>,
    ) -> Result<String, DrawError> {
        let present = self
            .settings
            .split('&')
            .filter(|setting| !setting.is_empty());
        let figure = figure_at(figures, name, present.chain(settings))?;
        let drawn = figure.draw(Theme::Light, Space::PAGE);
        drawn.map_err(|error| DrawError::Failed {
            figure: name.to_owned(),
            error,
        })?;
        Ok(query(figure.as_ref()))
    }

    /// The numbers in its caption and its title that could be results and are neither settings nor readouts.
    pub(crate) fn unknown_in_caption(&self) -> Vec<&str> {
        let settings = self.settings.split('&');
        let settings = settings.filter_map(|setting| Some(setting.split_once('=')?.1));
        let readouts = self.readouts.iter().map(|(_, value)| value.as_str());
        let known: Vec<&str> = settings.chain(readouts).collect();
        [self.caption.as_str(), self.title]
            .into_iter()
            .flat_map(|text| {
                let numbers = numbers::results_in(text).into_iter();
                numbers.map(move |number| &text[number])
            })
            .filter(|number| !known.iter().any(|known| numbers::says(number, known)))
            .collect()
    }

    /// The figure as one block of HTML, without a blank line in it.
    ///
    /// The still picture is an image and not inline SVG, because mdBook's HTML serializer writes `viewBox` in lower case.
    /// A script of the page asks for the dark theme, and where the book has live figures, for its module in this version. Where
    /// WebAssembly runs, the element `live-figure` takes over, and its controls take the place of empty elements of their size, so
    /// that nothing moves.
    /// An empty element stands for each of the `states` that links of the book set, so that they lead here where no script runs.
    pub(crate) fn html<'s>(
        &self,
        name: &str,
        number: &str,
        live: Option<&str>,
        states: impl IntoIterator<Item = &'s str>,
    ) -> String {
        let place = |state| {
            format!(
                "<span id=\"{}?{}\"></span>\n",
                anchor(name),
                html::escape(state)
            )
        };
        let places: String = states.into_iter().map(place).collect();
        let version = live.map_or_else(String::new, |version| {
            format!(
                " data-module=\"{}\" data-version=\"{version}\"",
                self.module
            )
        });
        format!(
            "<figure class=\"figure\" id=\"{}\">\n{places}<live-figure name=\"{name}\" settings=\"{}\"{version}>\n\
             {}\n{}</live-figure>\n\
             <figcaption><strong>Figure {number}. {}.</strong> <span class=\"caption-text\">{}</span></figcaption>\n</figure>",
            anchor(name),
            html::escape(&self.settings),
            self.still(&one_line(&self.description)),
            self.room(),
            html::escape(self.title),
            html::escape(&one_line(&self.caption)),
        )
    }

    /// The figure as a still picture, with this text alternative.
    pub(crate) fn still(&self, alternative: &str) -> String {
        let [width, height] = self.size;
        format!(
            "<img role=\"img\" width=\"{width}\" height=\"{height}\" alt=\"{}\" src=\"{}\">",
            html::escape(alternative),
            html::svg_address(&self.both),
        )
    }

    /// Empty elements of the classes that the live figure gives to its readouts, its controls and its buttons.
    fn room(&self) -> String {
        let readouts = "<div></div>".repeat(self.readouts.len());
        let mut room =
            format!("<div class=\"live-readouts\">{readouts}</div>\n<div class=\"live-panel\">");
        for control in &self.controls {
            let kind = match &control.kind {
                Kind::Choice { .. } => "choice",
                Kind::Image { .. } => "image",
                Kind::Range { plays: true, .. } => "range live-plays",
                Kind::Range { .. } => "range",
                _ => "numbers",
            };
            // Writing into a string does not fail.
            let _ = write!(room, "<div class=\"live-row live-{kind}\"></div>");
        }
        room + "</div>\n<div class=\"live-actions\"></div>\n<div class=\"live-more\"></div>\n"
    }
}

/// A figure at settings, each `parameter=value`, that are set one after another.
pub(crate) fn figure_at<'a>(
    figures: &Catalogue,
    name: &str,
    settings: impl IntoIterator<Item = &'a str>,
) -> Result<Box<dyn Figure>, DrawError> {
    let mut figure = figures.figure(name).map_err(DrawError::Unknown)?;
    for setting in settings {
        let (parameter, value) = setting
            .split_once('=')
            .ok_or_else(|| DrawError::Form(setting.to_owned()))?;
        figure
            .set(parameter, value)
            .map_err(|error| DrawError::Refused {
                figure: name.to_owned(),
                setting: setting.to_owned(),
                error: Box::new(error),
            })?;
    }
    Ok(figure)
}

/// Where on its page a figure stands.
pub(crate) fn anchor(name: &str) -> String {
    format!("fig-{name}")
}

/// The settings of a figure as in the query of its address: `kernel=blur&dx=2`. No name or value needs an escape.
fn query(figure: &dyn Figure) -> String {
    figure
        .settings()
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join("&")
}

/// Advice that names the parameters of a figure and their values.
pub(crate) fn parameters(figures: &Catalogue, name: &str) -> Option<String> {
    let controls = figures.figure(name).ok()?.controls();
    let takes: Vec<String> = controls.iter().map(takes).collect();
    Some(format!(
        "the parameters of '{name}' are {}",
        takes.join(", ")
    ))
}

/// A parameter and what it takes: `stride=1..4`, `kernel=sobel-x|sobel-y`.
pub fn takes(control: &Control) -> String {
    let values = match &control.kind {
        Kind::Choice { options } | Kind::Image { options } => options.join("|"),
        Kind::Range { min, max, .. } => format!("{min}..{max}"),
        Kind::Numbers { counts } => match counts.as_slice() {
            [first, .., last] if last - first + 1 == counts.len() => {
                format!("{first} to {last} numbers with commas")
            }
            _ => {
                let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
                format!("{} numbers with commas", counts.join(" or "))
            }
        },
        _ => String::new(),
    };
    format!("{}={values}", control.name)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::DrawnFigure;
    use figures::FIGURES;

    #[test]
    fn a_number_in_a_caption_is_a_setting_or_a_readout() {
        for name in FIGURES.names() {
            let mut figure = DrawnFigure::draw(&FIGURES, name, &[]).unwrap();
            assert_eq!(figure.unknown_in_caption(), [""; 0], "{name}");
            figure.readouts.push(("width".into(), "2".into()));
            figure.caption = "A seam two pixels wide, of three quarters of the cells.".into();
            assert_eq!(figure.unknown_in_caption(), ["three quarters"], "{name}");
        }
    }
}
