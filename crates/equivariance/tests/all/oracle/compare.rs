//! Comparing what was computed with what the oracle says, to the bit.

use std::fmt::Debug;

use equivariance::{Result, Scalar, VectorWidth};
use ndarray::{Array, ArrayD, ArrayRef, Dimension, IxDyn};

use super::cases::Case;
use super::layouts::Layout;

/// A number whose bits can be compared.
pub(crate) trait Bits: Scalar {
    fn bits(self) -> u64;
}

impl Bits for f32 {
    fn bits(self) -> u64 {
        self.to_bits().into()
    }
}

impl Bits for f64 {
    fn bits(self) -> u64 {
        self.to_bits()
    }
}

/// Runs the check with vectors of each width that the machine has.
pub(crate) fn with_vectors_of_every_width(check: impl Fn()) {
    struct Named(VectorWidth);
    impl Drop for Named {
        fn drop(&mut self) {
            if std::thread::panicking() {
                eprintln!("This was with vectors of the width {:?}.", self.0);
            }
        }
    }
    for width in VectorWidth::available() {
        let _named = Named(width);
        width.run(&check);
    }
}

/// Both are errors, or they have the same shape and the same bits.
pub(crate) fn assert_same<A: Bits, D: Dimension>(
    actual: Result<Array<A, D>>,
    expected: Option<&ArrayD<A>>,
    what: impl Debug,
) {
    match (actual, expected) {
        (Ok(actual), Some(expected)) => assert_same_bits(&actual, expected, what),
        (Err(_), None) => (),
        (actual, expected) => panic!("{what:?}: {actual:?} is not {expected:?}"),
    }
}

pub(crate) fn assert_same_bits<A: Bits, D: Dimension>(
    actual: &ArrayRef<A, D>,
    expected: &ArrayD<A>,
    what: impl Debug,
) {
    assert_eq!(actual.shape(), expected.shape(), "{what:?}");
    // What is no number has many bit patterns, and no operator promises one.
    let differ = |(actual, expected): (&A, &A)| {
        actual.bits() != expected.bits() && !(actual.is_nan() && expected.is_nan())
    };
    // Slices: to walk through arrays of any dimension takes longer than to compute them.
    let (actual, expected) = (actual.as_standard_layout(), expected.as_standard_layout());
    let (values, right) = (actual.as_slice().unwrap(), expected.as_slice().unwrap());
    if let Some(number) = values.iter().zip(right).position(differ) {
        let (position, right) = expected.indexed_iter().nth(number).unwrap();
        let value = values[number];
        panic!("{what:?} at {position:?}: {value:?} is not {right:?}");
    }
}

pub(crate) fn known<A: Bits, D: Dimension>(array: &ArrayD<A>) -> Array<A, D> {
    array.clone().into_dimensionality().unwrap()
}

/// An array of the shape of `expected`, in another layout than the input.
pub(crate) fn room_for<A: Bits, D: Dimension>(
    expected: Option<&ArrayD<A>>,
    case: &Case,
) -> Array<A, D> {
    let any = vec![1; D::NDIM.unwrap_or(case.axes.len())];
    let at = Layout::ALL
        .iter()
        .position(|layout| *layout == case.layout)
        .unwrap();
    let layout = Layout::ALL[(at + 1 + (case.seed % 4) as usize) % Layout::ALL.len()];
    let room = layout.room(expected.map_or(&any[..], |expected| expected.shape()));
    room.into_dimensionality().unwrap()
}

/// Compares what is written into an array of the caller.
pub(crate) fn assert_writes<A: Bits>(
    write: impl Fn(&mut ArrayRef<A, IxDyn>) -> Result<()>,
    expected: Option<&ArrayD<A>>,
    case: &Case,
) {
    let mut output = room_for(expected, case);
    assert_same(write(&mut output).map(|()| output), expected, case);
}

/// Calls a function of arrays of any dimension with arrays whose dimension is known when it is compiled.
macro_rules! with_known_dimension {
    ($axes:expr, |$dimension:ident| $call:expr) => {
        match $axes {
            1 => {
                type $dimension = Ix1;
                $call
            }
            2 => {
                type $dimension = Ix2;
                $call
            }
            3 => {
                type $dimension = Ix3;
                $call
            }
            _ => {
                type $dimension = IxDyn;
                $call
            }
        }
    };
}
pub(crate) use with_known_dimension;
