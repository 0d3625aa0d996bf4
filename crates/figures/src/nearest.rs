//! Settings that come from a hand-written address, or that no longer fit: the nearest state that can be drawn, and what
//! had to be changed for it.

use crate::decimal::decimal;
use crate::names::nearest_name;
use crate::parameters::list;
use crate::{Catalogue, Drawing, Error, Figure, Kind, Picture, Space, Theme};

/// A figure drawn as near to the wanted settings as it goes.
pub struct Nearest {
    /// The figure, at the parameters that were drawn.
    pub figure: Box<dyn Figure>,
    /// The drawing.
    pub drawing: Drawing,
    /// A sentence for each setting that could not be taken as it was.
    pub notes: Vec<String>,
}

impl Catalogue {
    /// Draws a figure in a room at the given settings. A setting that is not valid takes the nearest valid value, one without
    /// such a value is left out, and a note says so.
    ///
    /// # Errors
    /// An unknown figure, or a picture for one without an image.
    pub fn draw_nearest(
        &self,
        name: &str,
        picture: Option<&Picture>,
        settings: &[(&str, &str)],
        theme: Theme,
        space: Space,
    ) -> Result<Nearest, Error> {
        let mut fresh = self.figure(name)?;
        if let Some(picture) = picture {
            fresh.show(picture)?;
        }
        // Settings are dropped from the last one on, until the rest can be drawn.
        let mut refused = None;
        for count in (0..=settings.len()).rev() {
            let mut figure = fresh.clone_box();
            let mut notes = Vec::new();
            for &(name, value) in &settings[..count] {
                if let Err(error) = figure.set(name, value) {
                    notes.push(set_nearest(figure.as_mut(), name, value, &error));
                }
            }
            clamp_ranges(figure.as_mut(), &mut notes);
            match figure.draw(theme, space) {
                Ok(drawing) => {
                    let refusal = |error: Error| format!("{error}. The last valid state is shown.");
                    notes.extend(refused.map(refusal));
                    return Ok(Nearest {
                        figure,
                        drawing,
                        notes,
                    });
                }
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        Err(refused.unwrap_or_else(|| Error::Drawing("nothing could be drawn".to_owned())))
    }
}

/// Sets a parameter to the valid value that is nearest to a refused one, if there is one; returns a note about it.
fn set_nearest(figure: &mut dyn Figure, name: &str, value: &str, error: &Error) -> String {
    let controls = figure.controls();
    let control = controls.iter().find(|control| control.name == name);
    let nearest = control.and_then(|control| match &control.kind {
        Kind::Choice { options } | Kind::Image { options } => {
            let (name, distance) = nearest_name(value, options.iter().map(String::as_str))?;
            (distance <= name.len() / 2).then(|| name.to_owned())
        }
        Kind::Range { min, max, .. } => {
            decimal(value).map(|number| (number.round() as i64).clamp(*min, *max).to_string())
        }
        Kind::Numbers { counts } => {
            let mut numbers: Vec<f64> = value.split(',').filter_map(decimal).collect();
            let count = *counts
                .iter()
                .min_by_key(|count| count.abs_diff(numbers.len()))?;
            if numbers.is_empty() {
                return None;
            }
            numbers.resize(count, 0.0);
            Some(list(&numbers))
        }
    });
    match nearest.filter(|nearest| figure.set(name, nearest).is_ok()) {
        Some(nearest) => format!("{error}. Shown: {name} = {nearest}."),
        None => format!("{error}. It was left out."),
    }
}

/// Brings into their present bounds the numbers that other parameters have left outside.
fn clamp_ranges(figure: &mut dyn Figure, notes: &mut Vec<String>) {
    for control in figure.controls() {
        let Kind::Range { min, max, .. } = control.kind else {
            continue;
        };
        let Ok(number) = control.value.parse::<i64>() else {
            continue;
        };
        let within = number.clamp(min, max);
        if within != number && figure.set(&control.name, &within.to_string()).is_ok() {
            notes.push(format!(
                "{} = {number} does not fit here, where it goes from {min} to {max}. Shown: {} = {within}.",
                control.name, control.name
            ));
        }
    }
}
