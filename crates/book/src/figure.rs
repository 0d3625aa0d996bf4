//! The figures of a chapter: drawn in both themes, captioned, with their text alternative.

use crate::html;
use figures::Theme;

/// A figure at the parameters that one chapter gives it.
pub(crate) struct Shown {
    pub(crate) readouts: Vec<(String, String)>,
    description: String,
    caption: String,
    title: &'static str,
    parameters: String,
    light: String,
    dark: String,
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
            let names: Vec<_> = controls
                .iter()
                .map(|control| format!("{} ({:?})", control.name, control.kind))
                .collect();
            format!("the parameters of '{name}' are {}", names.join(", "))
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
            parameters: figure.parameters().to_string(),
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
    /// The pictures are images and not inline SVG, because mdBook's HTML serializer writes `viewBox` in lower case. The
    /// style sheet shows the one that belongs to the theme.
    pub(crate) fn html(&self, name: &str, number: &str) -> String {
        let picture = |theme: &str, svg: &str| {
            format!(
                "<img class=\"figure-{theme}\" role=\"img\" alt=\"{}\" src=\"{}\">",
                html::escape(&one_line(&self.description)),
                html::data_address("image/svg+xml", svg.as_bytes())
            )
        };
        format!(
            "<figure class=\"figure\" id=\"figure-{name}\" data-figure=\"{name}\" data-parameters=\"{}\">\n{}\n{}\n<figcaption><strong>Figure {number}. {}.</strong> {}</figcaption>\n</figure>",
            html::escape(&self.parameters),
            picture("light", &self.light),
            picture("dark", &self.dark),
            html::escape(self.title),
            html::escape(&one_line(&self.caption)),
        )
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
