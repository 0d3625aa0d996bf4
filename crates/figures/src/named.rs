//! Choices between values that each have a kebab-case name.

use std::fmt::Display;

use crate::Error;
use crate::error::unknown;

/// A choice between values that each have a kebab-case name.
pub(crate) trait Named: Copy + Display + 'static {
    /// All values, in the order in which they are offered.
    fn all() -> Vec<Self>;
}

/// Makes choices of types with an `ALL` and names.
macro_rules! named {
    ($($name:ty),+) => {
        $(impl $crate::named::Named for $name {
            fn all() -> Vec<Self> {
                Self::ALL.to_vec()
            }
        })+
    };
}
pub(crate) use named;

named!(
    equivariance::Padding,
    equivariance::Kernel1d,
    equivariance::Kernel2d,
    equivariance::Fill,
    equivariance::PointGroup,
    equivariance::Tetromino,
    equivariance::TestSignal,
    equivariance::TestImage
);

/// The names of all values of a choice.
pub(crate) fn names<T: Named>() -> Vec<String> {
    T::all().iter().map(ToString::to_string).collect()
}

/// Reads the name of a choice.
pub(crate) fn choice<T: Named>(parameter: &str, value: &str) -> Result<T, Error> {
    let value = value.trim();
    T::all()
        .into_iter()
        .find(|option| option.to_string() == value)
        .ok_or_else(|| unknown(parameter, value, names::<T>()))
}
