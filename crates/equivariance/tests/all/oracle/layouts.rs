//! The same numbers, laid out in memory in several ways.

use equivariance::{Scalar, seeded_noise};
use ndarray::{ArrayD, Axis, IxDyn, Slice};

/// How the numbers of an array lie in memory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Layout {
    Standard,
    /// The first axis is that of neighbours in memory.
    Transposed,
    /// Every axis runs backwards.
    Reversed,
    /// Every second number along each axis of a larger array.
    Sliced,
}

impl Layout {
    pub(crate) const ALL: [Self; 4] = [
        Self::Standard,
        Self::Transposed,
        Self::Reversed,
        Self::Sliced,
    ];

    /// An array with the numbers of `array` in this layout.
    pub(crate) fn of<A: Scalar>(self, array: &ArrayD<A>) -> ArrayD<A> {
        let axes = (0..array.ndim()).map(Axis);
        let laid_out = match self {
            Self::Standard => array.clone(),
            Self::Transposed => array.t().as_standard_layout().into_owned().reversed_axes(),
            Self::Reversed => {
                let mut backwards = array.view();
                axes.clone().for_each(|axis| backwards.invert_axis(axis));
                let mut backwards = backwards.as_standard_layout().into_owned();
                axes.for_each(|axis| backwards.invert_axis(axis));
                backwards
            }
            Self::Sliced => {
                let larger: Vec<usize> = array.shape().iter().map(|n| 2 * n + 1).collect();
                // What lies between must not be read.
                let mut larger = ArrayD::from_elem(larger, A::nan());
                axes.for_each(|axis| larger.slice_axis_inplace(axis, Slice::new(1, None, 2)));
                larger.assign(array);
                larger
            }
        };
        assert_eq!(laid_out, array);
        laid_out
    }

    /// An array of this shape in this layout, to be written into.
    pub(crate) fn room<A: Scalar>(self, shape: &[usize]) -> ArrayD<A> {
        let mut room = self.of(&ArrayD::zeros(IxDyn(shape)));
        room.fill(A::nan());
        room
    }
}

/// Numbers of both signs, some of them equal, among these 0 and −0; with every third seed some are infinite.
pub(crate) fn numbers<A: Scalar>(shape: &[usize], seed: u64) -> ArrayD<A> {
    let noise: ArrayD<A> = seeded_noise(IxDyn(shape), seed);
    let from = |value: f64| A::from(value).unwrap();
    noise.mapv(|value| match (value * from(40.0)).to_usize().unwrap() {
        0 => from(0.0),
        1 => from(-0.0),
        2 | 3 => from(0.25),
        4 if seed.is_multiple_of(3) => A::infinity(),
        _ => value - from(0.5),
    })
}
