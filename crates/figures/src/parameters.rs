//! Reading parameters from text, and writing numbers for people.

use std::fmt::Display;

use equivariance::{Fill, Kernel1d, Kernel2d, Padding, TestImage, TestSignal};

use crate::decimal::decimal;
use crate::{Control, Error, Figure, Image, Kind};

/// A choice between values that each have a kebab-case name.
pub(crate) trait Named: Copy + Display + 'static {
    fn all() -> Vec<Self>;
}

macro_rules! named {
    ($($name:ty),+) => {
        $(impl Named for $name {
            fn all() -> Vec<Self> {
                Self::ALL.to_vec()
            }
        })+
    };
}
named!(
    Padding,
    Kernel1d,
    Kernel2d,
    Fill,
    TestSignal,
    TestImage,
    crate::Interior,
    crate::PoolKind
);

fn names<T: Named>() -> Vec<String> {
    T::all().iter().map(ToString::to_string).collect()
}

/// Reads the name of a choice.
pub(crate) fn choice<T: Named>(parameter: &str, value: &str) -> Result<T, Error> {
    let value = value.trim();
    T::all()
        .into_iter()
        .find(|option| option.to_string() == value)
        .ok_or_else(|| unknown(parameter, value, &names::<T>()))
}

/// Reads a whole number from `min` to `max`.
pub(crate) fn whole<T: TryFrom<i64>>(
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

/// To how many places a number of a list is kept, so that its text in an address or a command is all of it.
const PLACES: i32 = 6;

/// A number as a list keeps it.
pub(crate) fn kept(value: f64) -> f64 {
    let unit = f64::from(10_i32.pow(PLACES as u32));
    // Not −0, which would have another text.
    (value * unit).round() / unit + 0.0
}

/// Reads a comma list of decimal numbers, rounded to millionths.
pub(crate) fn numbers(parameter: &str, value: &str, counts: &[usize]) -> Result<Vec<f64>, Error> {
    let list: Option<Vec<f64>> = value
        .split(',')
        .map(|part| decimal(part).map(kept))
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

pub(crate) fn wrong(parameter: &str, got: &str, expected: String) -> Error {
    Error::Value {
        parameter: parameter.to_owned(),
        got: got.to_owned(),
        expected,
    }
}

/// The error for a name that is not among `options`.
pub(crate) fn unknown(what: &str, got: &str, options: &[impl AsRef<str>]) -> Error {
    let options: Vec<String> = options
        .iter()
        .map(|option| option.as_ref().to_owned())
        .collect();
    let nearest = options
        .iter()
        .min_by_key(|option| strsim::levenshtein(option, got))
        .cloned()
        .unwrap_or_default();
    Error::Unknown {
        what: what.to_owned(),
        got: got.to_owned(),
        nearest,
        options,
    }
}

/// The error for a parameter that the figure does not have.
pub(crate) fn unknown_parameter(figure: &dyn Figure, name: &str) -> Error {
    let names: Vec<String> = figure
        .controls()
        .into_iter()
        .map(|control| control.name)
        .collect();
    unknown("parameter", name, &names)
}

pub(crate) fn choice_control<T: Named>(name: &str, label: &str, value: T) -> Control {
    let options = names::<T>();
    control(name, label, Kind::Choice { options }, value)
}

/// What a choice is called when numbers of a person's own stand in its place.
pub(crate) const OWN: &str = "own";

/// A choice in whose place numbers of a person's own may stand.
pub(crate) fn choice_or_own_control<T: Named>(
    name: &str,
    label: &str,
    value: T,
    own: bool,
) -> Control {
    if !own {
        return choice_control(name, label, value);
    }
    let mut options = names::<T>();
    options.push(OWN.to_owned());
    control(name, label, Kind::Choice { options }, OWN)
}

pub(crate) fn image_control(name: &str, label: &str, value: &Image) -> Control {
    let options = value.options();
    control(name, label, Kind::Image { options }, value)
}

pub(crate) fn range_control(
    name: &str,
    label: &str,
    (min, max): (i64, i64),
    value: impl Display,
) -> Control {
    let plays = false;
    control(name, label, Kind::Range { min, max, plays }, value)
}

/// A place among `count`, from 0.
pub(crate) fn place_control(name: &str, label: &str, count: usize, value: usize) -> Control {
    let (min, max, plays) = (0, count.saturating_sub(1) as i64, true);
    control(name, label, Kind::Range { min, max, plays }, value)
}

pub(crate) fn numbers_control<'a>(
    name: &str,
    label: &str,
    counts: &[usize],
    values: impl IntoIterator<Item = &'a f64>,
) -> Control {
    let counts = counts.to_vec();
    let values: Vec<f64> = values.into_iter().copied().collect();
    control(name, label, Kind::Numbers { counts }, list(&values))
}

fn control(name: &str, label: &str, kind: Kind, value: impl Display) -> Control {
    Control {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
        value: value.to_string(),
    }
}

/// Refuses a place that is beyond the output.
pub(crate) fn check_place(parameter: &str, place: usize, count: usize) -> Result<(), Error> {
    if place < count {
        return Ok(());
    }
    let last = count.saturating_sub(1);
    let expected = format!("from 0 to {last}, since the output has {count} there");
    Err(wrong(parameter, &place.to_string(), expected))
}

pub(crate) fn list(values: &[f64]) -> String {
    values
        .iter()
        .map(|&value| short(value, PLACES as usize))
        .collect::<Vec<_>>()
        .join(",")
}

/// A number with at most `places` decimals and no trailing zeros.
pub(crate) fn short(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// [`short`] with a typographic minus sign, for a picture.
pub(crate) fn shown(value: f64, places: usize) -> String {
    short(value, places).replace('-', "−")
}

/// A residual: `0` exactly when it is 0.
pub(crate) fn residual(value: f64) -> String {
    if value == 0.0 {
        "0".to_owned()
    } else {
        format!("{value:.2e}")
    }
}

/// `46×46`.
pub(crate) fn size(shape: &[usize]) -> String {
    shape
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("×")
}

/// Serialises a [`Named`] value by its name.
pub(crate) mod by_name {
    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::Named;

    pub(crate) fn serialize<T: Named, S: Serializer>(
        value: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(crate) fn deserialize<'de, T: Named, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        let name = String::deserialize(deserializer)?;
        super::choice("choice", &name).map_err(serde::de::Error::custom)
    }
}
