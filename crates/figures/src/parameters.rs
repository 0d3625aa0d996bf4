//! The parameters of a figure, each described once: the description makes its control, reads its value from text, and
//! writes it.

use std::fmt::Display;
use std::ops::RangeInclusive;

use crate::decimal::decimal;
use crate::error::wrong;
use crate::named::{Named, choice, names};
use crate::{Error, Image, Picture, format_number};

/// A named value, or numbers of a person's own in its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NamedOrOwn<T> {
    /// The named value.
    pub(crate) named: T,
    /// The numbers in its place.
    pub(crate) own: Option<Vec<f64>>,
}

impl<T: Display> NamedOrOwn<T> {
    pub(crate) fn named(named: T) -> Self {
        Self { named, own: None }
    }

    /// The numbers: a person's own, or those of the name.
    pub(crate) fn numbers(&self, numbers: fn(T) -> Vec<f64>) -> Vec<f64>
    where
        T: Copy,
    {
        self.own.clone().unwrap_or_else(|| numbers(self.named))
    }

    /// The name, or what numbers of a person's own are called.
    pub(crate) fn name(&self, own: &str) -> String {
        match self.own {
            Some(_) => own.to_owned(),
            None => self.named.to_string(),
        }
    }

    /// What it is, before its name, or what numbers of a person's own are called.
    pub(crate) fn phrase(&self, what: &str, own: &str) -> String {
        match self.own {
            Some(_) => own.to_owned(),
            None => format!("{what} {}", self.named),
        }
    }
}

/// What values a control takes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// One of several names.
    Choice {
        /// The names.
        options: Vec<String>,
    },
    /// One of several images, or a picture of a person's own.
    Image {
        /// The images' names.
        options: Vec<String>,
    },
    /// A whole number between two bounds, both included.
    Range {
        /// The smallest value.
        min: i64,
        /// The largest value.
        max: i64,
        /// Whether the values are places that one visits in turn, so that the figure can be played.
        plays: bool,
    },
    /// A comma list of numbers.
    Numbers {
        /// How many numbers there may be.
        counts: Vec<usize>,
    },
}

/// One parameter of a figure, described so that a reader can change it.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// The parameter's name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// What values it takes.
    pub kind: Kind,
    /// Its present value, as [`Figure::set`](crate::Figure::set) takes it.
    pub value: String,
}

/// Goes through the parameters of a figure in the order in which the figure names them, and does one thing with each.
pub(crate) struct Parameters<'a> {
    purpose: Purpose<'a>,
}

enum Purpose<'a> {
    /// Collects the controls.
    Describe(Vec<Control>),
    /// Gives a value to the parameter of a name.
    Set {
        name: &'a str,
        value: &'a str,
        /// What came of it, once the parameter was found.
        result: Option<Result<(), Error>>,
    },
    /// Puts a person's picture in place of the image.
    Show { picture: &'a Picture, shown: bool },
}

/// Goes through the parameters of a figure.
type Visit<'v, 'a> = &'v mut dyn FnMut(&mut Parameters<'a>);

/// The name and the label of a parameter.
type Name = (&'static str, &'static str);

/// What a choice is called when numbers of a person's own stand in its place.
const OWN: &str = "own";

impl<'a> Parameters<'a> {
    /// The controls of what `visit` goes through.
    pub(crate) fn describe(visit: Visit<'_, 'a>) -> Vec<Control> {
        let purpose = Purpose::Describe(Vec::new());
        let mut parameters = Parameters { purpose };
        visit(&mut parameters);
        match parameters.purpose {
            Purpose::Describe(controls) => controls,
            _ => Vec::new(),
        }
    }

    /// Sets one parameter; none if there is no parameter of this name.
    pub(crate) fn set(
        name: &'a str,
        value: &'a str,
        visit: Visit<'_, 'a>,
    ) -> Option<Result<(), Error>> {
        let mut parameters = Parameters {
            purpose: Purpose::Set {
                name,
                value,
                result: None,
            },
        };
        visit(&mut parameters);
        match parameters.purpose {
            Purpose::Set { result, .. } => result,
            _ => None,
        }
    }

    /// Shows a person's picture; returns whether there is an image in whose place it stands.
    pub(crate) fn show(picture: &'a Picture, visit: Visit<'_, 'a>) -> bool {
        let shown = false;
        let mut parameters = Parameters {
            purpose: Purpose::Show { picture, shown },
        };
        visit(&mut parameters);
        matches!(parameters.purpose, Purpose::Show { shown: true, .. })
    }

    /// A choice between named values.
    pub(crate) fn choice<T: Named>(&mut self, name: Name, value: &mut T) {
        self.parameter(
            name,
            value,
            |value| {
                (
                    Kind::Choice {
                        options: names::<T>(),
                    },
                    value.to_string(),
                )
            },
            |value, text| {
                *value = choice(name.0, text)?;
                Ok(())
            },
        );
    }

    /// A choice between named lists of numbers, and a list of a person's own in place of the named one.
    pub(crate) fn choice_or_own<T: Named>(
        &mut self,
        name: Name,
        list_name: Name,
        counts: &[usize],
        numbers: fn(T) -> Vec<f64>,
        value: &mut NamedOrOwn<T>,
    ) {
        self.parameter(
            name,
            value,
            |value| {
                let mut options = names::<T>();
                options.extend(value.own.as_ref().map(|_| OWN.to_owned()));
                (Kind::Choice { options }, value.name(OWN))
            },
            |value, text| {
                if text.trim() != OWN || value.own.is_none() {
                    *value = NamedOrOwn::named(choice(name.0, text)?);
                }
                Ok(())
            },
        );
        self.parameter(
            list_name,
            value,
            |value| {
                let counts = counts.to_vec();
                (Kind::Numbers { counts }, list(&value.numbers(numbers)))
            },
            |value, text| {
                value.own = Some(read_numbers(list_name.0, text, counts)?);
                Ok(())
            },
        );
    }

