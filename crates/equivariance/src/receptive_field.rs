//! How much of the input one output sees.

/// One stage of a stack: a convolution or a pooling, along one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stage {
    /// Number of weights.
    pub kernel: usize,
    /// Distance between two windows.
    pub stride: usize,
    /// Distance between two weights.
    pub dilation: usize,
}

impl Stage {
    /// Returns the stage with this kernel and stride, dilation 1.
    pub const fn new(kernel: usize, stride: usize) -> Self {
        Self {
            kernel,
            stride,
            dilation: 1,
        }
    }
}

/// Returns the number of input samples along one axis from the first to the last that one output of the stack sees.
///
/// $$r = 1 + \sum_{l} (k_l - 1)\,d_l \prod_{m < l} s_m$$
///
/// with the stages in the order in which they act. An empty stack sees 1. An empty kernel counts like a kernel of 1.
///
/// # Source
///
/// André Araujo, Wade Norris, Jack Sim, *Computing Receptive Fields of Convolutional Neural Networks*, Distill 2019,
/// equation 2, <https://doi.org/10.23915/distill.00021>.
///
/// # Examples
///
/// ```
/// use equivariance::{receptive_field, Stage};
///
/// assert_eq!(receptive_field(&[Stage::new(3, 1); 3]), 7);
/// assert_eq!(receptive_field(&[Stage::new(3, 2), Stage::new(3, 1)]), 7);
/// ```
pub fn receptive_field(stages: &[Stage]) -> usize {
    let mut field = 1;
    let mut jump = 1;
    for stage in stages {
        field += stage.kernel.saturating_sub(1) * stage.dilation * jump;
        jump *= stage.stride;
    }
    field
}
