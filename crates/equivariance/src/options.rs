//! How a kernel is laid over its input, and the size of what comes out.

use crate::named::named;
use crate::{Error, Result};

/// What a kernel meets beyond the border of its input.
///
/// With `e = (k - 1) * dilation + 1`, the span of the kernel, the first window starts at:
///
/// | padding | first sample | output at stride 1 |
/// |---|---|---|
/// | `Valid` | `0` | `n - e + 1` |
/// | `Same`, `Circular`, `Reflect` | `-⌊(e - 1) / 2⌋` | `n` |
/// | `Full` | `-(e - 1)` | `n + e - 1` |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Padding {
    /// Nothing: the kernel stays inside.
    #[default]
    Valid,
    /// Zeros, as many as keep the size at stride 1; of an odd number the larger half stands behind.
    Same,
    /// Zeros, so many that every overlap of kernel and input counts.
    Full,
    /// The other end of the input: indices modulo its size. Keeps the size at stride 1.
    Circular,
    /// The mirror image, the border sample itself not repeated (`d c b | a b c d | c b a`). Keeps the size at stride 1.
    Reflect,
}

named!(Padding, "padding", {
    Valid => "valid",
    Same => "same",
    Full => "full",
    Circular => "circular",
    Reflect => "reflect",
});

/// Padding, stride and dilation, the same along every axis. The default is *valid*, 1, 1.
///
/// ```
/// use equivariance::{Options, Padding};
///
/// let options = Options::same().stride(2);
/// assert_eq!((options.padding, options.stride, options.dilation), (Padding::Same, 2, 1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// What the kernel meets beyond the border.
    pub padding: Padding,
    /// Distance between the starts of two windows.
    pub stride: usize,
    /// Distance between the samples that two neighbouring weights meet.
    pub dilation: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self::padded(Padding::Valid)
    }
}

impl Options {
    /// The given padding, stride 1, dilation 1.
    pub const fn padded(padding: Padding) -> Self {
        Self {
            padding,
            stride: 1,
            dilation: 1,
        }
    }

    /// [`Padding::Valid`], stride 1, dilation 1.
    pub const fn valid() -> Self {
        Self::padded(Padding::Valid)
    }

    /// [`Padding::Same`], stride 1, dilation 1.
    pub const fn same() -> Self {
        Self::padded(Padding::Same)
    }

    /// [`Padding::Full`], stride 1, dilation 1.
    pub const fn full() -> Self {
        Self::padded(Padding::Full)
    }

    /// [`Padding::Circular`], stride 1, dilation 1.
    pub const fn circular() -> Self {
        Self::padded(Padding::Circular)
    }

    /// [`Padding::Reflect`], stride 1, dilation 1.
    pub const fn reflect() -> Self {
        Self::padded(Padding::Reflect)
    }

    /// The same options with another stride.
    pub const fn stride(self, stride: usize) -> Self {
        Self { stride, ..self }
    }

    /// The same options with another dilation.
    pub const fn dilation(self, dilation: usize) -> Self {
        Self { dilation, ..self }
    }

    /// Returns how many samples before the input the first window of a kernel starts: output `y` meets the samples from
    /// `s·y − b` on, with stride `s` and this `b`.
    ///
    /// A kernel that spans more than `usize` can count is taken to span `usize::MAX`; [`output_size`] refuses it.
    ///
    /// ```
    /// use equivariance::Options;
    ///
    /// assert_eq!(Options::valid().before(3), 0);
    /// assert_eq!(Options::same().dilation(2).before(3), 2);
    /// assert_eq!(Options::full().before(3), 2);
    /// ```
    pub const fn before(self, kernel: usize) -> usize {
        let reach = kernel.saturating_sub(1).saturating_mul(self.dilation);
        match self.padding {
            Padding::Valid => 0,
            Padding::Same | Padding::Circular | Padding::Reflect => reach / 2,
            Padding::Full => reach,
        }
    }
}

/// The most samples that an input and its padding may have along one axis.
pub(crate) const MOST_PLACES: usize = isize::MAX as usize / 2;

/// Returns the number of output samples along one axis.
///
/// ```text
/// ⌊(n + p − e) / s⌋ + 1   with the span e = (k − 1)·d + 1
/// ```
///
/// with input `n`, kernel `k`, stride `s`, dilation `d` and `p` padded samples: 0 for *valid*, `e − 1` for *same*,
/// *circular* and *reflect*, `2·(e − 1)` for *full*.
///
/// # Errors
///
/// An empty input or kernel, stride or dilation 0, a kernel that spans more than the input under *valid*, and an input
/// that has more than `isize::MAX / 2` samples together with `e − 1` samples of padding.
///
/// # Examples
///
/// ```
/// use equivariance::{output_size, Options};
///
/// assert_eq!(output_size(48, 3, Options::valid())?, 46);
/// assert_eq!(output_size(48, 3, Options::valid().stride(2))?, 23);
/// assert_eq!(output_size(48, 3, Options::valid().dilation(2))?, 44);
/// assert_eq!(output_size(48, 3, Options::full())?, 50);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn output_size(input: usize, kernel: usize, options: Options) -> Result<usize> {
    let Options {
        padding,
        stride,
        dilation,
    } = options;
    if input == 0 {
        return Err(Error::EmptyInput { shape: vec![input] });
    }
    if kernel == 0 {
        return Err(Error::EmptyKernel {
            shape: vec![kernel],
        });
    }
    if stride == 0 {
        return Err(Error::ZeroStride);
    }
    if dilation == 0 {
        return Err(Error::ZeroDilation);
    }
    let overflow = || Error::SizeOverflow {
        input,
        kernel,
        dilation,
    };
    // Places are counted from before the input, as signed numbers, and mirrored: twice the input and its padding must fit.
    let reach = (kernel - 1).checked_mul(dilation).ok_or_else(overflow)?;
    reach
        .checked_add(input)
        .filter(|places| *places <= MOST_PLACES)
        .ok_or_else(overflow)?;
    // The number of places for the start of a window, less one.
    let room = match padding {
        Padding::Valid => (input - 1)
            .checked_sub(reach)
            .ok_or(Error::KernelTooLarge {
                kernel,
                dilation,
                span: reach + 1,
                input,
            })?,
        Padding::Same | Padding::Circular | Padding::Reflect => input - 1,
        Padding::Full => input - 1 + reach,
    };
    Ok(room / stride + 1)
}
