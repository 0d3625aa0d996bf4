//! The figures of a chapter: drawn in both themes, captioned, with their text alternative.

use crate::html;
use figures::{Control, Figure, Kind, Theme};

/// A figure at the parameters that one chapter gives it.
#[derive(Debug)]
pub struct Shown {
    /// The numbers that the picture shows, by name.
    pub readouts: Vec<(String, String)>,
    /// The picture in words.
    pub description: String,
    /// The caption.
    pub caption: String,
    /// The title.
    pub title: &'static str,
    settings: String,
    /// The picture for a light page, as SVG.
    pub light: String,
    /// The picture for a dark page, as SVG.
    pub dark: String,
}

impl Shown {
    /// Sets the `settings` one after another and draws.
    ///
    /// # Errors
    ///
    /// The message and a hint, for a setting that the figure refuses or a drawing that fails.
    pub(crate) fn draw(name: &str, settings: &[String]) -> Result<Self, (String, String)> {
        let mut figure =
            figures::figure(name).map_err(|error| (error.to_string(), String::new()))?;
        let controls = || {
            let controls = figures::figure(name)
                .map(|figure| figure.controls())
                .unwrap_or_default();
            let takes: Vec<String> = controls.iter().map(takes).collect();
            format!("the parameters of '{name}' are {}", takes.join(", "))
        };
        for setting in settings {
            let (key, value) = setting.split_once('=').ok_or_else(|| {
                (
                    format!("'{setting}' is not of the form parameter=value"),
                    controls(),
                )
            })?;
            figure
                .set(key, value)
                .map_err(|error| (format!("figure '{name}', '{setting}': {error}"), controls()))?;
        }
        let failed = |error: figures::Error| {
            (
                format!("figure '{name}' cannot be drawn: {error}"),
                controls(),
            )
        };
        let light = figure.draw(Theme::Light).map_err(failed)?;
        let dark = figure.draw(Theme::Dark).map_err(failed)?;
        Ok(Self {
            readouts: light.readouts,
            description: light.description,
            caption: figure.caption(),
            title: figure.title(),
            settings: query(figure.as_ref()),
            light: light.svg,
            dark: dark.svg,
        })
    }

    pub(crate) fn readout(&self, name: &str) -> Option<&str> {
        self.readouts
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The figure as one block of HTML, without a blank line in it.
    ///
    /// The still pictures are images and not inline SVG, because mdBook's HTML serializer writes `viewBox` in lower case.
    /// The style sheet shows the one that belongs to the theme. Where scripts run, the element `live-figure` takes over.
    pub(crate) fn html(&self, name: &str, number: &str) -> String {
        let picture = |theme: &str, svg: &str| {
            format!(
                "<img class=\"figure-{theme}\" role=\"img\" alt=\"{}\" src=\"{}\">",
                html::escape(&one_line(&self.description)),
                html::svg_address(svg)
            )
        };
        format!(
            "<figure class=\"figure\" id=\"{}\">\n<live-figure name=\"{name}\" settings=\"{}\">\n{}\n{}\n</live-figure>\n\
             <figcaption><strong>Figure {number}. {}.</strong> <span class=\"caption-text\">{}</span></figcaption>\n</figure>",
            anchor(name),
            html::escape(&self.settings),
            picture("light", &self.light),
            picture("dark", &self.dark),
            html::escape(self.title),
            html::escape(&one_line(&self.caption)),
        )
    }
}

/// Where on its page a figure stands.
pub(crate) fn anchor(name: &str) -> String {
    format!("fig-{name}")
}

/// What a figure's address says of it after the `?`: `kernel=blur&dx=2`. No name or value needs an escape.
fn query(figure: &dyn Figure) -> String {
    figures::settings(figure)
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join("&")
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
