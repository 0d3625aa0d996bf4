//! What every figure is: parameters with a name, and a drawing that depends on nothing else.

use std::any::Any;

use crate::error::{unknown, wrong};
use crate::parameters::Parameters;
use crate::{Control, Drawing, Error, Kind, Picture, Space, Theme};

/// A figure as its author writes it: [`Figure`] is made of it.
pub(crate) trait Describe: Any + Clone + Default + PartialEq {
    /// The kebab-case name.
    const NAME: &'static str;
    /// A short title.
    const TITLE: &'static str;

    /// A caption that fits the present parameters.
    fn caption(&self) -> String;
    /// Names every parameter once, in the order in which they are set.
    fn parameters(&mut self, parameters: &mut Parameters<'_>);
    /// Draws the figure in a room.
    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error>;
    /// Numbers by name that chapters may quote beside the readouts: more than should stand below the picture.
    #[cfg(not(target_family = "wasm"))]
    fn quoted(&self) -> Result<Vec<(String, String)>, Error> {
        Ok(Vec::new())
    }
}

/// A figure: parameters that can be set by name, and a drawing that depends on nothing else.
pub trait Figure: Any {
    /// The figure's kebab-case name.
    fn name(&self) -> &'static str;
    /// A short title.
    fn title(&self) -> &'static str;
    /// A caption that fits the present parameters.
    fn caption(&self) -> String;
    /// The controls of its parameters, with their present values and bounds.
    fn controls(&self) -> Vec<Control>;
    /// Sets a parameter from text: a number, a kebab-case choice or a comma list.
    ///
    /// # Errors
    /// An unknown parameter or a value that it does not take.
    fn set(&mut self, name: &str, value: &str) -> Result<(), Error>;
    /// Shows a person's picture in place of the figure's image.
    ///
    /// # Errors
    /// A figure without an image.
    fn show(&mut self, picture: &Picture) -> Result<(), Error>;
    /// Draws the figure in a room: as wide as the room, and as high if the room has a height.
    ///
    /// # Errors
    /// Parameters that do not fit together.
    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error>;
    /// Numbers by name that chapters may quote beside the readouts of the drawing. The module for the page has none of them.
    ///
    /// # Errors
    /// Numbers that cannot be computed.
    #[cfg(not(target_family = "wasm"))]
    fn quoted(&self) -> Result<Vec<(String, String)>, Error> {
        Ok(Vec::new())
    }
    /// The same figure at its defaults.
    fn fresh(&self) -> Box<dyn Figure>;
    /// The same figure at the same parameters.
    fn clone_box(&self) -> Box<dyn Figure>;
    /// The fewest settings that lead from the defaults to this figure, in the order in which [`Figure::set`] takes them.
    fn settings(&self) -> Vec<(String, String)>;
}

impl<F: Describe> Figure for F {
    fn name(&self) -> &'static str {
        F::NAME
    }

    fn title(&self) -> &'static str {
        F::TITLE
    }

    fn caption(&self) -> String {
        Describe::caption(self)
    }

    fn controls(&self) -> Vec<Control> {
        // `parameters` takes the figure mutably, so a copy is described.
        let mut copy = self.clone();
        Parameters::describe(&mut |parameters| copy.parameters(parameters))
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let set = Parameters::set(name, value, &mut |parameters| self.parameters(parameters));
        set.unwrap_or_else(|| Err(unknown_parameter(name, self.controls())))
    }

    fn show(&mut self, picture: &Picture) -> Result<(), Error> {
        if Parameters::show(picture, &mut |parameters| self.parameters(parameters)) {
            return Ok(());
        }
        Err(Error::NoImage { figure: F::NAME })
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        check_places(self.controls())?;
        Describe::draw(self, theme, space)
    }

    #[cfg(not(target_family = "wasm"))]
    fn quoted(&self) -> Result<Vec<(String, String)>, Error> {
        Describe::quoted(self)
    }

    fn fresh(&self) -> Box<dyn Figure> {
        Box::new(F::default())
    }

    fn clone_box(&self) -> Box<dyn Figure> {
        Box::new(self.clone())
    }

    fn settings(&self) -> Vec<(String, String)> {
        settings(&mut F::default(), self.controls())
    }
}

/// The settings that lead from a figure at its defaults to these controls.
fn settings(reached: &mut dyn Figure, controls: Vec<Control>) -> Vec<(String, String)> {
    let mut settings = Vec::new();
    let mut present = reached.controls();
    let mut own = false;
    for (at, wanted) in controls.into_iter().enumerate() {
        // What an earlier setting brought with it needs none of its own: a kernel has its weights. Own numbers are written
        // even so, because a figure calls them own.
        if present[at].value == wanted.value && !own {
            continue;
        }
        // A choice of own numbers is refused here and needs no setting, since the numbers are a parameter themselves. The name
        // of a person's own picture is refused as well, and is a setting all the same.
        let taken = reached.set(&wanted.name, &wanted.value).is_ok();
        if taken {
            present = reached.controls();
        }
        own = !taken && matches!(wanted.kind, Kind::Choice { .. });
        if !own {
            settings.push((wanted.name, wanted.value));
        }
    }
    settings
}

fn unknown_parameter(name: &str, controls: Vec<Control>) -> Error {
    let names = controls.into_iter().map(|control| control.name);
    unknown("parameter", name, names.collect())
}

/// Refuses a place that was set before other parameters left fewer places.
fn check_places(controls: Vec<Control>) -> Result<(), Error> {
    for control in controls {
        let Kind::Range {
            min,
            max,
            plays: true,
        } = control.kind
        else {
            continue;
        };
        let within = |value: i64| (min..=max).contains(&value);
        if !control.value.parse().is_ok_and(within) {
            let expected = format!(
                "from {min} to {max}, since the output has {} there",
                max + 1
            );
            return Err(wrong(&control.name, &control.value, expected));
        }
    }
    Ok(())
}
