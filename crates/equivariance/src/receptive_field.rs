//! How much of the input one output sees.

use crate::{Error, Result};

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
/// ```text
/// r = 1 + Σᵢ (kᵢ − 1) · dᵢ · (s₁ · … · sᵢ₋₁)
/// ```
///
/// with kernel `kᵢ`, stride `sᵢ` and dilation `dᵢ` of the stages, in the order in which they act. An empty stack sees 1.
///
/// # Errors
///
/// An empty kernel, stride or dilation 0, and a field beyond `usize`.
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
/// assert_eq!(receptive_field(&[Stage::new(3, 1); 3])?, 7);
/// assert_eq!(receptive_field(&[Stage::new(3, 2), Stage::new(3, 1)])?, 7);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn receptive_field(stages: &[Stage]) -> Result<usize> {
    let mut field = 1_usize;
    // The distance of two neighbouring inputs of the stage, none if beyond `usize`: a kernel of 1 does not need it.
    let mut jump = Some(1_usize);
    for (at, stage) in stages.iter().enumerate() {
        if stage.kernel == 0 {
            return Err(Error::EmptyKernel { shape: vec![0] });
        }
        if stage.stride == 0 {
            return Err(Error::ZeroStride);
        }
        if stage.dilation == 0 {
            return Err(Error::ZeroDilation);
        }
        if stage.kernel > 1 {
            field = (stage.kernel - 1)
                .checked_mul(stage.dilation)
                .and_then(|reach| reach.checked_mul(jump?))
                .and_then(|added| added.checked_add(field))
                .ok_or(Error::FieldOverflow { stages: at + 1 })?;
        }
        jump = jump.and_then(|jump| jump.checked_mul(stage.stride));
    }
    Ok(field)
}