    /// One of the images made by code, or a person's picture.
    pub(crate) fn image(&mut self, name: Name, value: &mut Image) {
        if let Purpose::Show { picture, shown } = &mut self.purpose {
            *value = Image::Own(picture.clone());
            *shown = true;
        }
        self.parameter(
            name,
            value,
            |value| {
                let options = value.options();
                (Kind::Image { options }, value.to_string())
            },
            |value, text| value.set(name.0, text),
        );
    }

    /// A whole number between two bounds.
    pub(crate) fn range<T>(&mut self, name: Name, bounds: RangeInclusive<i64>, value: &mut T)
    where
        T: Copy + Display + TryFrom<i64>,
    {
        let (min, max) = bounds.into_inner();
        let plays = false;
        self.parameter(
            name,
            value,
            |value| (Kind::Range { min, max, plays }, value.to_string()),
            |value, text| {
                *value = whole(name.0, text, (min, max))?;
                Ok(())
            },
        );
    }

    /// A place among `count`, from 0; `usual` unless it is set. `most` is the last place that there can be with any other
    /// settings, so that the order does not matter in which a place and what decides the count are set.
    pub(crate) fn place(
        &mut self,
        name: Name,
        (count, most): (usize, usize),
        usual: usize,
        value: &mut Option<usize>,
    ) {
        self.parameter(
            name,
            value,
            |value| {
                let (min, max, plays) = (0, count.saturating_sub(1) as i64, true);
                let value = value.unwrap_or(usual).to_string();
                (Kind::Range { min, max, plays }, value)
            },
            |value, text| {
                *value = Some(whole(name.0, text, (0, most as i64))?);
                Ok(())
            },
        );
    }

    fn parameter<V>(
        &mut self,
        (name, label): Name,
        value: &mut V,
        describe: impl FnOnce(&V) -> (Kind, String),
        read: impl FnOnce(&mut V, &str) -> Result<(), Error>,
    ) {
        match &mut self.purpose {
            Purpose::Describe(controls) => {
                let (kind, value) = describe(value);
                controls.push(Control {
                    name: name.to_owned(),
                    label: label.to_owned(),
                    kind,
                    value,
                });
            }
            Purpose::Set {
                name: wanted,
                value: text,
                result,
            } if *wanted == name => *result = Some(read(value, text)),
            Purpose::Set { .. } | Purpose::Show { .. } => {}
        }
    }
}

/// Reads a whole number from `min` to `max`.
fn whole<T: TryFrom<i64>>(
    parameter: &str,
    value: &str,
    (min, max): (i64, i64),
) -> Result<T, Error> {
    value
        .trim()
        .parse::<i64>()
        .ok()
        .filter(|number| (min..=max).contains(number))
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| {
            wrong(
                parameter,
                value,
                format!("a whole number from {min} to {max}"),
            )
        })
}

/// How many decimals a number of a list has, so that its text in an address or a command is all of it.
const PLACES: usize = 6;

/// How many digits a number of a list has at most: so many always lead back to the same number.
const DIGITS: usize = 15;

/// A number rounded to the decimals that a list writes.
pub(crate) fn round_to_millionths(value: f64) -> f64 {
    let unit = f64::from(10_i32.pow(PLACES as u32));
    // From here on 15 digits have fewer decimals, and a million times the number is not exact.
    let large = value.abs() >= 1e9;
    let rounded = if large {
        value
    } else {
        (value * unit).round() / unit
    };
    // Adding 0 makes 0 of −0, which would have another text.
    rounded + 0.0
}

/// Reads a comma list of decimal numbers, rounded to millionths.
fn read_numbers(parameter: &str, value: &str, counts: &[usize]) -> Result<Vec<f64>, Error> {
    let list: Option<Vec<f64>> = value
        .split(',')
        .map(|part| decimal(part).map(round_to_millionths))
        .collect();
    list.filter(|list| counts.contains(&list.len()))
        .ok_or_else(|| {
            let counts = match counts {
                [first, .., last] if last - first + 1 == counts.len() => {
                    format!("{first} to {last}")
                }
                _ => counts
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(" or "),
            };
            wrong(
                parameter,
                value,
                format!("{counts} decimal numbers with commas between, of at most 15 digits each"),
            )
        })
}

/// A number as a list of a setting holds it: to millionths and to 15 digits, so that it is read again as it is.
///
/// ```
/// assert_eq!(figures::format_in_list(1.0 / 3.0), "0.333333");
/// assert_eq!(figures::format_in_list(1234567890123.45), "1234567890123.45");
/// ```
#[must_use]
pub fn format_in_list(value: f64) -> String {
    let whole = format!("{:.0}", value.abs().trunc()).len();
    format_number(value, DIGITS.saturating_sub(whole).min(PLACES))
}

/// Numbers as a comma list.
pub(crate) fn list(values: &[f64]) -> String {
    let texts = values.iter().map(|value| format_in_list(*value));
    texts.collect::<Vec<_>>().join(",")
}
